// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/cpp_text.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>

namespace plinth::migrate::detail {

[[nodiscard]] PLINTH_INLINE bool is_cpp_keyword(std::string_view word) {
  static constexpr std::array<std::string_view, 98> words = {"alignas",
                                                             "alignof",
                                                             "and",
                                                             "and_eq",
                                                             "asm",
                                                             "auto",
                                                             "bitand",
                                                             "bitor",
                                                             "bool",
                                                             "break",
                                                             "case",
                                                             "catch",
                                                             "char",
                                                             "char16_t",
                                                             "char32_t",
                                                             "char8_t",
                                                             "class",
                                                             "co_await",
                                                             "co_return",
                                                             "co_yield",
                                                             "compl",
                                                             "concept",
                                                             "const",
                                                             "const_cast",
                                                             "consteval",
                                                             "constexpr",
                                                             "constinit",
                                                             "continue",
                                                             "decltype",
                                                             "default",
                                                             "delete",
                                                             "do",
                                                             "double",
                                                             "dynamic_cast",
                                                             "else",
                                                             "enum",
                                                             "errno",
                                                             "explicit",
                                                             "export",
                                                             "extern",
                                                             "false",
                                                             "float",
                                                             "for",
                                                             "friend",
                                                             "goto",
                                                             "if",
                                                             "inline",
                                                             "int",
                                                             "linux",
                                                             "long",
                                                             "mutable",
                                                             "namespace",
                                                             "new",
                                                             "noexcept",
                                                             "not",
                                                             "not_eq",
                                                             "nullptr",
                                                             "operator",
                                                             "or",
                                                             "or_eq",
                                                             "private",
                                                             "protected",
                                                             "public",
                                                             "register",
                                                             "reinterpret_cast",
                                                             "requires",
                                                             "return",
                                                             "short",
                                                             "signed",
                                                             "sizeof",
                                                             "static",
                                                             "static_assert",
                                                             "static_cast",
                                                             "std",
                                                             "stderr",
                                                             "stdin",
                                                             "stdout",
                                                             "struct",
                                                             "switch",
                                                             "table",
                                                             "template",
                                                             "this",
                                                             "thread_local",
                                                             "throw",
                                                             "true",
                                                             "try",
                                                             "typedef",
                                                             "typeid",
                                                             "typename",
                                                             "union",
                                                             "unix",
                                                             "unsigned",
                                                             "using",
                                                             "virtual",
                                                             "void",
                                                             "volatile",
                                                             "while",
                                                             "xor"};
  return std::binary_search(words.begin(), words.end(), word);
}

PLINTH_INLINE std::string cpp_word(std::string_view name) {
  std::string result;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    if (digit && result.empty()) result += 'n';
    if (letter || digit)
      result += c;
    else if (!result.ends_with('_'))  // two in a row are the compiler's
      result += '_';
  }
  if (result.starts_with('_')) result.insert(0, "n");
  if (result.empty()) result = "unnamed";
  if (is_cpp_keyword(result)) result += '_';
  return result;
}

PLINTH_INLINE std::string unused_word(std::string_view name, const std::vector<std::string>& taken,
                                      std::string_view other) {
  const std::string word = cpp_word(name);
  std::string result = word;
  const auto is_taken = [&] { return result == other || std::find(taken.begin(), taken.end(), result) != taken.end(); };
  for (int number = 2; is_taken(); ++number)
    result = joined({word, word.ends_with('_') ? "" : "_", std::to_string(number)});
  return result;
}

PLINTH_INLINE std::string cpp_literal(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '\n')
      result += "\\n";
    else if (c == '\t')
      result += "\\t";
    else if (c == '\r')
      result += "\\r";
    else
      result += c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
  }
  return result += '"';
}

}  // namespace plinth::migrate::detail
