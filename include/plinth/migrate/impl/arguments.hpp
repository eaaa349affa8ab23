// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/arguments.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>

namespace plinth::migrate {

namespace detail {

class reading_arguments {
 public:
  reading_arguments(std::span<const std::string> words, std::span<const command_words> commands,
                    std::span<const option_words> options)
      : words_(words), commands_(commands), options_(options) {}

  [[nodiscard]] arguments run() {
    find_command();
    for (at_ = 0; at_ < words_.size(); ++at_) {
      if (at_ == command_at_) continue;
      if (words_[at_] == "--" && !std::exchange(only_operands_, true)) continue;
      if (!only_operands_ && is_option(words_[at_]))
        take_option(words_[at_]);
      else
        result_.operands.push_back(words_[at_]);
    }
    check();
    return std::move(result_);
  }

 private:
  [[nodiscard]] static bool is_option(std::string_view word) {
    return word.size() > 1 && word[0] == '-' && !(word[1] >= '0' && word[1] <= '9');
  }

  [[nodiscard]] const option_words* find_option(std::string_view name) const {
    for (const option_words& o : options_) {
      const bool is_taken = o.commands.empty() || (result_.command != nullptr && o.is_for(result_.command->name));
      if (is_taken && (o.name == name || (!o.short_name.empty() && o.short_name == name))) return &o;
    }
    return nullptr;
  }

  /// The first word that is neither an option nor the value of one.
  void find_command() {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (words_[i] == "--") continue;
      if (is_option(words_[i])) {
        const option_words* o = find_option(words_[i]);
        if (o != nullptr && !o->value.empty()) ++i;
        continue;
      }
      command_at_ = i;
      for (const command_words& c : commands_)
        if (c.name == words_[i]) result_.command = &c;
      if (result_.command == nullptr)
        throw usage_error(5404, joined({"\"", words_[i], "\" is no command; --help lists them"}));
      return;
    }
  }

  void take_option(std::string_view word) {
    const std::size_t equals = word.starts_with("--") ? word.find('=') : std::string_view::npos;
    const std::string_view name = word.substr(0, equals);
    const option_words* o = find_option(name);
    if (o == nullptr)
      throw usage_error(5405,
                        joined({"the option ", name, " is not known", result_.command == nullptr ? "" : " to ",
                                result_.command == nullptr ? "" : result_.command->name, "; --help says what is"}));
    if (o->value.empty()) {
      if (equals != std::string_view::npos) throw usage_error(5405, joined({"the option ", name, " takes no value"}));
      result_.options.emplace_back(o->name, "");
    } else if (equals != std::string_view::npos) {
      result_.options.emplace_back(o->name, word.substr(equals + 1));
    } else {
      if (at_ + 1 >= words_.size())
        throw usage_error(5405, joined({"the option ", name, " needs a value: ", o->value}));
      result_.options.emplace_back(o->name, words_[++at_]);
    }
  }

  void check() const {
    if (result_.command == nullptr || result_.has("--help")) return;
    const command_words& c = *result_.command;
    if (result_.operands.size() < c.least)
      throw usage_error(5406, joined({c.name, " needs ", c.operands, "; --help says more"}));
    if (result_.operands.size() > c.most)
      throw usage_error(5406, joined({c.name, " has no use for \"", result_.operands[c.most], "\"; --help says more"}));
  }

  std::span<const std::string> words_;
  std::span<const command_words> commands_;
  std::span<const option_words> options_;
  std::size_t at_ = 0;
  std::size_t command_at_ = std::string::npos;
  bool only_operands_ = false;  ///< behind "--"
  arguments result_;
};

/// Help fits a terminal of 80 columns.
inline constexpr std::size_t help_width = 79;

/// Puts the words behind what stands at `column`; a word that would pass the last column begins a line at `indent`.
PLINTH_INLINE void put_wrapped(std::string& out, std::string_view text, std::size_t column, std::size_t indent) {
  for (bool first = true; !text.empty(); first = false) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (!first && column + 1 + word.size() > help_width) {
      out += joined({"\n", std::string(indent, ' '), word});
      column = indent + word.size();
    } else {
      out += joined({first ? "" : " ", word});
      column += word.size() + (first ? 0 : 1);
    }
  }
}

PLINTH_INLINE void put_columns(std::string& out, std::string_view left, std::string_view right, std::size_t width) {
  out += joined({"  ", left});
  if (left.size() + 2 > width)
    out += joined({"\n  ", std::string(width, ' ')});
  else
    out += std::string(width - left.size(), ' ');
  put_wrapped(out, right, width + 2, width + 2);
  out += '\n';
}

/// Those of one command, or of all.
PLINTH_INLINE void put_options(std::string& out, std::string_view title, std::span<const option_words> options,
                               std::string_view command) {
  std::string rows;
  for (const option_words& o : options)
    if (command.empty() ? o.commands.empty() : o.is_for(command))
      put_columns(rows,
                  joined({o.short_name.empty() ? "    " : o.short_name, o.short_name.empty() ? "" : ", ", o.name,
                          o.value.empty() ? "" : " ", o.value}),
                  o.help, 28);
  if (!rows.empty()) out += joined({"\n", title, ":\n", rows});
}

}  // namespace detail

PLINTH_INLINE bool option_words::is_for(std::string_view command) const noexcept {
  std::string_view rest = commands;
  while (!rest.empty()) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    if (word == command) return true;
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
  }
  return false;
}

PLINTH_INLINE bool arguments::has(std::string_view option) const noexcept {
  return std::any_of(options.begin(), options.end(), [&](const auto& o) { return o.first == option; });
}

PLINTH_INLINE std::string arguments::value(std::string_view option) const {
  const std::vector<std::string> all = values(option);
  return all.empty() ? std::string() : all.back();
}

PLINTH_INLINE std::vector<std::string> arguments::values(std::string_view option) const {
  std::vector<std::string> result;
  for (const auto& [name, said] : options)
    if (name == option) result.push_back(said);
  return result;
}

PLINTH_INLINE arguments read_arguments(std::span<const std::string> words, std::span<const command_words> commands,
                                       std::span<const option_words> options) {
  return detail::reading_arguments(words, commands, options).run();
}

PLINTH_INLINE std::string help_for_all(std::string_view program, std::span<const command_words> commands,
                                       std::span<const option_words> options) {
  std::string out = joined(
      {"usage: ", program, " [options] COMMAND ...\n\nMigrations of this application's database.\n", "\ncommands:\n"});
  for (const command_words& c : commands) detail::put_columns(out, c.name, c.summary, 12);
  detail::put_options(out, "options", options, "");
  out += joined({"\n", program, " COMMAND --help says more about a command.\n"});
  return out;
}

PLINTH_INLINE std::string help_for(std::string_view program, const command_words& command,
                                   std::span<const option_words> options) {
  std::string out = joined(
      {"usage: ", program, " ", command.name, command.operands.empty() ? "" : " ", command.operands, " [options]\n\n"});
  detail::put_wrapped(out, command.description, 0, 0);
  out += '\n';
  detail::put_options(out, "options", options, command.name);
  detail::put_options(out, "options of all commands", options, "");
  return out;
}

}  // namespace plinth::migrate
