// SPDX-License-Identifier: MIT
// What the writer writes, byte by byte, and what it refuses.

#include <plinth/json/writer.hpp>

#include <bit>
#include <charconv>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <string_view>

#include "support/catch.hpp"

namespace {

using plinth::json::member_key;
using plinth::json::writer;
using plinth_test::contains;

std::string written_string(std::string_view text) {
  writer out;
  out.string(text);
  return out.take();
}

template <class Float>
std::string written_floating(Float value) {
  writer out;
  out.floating(value);
  return out.take();
}

template <class Integer>
std::string written_integer(Integer value) {
  writer out;
  out.integer(value);
  return out.take();
}

std::string written_document(plinth::json::writer_options options) {
  writer out(options);
  out.begin_object();
  out.key("id");
  out.integer(7);
  out.key(plinth::json::member_key("tags"));
  out.begin_array();
  out.element();
  out.string("a");
  out.element();
  out.begin_object();
  out.end_object();
  out.element();
  out.begin_array();
  out.end_array();
  out.end_array();
  out.key("none");
  out.null();
  out.end_object();
  return out.take();
}

}  // namespace

TEST_CASE("compact text has no space and its commas in the right places", "[json][writer]") {
  CHECK(written_document({}) == R"({"id":7,"tags":["a",{},[]],"none":null})");
}

TEST_CASE("indented text has one item in a line, and empty containers in one piece", "[json][writer]") {
  CHECK(written_document({.indent = 2}) ==
        "{\n  \"id\": 7,\n  \"tags\": [\n    \"a\",\n    {},\n    []\n  ],\n  \"none\": null\n}");
}

TEST_CASE("an indentation of 0 gives lines without spaces in front", "[json][writer]") {
  CHECK(written_document({.indent = 0}) == "{\n\"id\": 7,\n\"tags\": [\n\"a\",\n{},\n[]\n],\n\"none\": null\n}");
}

TEST_CASE("quotes, backslashes and control characters are escaped in the shortest way", "[json][writer]") {
  CHECK(written_string("\"\\\b\f\n\r\t") == R"("\"\\\b\f\n\r\t")");
  CHECK(written_string(std::string_view("\0\x01\x1f", 3)) == R"("\u0000\u0001\u001f")");
  CHECK(written_string("/\x7f") == "\"/\x7f\"");
}

TEST_CASE("a line feed or a letter above ASCII is written at every position of strings of every length",
          "[json][writer]") {
  for (std::size_t length = 1; length < 70; ++length) {
    REQUIRE(written_string(std::string(length, 'a')) == '"' + std::string(length, 'a') + '"');
    for (std::size_t position = 0; position < length; ++position) {
      const std::string before(position, 'x');
      const std::string after(length - position - 1, 'y');
      REQUIRE(written_string(before + '\n' + after) == '"' + before + "\\n" + after + '"');
      REQUIRE(written_string(before + "\xC3\xA9" + after) == '"' + before + "\xC3\xA9" + after + '"');
    }
  }
}

TEST_CASE("text above ASCII is written as it is", "[json][writer]") {
  CHECK(written_string("é € 𝄞 日本語") == "\"é € 𝄞 日本語\"");
}

TEST_CASE("text that is not UTF-8 is refused with the place of its first wrong byte", "[json][writer]") {
  for (const std::string_view wrong :
       {"\x80", "\xC3", "\xC0\xAF", "\xE0\x80\xAF", "\xF0\x80\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
        "\xF8\x88\x80\x80\x80", "\xFF", "\xE2\x82", "\xF0\x9D\x84"}) {
    CHECK_THROWS_AS(written_string(wrong), plinth::value_error);
    CHECK_THROWS_WITH(written_string("plain text in front " + std::string(wrong)), contains("plinth[E4020]: byte 20 "));
    CHECK_THROWS_AS(written_string("é" + std::string(wrong) + "é, and more behind"), plinth::value_error);
  }
}

