// SPDX-License-Identifier: MIT
#include <plinth/schema/pattern.hpp>

#include <string>
#include <string_view>

#include "support/catch.hpp"

namespace {

using plinth::dto::pattern_program;

constexpr bool matches(std::string_view pattern, std::string_view text) {
  return pattern_program(pattern).matches(text);
}

constexpr bool is_refused(std::string_view pattern) { return pattern_program::fault_of(pattern) != nullptr; }

// The compiler and the running program use the same code: this is both of them.
static_assert(matches("^[a-z]+$", "abc") && !matches("^[a-z]+$", "abC"));

TEST_CASE("a pattern without anchors matches anywhere, with anchors at the begin and the end", "[schema][pattern]") {
  CHECK(matches("b", "abc"));
  CHECK(matches("", ""));
  CHECK_FALSE(matches("^b", "abc"));
  CHECK_FALSE(matches("b$", "abc"));
  CHECK(matches("^abc$", "abc"));
  CHECK(matches("a$|^b", "cba"));
  CHECK(matches("^$", ""));
  CHECK_FALSE(matches("^$", "\n"));
}

TEST_CASE("repetition takes as many as it says", "[schema][pattern]") {
  CHECK(matches("^ab*c$", "ac"));
  CHECK(matches("^ab*c$", "abbbc"));
  CHECK_FALSE(matches("^ab+c$", "ac"));
  CHECK(matches("^ab?c$", "ac"));
  CHECK_FALSE(matches("^ab?c$", "abbc"));
  for (const auto& [text, wanted] :
       {std::pair{"x", false}, {"xx", true}, {"xxx", true}, {"xxxx", true}, {"xxxxx", false}})
    CHECK(matches("^x{2,4}$", text) == wanted);
  CHECK(matches("^x{3}$", "xxx"));
  CHECK_FALSE(matches("^x{3}$", "xx"));
  CHECK(matches("^x{2,}$", "xxxxxxxx"));
  CHECK_FALSE(matches("^x{2,}$", "x"));
  CHECK(matches("^x{0}y$", "y"));
  CHECK(matches("^(?:ab){0,2}$", "abab"));
  CHECK_FALSE(matches("^(?:ab){0,2}$", "ababab"));
  CHECK(matches("^(a|bc){2}d{2,3}$", "abcdd"));
  CHECK(matches("^((a{2}){2}){2}$", "aaaaaaaa"));
  CHECK_FALSE(matches("^((a{2}){2}){2}$", "aaaaaaa"));
}

TEST_CASE("classes, escapes and alternatives", "[schema][pattern]") {
  CHECK(matches("^[^0-9]$", "a"));
  CHECK_FALSE(matches("^[^0-9]$", "5"));
  CHECK(matches("^[a-]$", "-"));
  CHECK(matches("^[\\]\\\\-]+$", "]\\-"));
  CHECK(matches("^[\\d.]+$", "1.5"));
  CHECK(matches("^\\w+\\s\\w+$", "a_1 B"));
  CHECK(matches("^\\D\\W\\S$", "a-x"));
  CHECK_FALSE(matches("^\\D$", "7"));
  CHECK(matches("^\\x41\\u00e9\\n\\.$", "A\xC3\xA9\n."));
  CHECK(matches("^(?:cat|dog|)$", ""));
  CHECK(matches("^(?:cat|dog|)$", "dog"));
  CHECK_FALSE(matches("^(?:cat|dog|)$", "do"));
  CHECK(matches("^\\+?[1-9]\\d{1,14}$", "+4915112345678"));
}

TEST_CASE("a dot is one character, however many bytes it has, and no line feed", "[schema][pattern]") {
  CHECK(matches("^.$", "\xC3\xBC"));
  CHECK(matches("^..$", "\xE2\x82\xAC\xF0\x9D\x84\x9E"));
  CHECK_FALSE(matches("^.$", "\n"));
  CHECK(matches("^[\xC3\xA0-\xC3\xBC]+$", "\xC3\xA9\xC3\xB6"));
  CHECK(matches("^.*$", "\xFF\xC3"));  // no UTF-8: each byte is one
}

TEST_CASE("what is not in the subset is refused and says why", "[schema][pattern]") {
  for (const std::string_view pattern :
       {"(a",   "a)",   "[",       "[a",          "[]",  "a{2",   "a{3,2}",  "a{x}",    "{2}",   "*a",
        "a**",  "a*?",  "a++",     "\\",          "\\1", "\\b",   "(?=a)",   "(?<n>a)", "[z-a]", "^*",
        "\\x1", "\\uD", "a{1001}", "(a{400}){2}", "[\\", "[a-\\", "[\\d-x]", "[\\D]",   "]",     "a}"})
    CHECK(is_refused(pattern));
  REQUIRE_THROWS_AS(pattern_program("(a"), plinth::value_error);
  try {
    static_cast<void>(pattern_program("(a"));
  } catch (const plinth::value_error& e) {
    CHECK(e.code() == 4111);
    CHECK_THAT(e.what(), plinth_test::contains("without its ')'"));
  }
}

TEST_CASE("no text makes a pattern slow", "[schema][pattern]") {
  const std::string text(200'000, 'a');
  CHECK_FALSE(matches("^(a|a)*(a*)*b$", text));
  CHECK_FALSE(matches("(a+)+$(b)", text));
  CHECK_FALSE(matches("^(([a-z])+.)+[A-Z]([a-z])+$", text));
}

}  // namespace
