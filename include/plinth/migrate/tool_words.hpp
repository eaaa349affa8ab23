// SPDX-License-Identifier: MIT
#pragma once

// The commands of the tool with what they take: what is read from the command line, and what --help prints.

#include <array>
#include <cstddef>

#include <plinth/migrate/arguments.hpp>

namespace plinth::migrate::detail {

inline constexpr std::size_t any_number = 1'000;

inline constexpr std::array<command_words, 18> tool_commands = {{
    {"init", "FOLDER", 1, 1, "make the settings and the folder of revisions",
     "Makes plinth.ini, unless it is there, and FOLDER with its folder versions."},
    {"revision", "", 0, 0, "make a new revision file",
     "Makes a new revision file: empty, to be filled by hand, or with --autogenerate from the difference between the "
     "models and the database, which has to be at the head."},
    {"upgrade", "REVISION", 1, 1, "apply revisions up to one",
     "Applies what is missing up to REVISION: head, heads, +1, an id or the beginning of one, label@head. Each "
     "revision "
     "is a transaction of its own; one that fails leaves nothing behind and ends the run."},
    {"downgrade", "REVISION", 1, 1, "undo revisions down to one",
     "Undoes what follows REVISION: -1, base, an id or the beginning of one, label@base."},
    {"current", "", 0, 0, "print what the database is at", "Prints the last revisions that the database has."},
    {"history", "", 0, 0, "print the revisions, newest first", "Prints the revisions, newest first."},
    {"heads", "", 0, 0, "print the revisions that nothing comes after",
     "Prints the revisions that nothing comes after. There should be one."},
    {"branches", "", 0, 0, "print where branches begin", "Prints the revisions that several others come after."},
    {"show", "REVISION", 1, 1, "print all about a revision",
     "Prints all that a revision's header says. REVISION may be head or current."},
    {"merge", "REVISION ...", 1, any_number, "make a revision that unites heads",
     "Makes a revision that comes after all the given ones: merge heads."},
    {"stamp", "REVISION ...", 1, any_number, "write that revisions are applied, without running them",
     "Writes into the database that it is at REVISION, without running anything: for a database that was made in "
     "another way."},
    {"check", "", 0, 0, "fail where models and database differ",
     "Compares the models with the database, and the files with what is applied. Ends with 1 where something is to be "
     "done, and says what."},
    {"lint", "", 0, 0, "look for doubtful things in the files",
     "Reads the revision files and tells what is doubtful: missing downgrades, data that is dropped without a mark, "
     "several heads. Ends with 1 where something is found."},
    {"status", "", 0, 0, "print what is applied, pending and edited",
     "Prints each revision with whether and when it was applied, and whether its file was edited since."},
    {"rebase", "REVISION ONTO", 2, 2, "let a revision come after another one",
     "Changes the file of REVISION, which must not be applied, so that it comes after ONTO: for two heads, of which "
     "one "
     "is only yours."},
    {"squash", "FIRST..LAST", 1, 1, "make one revision of several",
     "Makes one revision that does what all from FIRST to LAST do. Their files stay for databases that have some of "
     "them; once there are none, they can be removed."},
    {"erd", "", 0, 0, "print the models as a diagram", "Prints the models as a diagram for Mermaid or Graphviz."},
    {"inspect", "", 0, 0, "print what the database has",
     "Prints what the database has as JSON, or with --models as plinth models in C++: the beginning for a database "
     "that "
     "is there already."},
}};

inline constexpr std::array<option_words, 29> tool_options = {{
    {"init", "--url", "", "URL", "the database, as it is to stand in the settings"},
    {"revision merge squash", "--message", "-m", "TEXT", "what the revision is for"},
    {"revision", "--autogenerate", "", "", "fill it with the difference between models and database"},
    {"revision", "--head", "", "REVISION", "come after this one; base begins a new line"},
    {"revision", "--splice", "", "", "let --head be one that others come after"},
    {"merge", "--splice", "", "", "merge revisions that others come after, too"},
    {"revision merge", "--branch-label", "", "NAME", "name the branch that begins here"},
    {"revision", "--depends-on", "", "REVISION", "run after this one as well, without merging it; may be repeated"},
    {"revision merge squash", "--rev-id", "", "ID", "its id, instead of one at random"},
    {"revision", "--into", "", "REVISION",
     "with --autogenerate: write into this revision's file what it does on this server, when another's is there"},
    {"revision", "--drop-tables", "", "", "with --autogenerate: drop tables that no model has"},
    {"upgrade", "--sql", "", "", "print the statements instead; no database is needed. REVISION may be from:to"},
    {"downgrade", "--sql", "", "", "print the statements instead; no database is needed. REVISION has to be from:to"},
    {"upgrade", "--allow-destructive", "", "", "run what is marked as destructive, too"},
    {"upgrade downgrade", "--lock-timeout", "", "SECONDS", "how long to wait for another run"},
    {"current", "--check-heads", "", "", "fail where the database is not at all heads"},
    {"history", "--rev-range", "-r", "FROM:TO", "only these; base, head, heads and current have their meanings"},
    {"current history heads branches", "--verbose", "-v", "", "all that is known of each"},
    {"history", "--indicate-current", "-i", "", "ask the database which ones it has"},
    {"stamp", "--purge", "", "", "forget first what the database has"},
    {"lint", "--server", "", "NAME",
     "whose words the files are read as: sqlite or postgresql; without it, the URL says it"},
    {"erd", "--format", "", "NAME", "mermaid (without it) or dot"},
    {"inspect", "--models", "", "", "as plinth models in C++ instead of as JSON"},
    {"", "--config", "-c", "FILE", "the settings; plinth.ini without it"},
    {"", "--set", "-x", "KEY=VALUE", "a setting for this run, such as url=sqlite:///other.db"},
    {"", "--json", "", "", "what is found, as JSON"},
    {"", "--quiet", "-q", "", "nothing but results and errors"},
    {"", "--help", "-h", "", "this text"},
    {"", "--version", "", "", "plinth's version"},
}};

}  // namespace plinth::migrate::detail
