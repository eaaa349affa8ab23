// SPDX-License-Identifier: MIT
#pragma once

// The commands of the tool with what they take: what is read from the command line, and what --help prints.

#include <array>
#include <span>
#include <string_view>

#include <plinth/migrate/arguments.hpp>

namespace plinth::migrate::detail {

inline constexpr std::size_t any_number = 1'000;

// What several commands take.
inline constexpr option_words message_option{"--message", "-m", "TEXT", "what the revision is for"};
inline constexpr option_words branch_label_option{"--branch-label", "", "NAME", "name the branch that begins here"};
inline constexpr option_words id_option{"--rev-id", "", "ID", "its id, instead of one at random"};
inline constexpr option_words lock_timeout_option{"--lock-timeout", "", "SECONDS", "how long to wait for another run"};
inline constexpr option_words verbose_option{"--verbose", "-v", "", "all that is known of each"};

inline constexpr std::array<option_words, 6> options_of_all = {{
    {"--config", "-c", "FILE", "the settings; plinth.ini without it"},
    {"--set", "-x", "KEY=VALUE", "a setting for this run, such as url=sqlite:///other.db"},
    {"--json", "", "", "what is found, as JSON"},
    {"--quiet", "-q", "", "nothing but results and errors"},
    {"--help", "-h", "", "this text"},
    {"--version", "", "", "plinth's version"},
}};

inline constexpr std::array<option_words, 1> init_options = {{
    {"--url", "", "URL", "the database, as it is to stand in the settings"},
}};

inline constexpr std::array<option_words, 8> revision_words = {{
    message_option,
    {"--autogenerate", "", "", "fill it with the difference between models and database"},
    {"--head", "", "REVISION", "come after this one; base begins a new line"},
    {"--splice", "", "", "let --head be one that others come after"},
    branch_label_option,
    {"--depends-on", "", "REVISION", "run after this one as well, without merging it; may be repeated"},
    id_option,
    {"--drop-tables", "", "", "with --autogenerate: drop tables that no model has"},
}};

inline constexpr std::array<option_words, 3> upgrade_options = {{
    {"--sql", "", "", "print the statements instead; no database is needed. REVISION may be from:to"},
    {"--allow-destructive", "", "", "run what is marked as destructive, too"},
    lock_timeout_option,
}};

inline constexpr std::array<option_words, 2> downgrade_options = {{
    {"--sql", "", "", "print the statements instead; no database is needed. REVISION has to be from:to"},
    lock_timeout_option,
}};

inline constexpr std::array<option_words, 2> current_options = {{
    {"--check-heads", "", "", "fail where the database is not at all heads"},
    verbose_option,
}};

inline constexpr std::array<option_words, 3> history_options = {{
    {"--rev-range", "-r", "FROM:TO", "only these; base, head, heads and current have their meanings"},
    verbose_option,
    {"--indicate-current", "-i", "", "ask the database which ones it has"},
}};

inline constexpr std::array<option_words, 1> verbose_alone = {{
    verbose_option,
}};

inline constexpr std::array<option_words, 4> merge_options = {{
    message_option,
    branch_label_option,
    id_option,
    {"--splice", "", "", "merge revisions that others come after, too"},
}};

inline constexpr std::array<option_words, 1> stamp_options = {{
    {"--purge", "", "", "forget first what the database has"},
}};

inline constexpr std::array<option_words, 1> lint_options = {{
    {"--server", "", "NAME", "whose words the files are read as: sqlite or postgresql; without it, the URL says it"},
}};

inline constexpr std::array<option_words, 2> squash_options = {{
    message_option,
    id_option,
}};

inline constexpr std::array<option_words, 1> erd_options = {{
    {"--format", "", "NAME", "mermaid (without it) or dot"},
}};

inline constexpr std::array<option_words, 1> inspect_options = {{
    {"--models", "", "", "as plinth models in C++ instead of as JSON"},
}};

inline constexpr std::array<command_words, 18> tool_commands = {{
    {"init", "FOLDER", 1, 1, "make the settings and the folder of revisions",
     "Makes plinth.ini, unless it is there, and FOLDER with its folder versions.", init_options},
    {"revision", "", 0, 0, "make a new revision file",
     "Makes a new revision file: empty, to be filled by hand, or with --autogenerate from the difference between the\n"
     "models and the database, which has to be at the head.",
     revision_words},
    {"upgrade", "REVISION", 1, 1, "apply revisions up to one",
     "Applies what is missing up to REVISION: head, heads, +1, an id or the beginning of one, label@head. Each "
     "revision\n"
     "is a transaction of its own; one that fails leaves nothing behind and ends the run.",
     upgrade_options},
    {"downgrade", "REVISION", 1, 1, "undo revisions down to one",
     "Undoes what follows REVISION: -1, base, an id or the beginning of one, label@base.", downgrade_options},
    {"current", "", 0, 0, "print what the database is at", "Prints the last revisions that the database has.",
     current_options},
    {"history", "", 0, 0, "print the revisions, newest first", "Prints the revisions, newest first.", history_options},
    {"heads", "", 0, 0, "print the revisions that nothing comes after",
     "Prints the revisions that nothing comes after. There should be one.", verbose_alone},
    {"branches", "", 0, 0, "print where branches begin", "Prints the revisions that several others come after.",
     verbose_alone},
    {"show",
     "REVISION",
     1,
     1,
     "print all about a revision",
     "Prints all that a revision's header says. REVISION may be head or current.",
     {}},
    {"merge", "REVISION ...", 1, any_number, "make a revision that unites heads",
     "Makes a revision that comes after all the given ones: merge heads.", merge_options},
    {"stamp", "REVISION ...", 1, any_number, "write that revisions are applied, without running them",
     "Writes into the database that it is at REVISION, without running anything: for a database that was made in\n"
     "another way.",
     stamp_options},
    {"check",
     "",
     0,
     0,
     "fail where models and database differ",
     "Compares the models with the database, and the files with what is applied. Ends with 1 where something is to be\n"
     "done, and says what.",
     {}},
    {"lint", "", 0, 0, "look for doubtful things in the files",
     "Reads the revision files and tells what is doubtful: missing downgrades, data that is dropped without a mark,\n"
     "several heads. Ends with 1 where something is found.",
     lint_options},
    {"status",
     "",
     0,
     0,
     "print what is applied, pending and edited",
     "Prints each revision with whether and when it was applied, and whether its file was edited since.",
     {}},
    {"rebase",
     "REVISION ONTO",
     2,
     2,
     "let a revision come after another one",
     "Changes the file of REVISION, which must not be applied, so that it comes after ONTO: for two heads, of which "
     "one\n"
     "is only yours.",
     {}},
    {"squash", "FIRST..LAST", 1, 1, "make one revision of several",
     "Makes one revision that does what all from FIRST to LAST do. Their files stay for databases that have some of\n"
     "them; once there are none, they can be removed.",
     squash_options},
    {"erd", "", 0, 0, "print the models as a diagram", "Prints the models as a diagram for Mermaid or Graphviz.",
     erd_options},
    {"inspect", "", 0, 0, "print what the database has",
     "Prints what the database has as JSON, or with --models as plinth models in C++: the beginning for a database "
     "that\n"
     "is there already.",
     inspect_options},
}};

}  // namespace plinth::migrate::detail