TEST_CASE("integers are written exactly up to the ends of their types", "[json][writer]") {
  CHECK(written_integer(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
  CHECK(written_integer(std::numeric_limits<std::int64_t>::max()) == "9223372036854775807");
  CHECK(written_integer(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
  CHECK(written_integer(std::int8_t{-128}) == "-128");
  CHECK(written_integer(0) == "0");
}

TEST_CASE("integers are written exactly around every power of ten", "[json][writer]") {
  for (std::uint64_t power = 1; power < 10'000'000'000'000'000'000U; power *= 10)
    for (const std::uint64_t value : {power - 1, power, power + 1, power * 7 + 3}) {
      REQUIRE(written_integer(value) == std::to_string(value));
      REQUIRE(written_integer(-static_cast<std::int64_t>(value / 2)) ==
              std::to_string(-static_cast<std::int64_t>(value / 2)));
    }
}

TEST_CASE("floating-point numbers are the shortest text, and never look like integers", "[json][writer]") {
  CHECK(written_floating(0.0) == "0.0");
  CHECK(written_floating(-0.0) == "-0.0");
  CHECK(written_floating(1.0) == "1.0");
  CHECK(written_floating(0.1) == "0.1");
  CHECK(written_floating(0.1F) == "0.1");
  CHECK(written_floating(0.1 + 0.2) == "0.30000000000000004");
  CHECK(written_floating(-12.5) == "-12.5");
  CHECK(written_floating(100000.0) == "100000.0");
  CHECK(written_floating(0.0001) == "0.0001");
  CHECK(written_floating(0.00001) == "1e-05");
  CHECK(written_floating(999999999999999.0) == "999999999999999.0");
  CHECK(written_floating(1e15) == "1e+15");
  CHECK(written_floating(5e-324) == "5e-324");
  CHECK(written_floating(std::numeric_limits<double>::max()) == "1.7976931348623157e+308");
  CHECK(written_floating(std::numeric_limits<float>::max()) == "3.4028235e+38");
}

TEST_CASE("the fast way of short decimals gives the text of the general way", "[json][writer]") {
  std::mt19937_64 random(1);
  for (int i = 0; i < 15'000; ++i) {
    const double value =
        static_cast<double>(random() >> (random() % 64)) / static_cast<double>(random() % 3'000'000 + 1);
    for (const double number : {value, static_cast<double>(random() % 1'000'000'000) / 1e6, value * 1e-9}) {
      char text[64];
      const char* const end = std::to_chars(text, text + sizeof text, number, std::chars_format::fixed).ptr;
      std::string expected(text, static_cast<std::size_t>(end - text));
      if (expected.find('.') == std::string::npos) expected += ".0";
      if (number >= 1e-4 && number < 1e15) REQUIRE(written_floating(number) == expected);
      if (number >= 1e-4 && number < 1e15) REQUIRE(written_floating(-number) == '-' + expected);
    }
  }
}

TEST_CASE("a double in plain notation is the shortest text, next to every power of two and of ten", "[json][writer]") {
  const auto general = [](double number) {
    char text[64];
    const char* const end = std::to_chars(text, text + sizeof text, number, std::chars_format::fixed).ptr;
    std::string result(text, static_cast<std::size_t>(end - text));
    return result.find('.') == std::string::npos ? result + ".0" : result;
  };
  std::mt19937_64 random(2);
  const auto check_around = [&](double number) {
    for (std::uint64_t step = 0; step <= 8; ++step) {
      const double near = std::bit_cast<double>(std::bit_cast<std::uint64_t>(number) + step - 4);
      if (near < 1e-4 || near >= 1e15) continue;
      REQUIRE(written_floating(near) == general(near));
      REQUIRE(written_floating(-near) == '-' + general(near));
    }
  };
  for (std::uint64_t exponent = 1009; exponent < 1073; ++exponent) {
    check_around(std::bit_cast<double>(exponent << 52));
    for (int i = 0; i < 50; ++i) check_around(std::bit_cast<double>(exponent << 52 | random() >> 12));
  }
  for (double power = 1e-4; power < 1e15; power *= 10)
    for (int factor = 1; factor < 100; ++factor) check_around(power * factor);
}

TEST_CASE("NaN and infinity are refused", "[json][writer]") {
  for (const double value : {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
                             std::numeric_limits<double>::quiet_NaN()}) {
    CHECK_THROWS_WITH(written_floating(value), contains("plinth[E4021]"));
    CHECK_THROWS_AS(written_floating(static_cast<float>(value)), plinth::value_error);
  }
}

TEST_CASE("a writer goes on behind the text that it was given", "[json][writer]") {
  std::string text = "data: ";
  text.reserve(1000);
  const char* const memory = text.data();
  writer out(std::move(text));
  out.boolean(true);
  const std::string result = out.take();
  CHECK(result == "data: true");
  CHECK(result.data() == memory);
}

TEST_CASE("a writer that gave its text away begins anew", "[json][writer]") {
  writer out;
  out.begin_array();
  CHECK(out.view() == "[");
  CHECK(out.take() == "[");
  out.null();
  CHECK(out.take() == "null");
  CHECK(out.take().empty());
}

TEST_CASE("text grows beyond any guess without losing a byte", "[json][writer]") {
  writer out;
  std::string expected = "[";
  out.begin_array();
  for (int i = 0; i < 20'000; ++i) {
    if (i != 0) expected += ',';
    expected += std::to_string(i);
    out.element();
    out.integer(i);
    if (i == 10) out.reserve_like(0, 11, 100);
  }
  out.element();
  out.string(std::string(100'000, 'z'));
  out.end_array();
  expected += ",\"" + std::string(100'000, 'z') + "\"]";
  CHECK(out.take() == expected);
}

TEST_CASE("a key that is kept is escaped and ends in a colon", "[json][writer]") {
  CHECK(member_key("name").text() == "\"name\":");
  CHECK(member_key("a\"b").text() == R"("a\"b":)");
  CHECK(member_key("").text() == "\"\":");
}

TEST_CASE("a member with a kept key is what its key and its value are", "[json][writer]") {
  for (std::size_t size = 0; size < 70; ++size) {
    const std::string name(size, 'k');
    const member_key key(name);
    for (const int indent : {plinth::json::compact, 0, 2}) {
      writer members({.indent = indent});
      writer parts({.indent = indent});
      members.begin_object();
      parts.begin_object();
      members.member(key, std::numeric_limits<std::int64_t>::min());
      parts.key(name);
      parts.integer(std::numeric_limits<std::int64_t>::min());
      members.member(key, -0.1);
      parts.key(name);
      parts.floating(-0.1);
      for (const bool value : {true, false}) {
        members.member(key, value);
        parts.key(name);
        parts.boolean(value);
      }
      for (const std::string_view value : {"", "a\"b", "0123456789abcdef0123456789abcde\n"}) {
        members.member(key, value);
        parts.key(name);
        parts.string(value);
      }
      members.key(key);
      members.null();
      parts.key(name);
      parts.null();
      members.end_object();
      parts.end_object();
      REQUIRE(members.take() == parts.take());
    }
  }
}

TEST_CASE("members are refused as values are", "[json][writer]") {
  writer out;
  CHECK_THROWS_WITH(out.member(member_key("n"), std::numeric_limits<double>::quiet_NaN()), contains("plinth[E4021]"));
  CHECK_THROWS_WITH(out.member(member_key("s"), std::string_view("\xFF")), contains("plinth[E4020]"));
}
