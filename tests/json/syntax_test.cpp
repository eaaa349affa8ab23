// SPDX-License-Identifier: MIT
// Text that is not JSON: that it is refused, with which number, at which place and with which words.

#include <plinth/json/reader.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

namespace {

using plinth::json::reader;
using plinth::json::reader_options;
using plinth::json::syntax_error;

/// Everything after the number, or "accepted".
std::string fault_of(std::string_view text, reader_options options = {}) {
  try {
    reader in(text, options);
    in.skip_value();
    in.finish();
  } catch (const syntax_error& fault) {
    return fault.what();
  }
  return "accepted";
}

int code_of(std::string_view text, reader_options options = {}) {
  const std::string fault = fault_of(text, options);
  return fault == "accepted" ? 0 : std::stoi(fault.substr(8));
}

}  // namespace

TEST_CASE("a fault of syntax tells line, column, offset, what was expected and what was found", "[json][syntax]") {
  CHECK(fault_of("{\"a\": 1,\n  \"b\" 2}") ==
        "plinth[E4000]: line 2, column 7 (byte 15): expected ':' after a key, found '2'");
  CHECK(fault_of("[1 2]") == "plinth[E4000]: line 1, column 4 (byte 3): expected ',' or ']', found '2'");
  CHECK(fault_of("{\"a\":1\x01") == "plinth[E4000]: line 1, column 7 (byte 6): expected ',' or '}', found byte 0x01");
  CHECK(fault_of("{\"a\":") ==
        "plinth[E4001]: line 1, column 6 (byte 5): the text ends where it should go on; expected a value");
  CHECK(fault_of("{x") == "plinth[E4000]: line 1, column 2 (byte 1): expected a key in quotes or '}', found 'x'");
  CHECK(fault_of("{\"é\":x}") == "plinth[E4000]: line 1, column 7 (byte 6): expected a value, found 'x'");
}

TEST_CASE("an error knows its place as data, and the line of the program that made the reader", "[json][syntax]") {
  try {
    reader in("[\n\n 1,]");
    in.skip_value();
    FAIL("accepted");
  } catch (const syntax_error& fault) {
    CHECK(fault.position().line == 3);
    CHECK(fault.position().column == 4);
    CHECK(fault.position().offset == 6);
    CHECK(std::string_view(fault.where().file_name()).ends_with("syntax_test.cpp"));
  }
}

TEST_CASE("what only resembles JSON is refused", "[json][syntax]") {
  for (const std::string_view text :
       {"[1,]",     "{\"a\":1,}", "[,1]",      "[1,,2]", "{,}",       "{1:2}", "{'a':1}", "'a'", "NaN",
        "Infinity", "-Infinity",  "nul",       "tru",    "True",      "nulL",  "[}",      "{]",  "{\"a\"}",
        "{\"a\":}", "// c\n1",    "/**/1",     "1;",     "undefined", ":",     ",",       "]",   "[1\v]",
        "\f1",      "\xC2\xA0",   "truefalse", "1 2",    "{}{}",      "[][]",  "\"a\"b"}) {
    INFO(text);
    CHECK(fault_of(text) != "accepted");
  }
}

TEST_CASE("numbers follow the grammar to the letter", "[json][syntax]") {
  for (const std::string_view text : {"0", "-0", "10", "1.0", "0.5", "1e5", "1E+5", "1e-05", "-1.25e+10"}) {
    INFO(text);
    CHECK(fault_of(text) == "accepted");
  }
  for (const std::string_view text : {"01", "-01", "00", "1.", ".5", "+1", "-", "--1", "1e", "1e+", "1.e5", "1.5.5",
                                      "0x10", "1_000", "1f", "-a", "1e5.5", "- 1"}) {
    INFO(text);
    CHECK(fault_of(text) != "accepted");
    for (const auto read :
         {+[](reader& in) { return in.read_int64().ok(); }, +[](reader& in) { return in.read_uint64().ok(); },
          +[](reader& in) { return in.read_double().ok(); }}) {
      reader in(text);
      CHECK_THROWS_AS((read(in), in.finish()), syntax_error);
    }
  }
}

TEST_CASE("whatever follows the value is refused, and whitespace is not", "[json][syntax]") {
  CHECK(code_of("1 \n\t\r ") == 0);
  CHECK(code_of("{} x") == 4002);
  CHECK(code_of(std::string_view("1\0", 2)) == 4002);
}

TEST_CASE("text without a value is refused", "[json][syntax]") {
  CHECK(code_of("") == 4001);
  CHECK(code_of({}) == 4001);
  CHECK(code_of(" \n ") == 4001);
}

TEST_CASE("a byte order mark is refused", "[json][syntax]") { CHECK(code_of("\xEF\xBB\xBF{}") == 4003); }

TEST_CASE("text beyond the limit of size is refused before it is looked at", "[json][syntax]") {
  CHECK(code_of("[1,2]", {.max_size = 5}) == 0);
  CHECK(code_of("[1,2]", {.max_size = 4}) == 4004);
}

TEST_CASE("containers may stand in one another as deeply as the limit, and no deeper", "[json][syntax]") {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(code_of(nested(64)) == 0);
  CHECK(code_of(nested(65)) == 4005);
  CHECK(code_of("[[],[],{},[{}]]", {.max_depth = 3}) == 0);
  CHECK(code_of("[[],[],{},[{}]]", {.max_depth = 2}) == 4005);
  CHECK(code_of("1", {.max_depth = 0}) == 0);
  CHECK(code_of("[]", {.max_depth = 0}) == 4005);
  CHECK(code_of(nested(1'024), {.max_depth = 1'000'000}) == 0);
  CHECK(code_of(nested(1'000'000), {.max_depth = 1'000'000}) == 4005);
  CHECK(code_of(std::string(1'000'000, '[')) == 4005);
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  CHECK(code_of(objects) == 4005);
}

TEST_CASE("every control character has to be escaped in a string", "[json][syntax]") {
  for (int c = 0; c < 0x20; ++c) {
    const char byte = static_cast<char>(c);
    CHECK(code_of(std::string("\"") + byte + '"') == 4006);
    CHECK(code_of(std::string("\"a string that is longer than one block") + byte + '"') == 4006);
    CHECK(code_of(std::string("{\"") + byte + "\":1}") == 4006);
  }
  CHECK(code_of("\"\x7F\"") == 0);
}

TEST_CASE("escapes that JSON does not have are refused", "[json][syntax]") {
  for (int c = 1; c < 0x100; ++c) {
    const bool known = std::string_view("\"\\/bfnrtu").find(static_cast<char>(c)) != std::string_view::npos;
    if (!known) CHECK(code_of(std::string("\"\\") + static_cast<char>(c) + '"') == 4007);
  }
  for (const std::string_view text : {R"("\u12")", R"("\u12g4")", R"("\u 123")", R"("\u+123")", R"("\U0041")"}) {
    INFO(text);
    CHECK(code_of(text) == 4007);
  }
}

TEST_CASE("half of a surrogate pair is refused at its backslash", "[json][syntax]") {
  for (const std::string_view text :
       {R"(["\ud800"])", R"(["\udbff"])", R"(["\udc00"])", R"(["\udfff"])", R"(["\ud800x"])", R"(["\ud800\n"])",
        R"(["\ud800\ud800"])", R"(["\ud800\u0041"])", R"(["\udc00\ud800"])"}) {
    INFO(text);
    CHECK(code_of(text) == 4008);
    CHECK(fault_of(text).find("column 3 (byte 2)") != std::string::npos);
  }
}

TEST_CASE("strings that are not UTF-8 are refused, and all UTF-8 is taken", "[json][syntax]") {
  for (const std::string_view wrong :
       {"\x80", "\xBF", "\xC0\xAF", "\xC1\xBF", "\xC3", "\xC3x", "\xE0\x80\xAF", "\xE0\x9F\xBF", "\xE2\x82",
        "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x80\x80\xAF", "\xF0\x8F\xBF\xBF", "\xF0\x9D\x84", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\xF8\x88\x80\x80\x80", "\xFE", "\xFF"}) {
    CHECK(code_of("\"" + std::string(wrong) + "\"") == 4009);
    CHECK(code_of("\"more than sixteen bytes in front " + std::string(wrong) + " and behind of it\"") == 4009);
  }
  for (const std::string_view sound : {"\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
                                       "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
    CHECK(code_of("\"" + std::string(sound) + "\"") == 0);
}

TEST_CASE("a document that is cut off at any byte is refused as cut off", "[json][syntax]") {
  const std::string text =
      R"({"id": -12.5e+3, "on": true, "off": [false, null, "a\n\u00e9\ud834\udd1e"], "deep": {"é": [{}, []]}})";
  REQUIRE(code_of(text) == 0);
  for (std::size_t size = 0; size < text.size(); ++size) {
    INFO(text.substr(0, size));
    const bool inside_character = (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80;
    CHECK(code_of(std::string(text, 0, size)) == (inside_character ? 4009 : 4001));
  }
}
