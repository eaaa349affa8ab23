// SPDX-License-Identifier: MIT
// What the reader reads from sound text, and that faults of values leave it where it was.

#include <plinth/json/reader.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

namespace {

using plinth::json::reader;
using plinth::json::value_fault;
using plinth::json::value_kind;

std::string string_of(std::string_view text) {
  reader in(text);
  const auto result = in.read_string();
  REQUIRE(result.ok());
  in.finish();
  return std::string(result.value);
}

struct integers {
  plinth::json::read_result<std::int64_t> as_signed;
  plinth::json::read_result<std::uint64_t> as_unsigned;
};

integers integers_of(std::string_view text) {
  reader first(text);
  reader second(text);
  return {first.read_int64(), second.read_uint64()};
}

plinth::json::read_result<double> double_of(std::string_view text) {
  reader in(text);
  return in.read_double();
}

}  // namespace

TEST_CASE("an object is read member by member", "[json][reader]") {
  reader in(R"( { "id" : 7 , "name":"ada", "tags": [ "x" , null,true ], "more": {"a":[{}]} } )");
  REQUIRE(in.begin_object());
  REQUIRE(in.next_key());
  CHECK(in.key() == "id");
  CHECK(in.read_int64().value == 7);
  REQUIRE(in.next_key());
  CHECK(in.read_string().value == "ada");
  REQUIRE(in.next_key());
  REQUIRE(in.begin_array());
  REQUIRE(in.next_element());
  CHECK_FALSE(in.read_null());
  CHECK(in.read_string().value == "x");
  REQUIRE(in.next_element());
  CHECK(in.read_null());
  REQUIRE(in.next_element());
  CHECK(in.read_bool().value);
  CHECK_FALSE(in.next_element());
  REQUIRE(in.next_key());
  CHECK(in.key() == "more");
  CHECK(in.skip_value() == R"({"a":[{}]})");
  CHECK_FALSE(in.next_key());
  in.finish();
}

TEST_CASE("empty containers have no first item, and the outer one goes on behind them", "[json][reader]") {
  reader in("[{},[],[ ],1]");
  REQUIRE(in.begin_array());
  REQUIRE(in.next_element());
  REQUIRE(in.begin_object());
  CHECK_FALSE(in.next_key());
  for (int i = 0; i < 2; ++i) {
    REQUIRE(in.next_element());
    REQUIRE(in.begin_array());
    CHECK_FALSE(in.next_element());
  }
  REQUIRE(in.next_element());
  CHECK(in.read_int64().value == 1);
  CHECK_FALSE(in.next_element());
  in.finish();
}

TEST_CASE("a guessed key matches where it stands exactly, and otherwise consumes nothing", "[json][reader]") {
  reader in("{\"id\":1, \"email\":\"e\",\n  \"score\" :2,\"\\u0069d2\":3}");
  REQUIRE(in.begin_object());
  CHECK_FALSE(in.match_key("\"email\":"));
  CHECK(in.match_key("\"id\":"));
  CHECK(in.read_int64().value == 1);
  CHECK(in.match_key("\"email\":"));
  CHECK(in.read_string().value == "e");
  CHECK_FALSE(in.match_key("\"score\":"));  // there is a space in front of the colon
  REQUIRE(in.next_key());
  CHECK(in.key() == "score");
  CHECK(in.read_int64().value == 2);
  CHECK_FALSE(in.match_key("\"id2\":"));  // written with an escape
  REQUIRE(in.next_key());
  CHECK(in.key() == "id2");
  CHECK(in.read_int64().value == 3);
  CHECK_FALSE(in.match_key("\"id\":"));
  CHECK_FALSE(in.next_key());
  in.finish();
}

TEST_CASE("a guessed key that is longer than the rest of the text does not match", "[json][reader]") {
  const std::string text = R"({"id":1})";
  for (std::size_t size = 1; size <= text.size(); ++size) {
    const std::string cut = text.substr(0, size);
    reader in(cut);
    REQUIRE(in.begin_object());
    CHECK(in.match_key("\"id\":") == (size >= 6));
  }
}

TEST_CASE("a string without escapes lies in the text itself", "[json][reader]") {
  const std::string text = R"("plain é text")";
  reader in(text);
  CHECK(in.read_string().value.data() == text.data() + 1);
}

TEST_CASE("every escape is decoded", "[json][reader]") {
  CHECK(string_of(R"("\"\\\/\b\f\n\r\t")") == "\"\\/\b\f\n\r\t");
  CHECK(string_of(R"("\u0041\u00e9\u20AC\ud834\uDD1E")") == "Aé€𝄞");
  CHECK(string_of(R"("a\u0000b")") == std::string("a\0b", 3));
  CHECK(string_of(R"("\ud7ff\ue000\uffff")") == "\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF");
}

TEST_CASE("an escape or a letter above ASCII is read at every position of strings of every length", "[json][reader]") {
  for (std::size_t length = 1; length < 50; ++length)
    for (std::size_t position = 0; position < length; ++position) {
      const std::string before(position, 'x');
      const std::string after(length - position - 1, 'y');
      REQUIRE(string_of('"' + before + "\\n" + after + '"') == before + '\n' + after);
      REQUIRE(string_of('"' + before + "€" + after + '"') == before + "€" + after);
    }
}

TEST_CASE("integers are exact up to the ends of their types, and a fault beyond", "[json][reader]") {
  CHECK(integers_of("9223372036854775807").as_signed.value == std::numeric_limits<std::int64_t>::max());
  CHECK(integers_of("-9223372036854775808").as_signed.value == std::numeric_limits<std::int64_t>::min());
  CHECK(integers_of("18446744073709551615").as_unsigned.value == std::numeric_limits<std::uint64_t>::max());
  CHECK(integers_of("9223372036854775808").as_signed.fault == value_fault::out_of_range);
  CHECK(integers_of("-9223372036854775809").as_signed.fault == value_fault::out_of_range);
  CHECK(integers_of("18446744073709551616").as_unsigned.fault == value_fault::out_of_range);
  CHECK(integers_of("18446744073709551616").as_signed.fault == value_fault::out_of_range);
  CHECK(integers_of("-1").as_unsigned.fault == value_fault::out_of_range);
  CHECK(integers_of("-1").as_signed.value == -1);
  CHECK(integers_of(std::string(100'000, '9')).as_signed.fault == value_fault::out_of_range);
}

TEST_CASE("a number in another notation is an integer if it is integral, exactly", "[json][reader]") {
  for (const std::string_view seven : {"7", "7.0", "7e0", "70e-1", "0.7e1", "0.007E+3", "7000000000000000000000e-21"}) {
    INFO(seven);
    const integers read = integers_of(seven);
    REQUIRE(read.as_signed.ok());
    CHECK(read.as_signed.value == 7);
    REQUIRE(read.as_unsigned.ok());
    CHECK(read.as_unsigned.value == 7);
  }
  for (const std::string_view zero : {"0", "-0", "0.0", "-0.0e5", "0e999999999999999999999", "0.000e-7"}) {
    INFO(zero);
    const integers read = integers_of(zero);
    CHECK((read.as_signed.ok() && read.as_signed.value == 0));
    CHECK((read.as_unsigned.ok() && read.as_unsigned.value == 0));
  }
  CHECK(integers_of("9223372036854775807.0").as_signed.value == std::numeric_limits<std::int64_t>::max());
  CHECK(integers_of("-9.223372036854775808e18").as_signed.value == std::numeric_limits<std::int64_t>::min());
  for (const std::string_view broken : {"1.5", "1e-1", "9223372036854775807.5", "1e-999999999999999999999"})
    CHECK(integers_of(broken).as_signed.fault == value_fault::not_integral);
  for (const std::string_view large : {"1e19", "1e400", "1.5e999999999999999999999"})
    CHECK(integers_of(large).as_signed.fault == value_fault::out_of_range);
}

TEST_CASE("doubles are the nearest ones, and too large a number is a fault, not infinity", "[json][reader]") {
  CHECK(double_of("0.1").value == 0.1);
  CHECK(double_of("9007199254740993").value == 9007199254740992.0);
  CHECK(double_of("9007199254740993.00000000000000000000000000000000000000001").value == 9007199254740994.0);
  CHECK(double_of("1.7976931348623157e308").value == std::numeric_limits<double>::max());
  CHECK(double_of("5e-324").value == std::numeric_limits<double>::denorm_min());
  CHECK(double_of("123456789012345678901234567890").value == 123456789012345678901234567890.0);
  CHECK(double_of("-2").value == -2.0);
  for (const std::string_view large : {"1e309", "-1e309", "1.8e308", "1e99999999999999999999"})
    CHECK(double_of(large).fault == value_fault::too_large);
  CHECK(double_of(std::string(400, '9')).fault == value_fault::too_large);
  for (const std::string_view small : {"1e-400", "1e-99999999999999999999", "0.0e400"}) {
    REQUIRE(double_of(small).ok());
    CHECK(double_of(small).value == 0.0);
  }
  CHECK(double_of("0." + std::string(400, '0') + "1").value == 0.0);
  CHECK(double_of("0." + std::string(400, '0') + "1e401").value == 1.0);
  CHECK(1 / double_of("-0.0").value < 0);
}

TEST_CASE("a float is rounded once, from the text", "[json][reader]") {
  reader in("[0.1, 1e39, 1.00000017881393432617187499]");  // the last is just below the middle between two floats
  REQUIRE(in.begin_array());
  REQUIRE(in.next_element());
  CHECK(in.read_float().value == 0.1F);
  REQUIRE(in.next_element());
  CHECK(in.read_float().fault == value_fault::too_large);
  in.skip_value();
  REQUIRE(in.next_element());
  CHECK(in.read_float().value == 1.00000011920928955078125F);
}

TEST_CASE("a number of a million digits is read in linear time", "[json][reader]") {
  const std::string digits(1'000'000, '7');
  CHECK(double_of(digits).fault == value_fault::too_large);
  CHECK(double_of("0." + digits).value == 7.0 / 9.0);
  CHECK(integers_of("0." + digits).as_signed.fault == value_fault::not_integral);
  CHECK(integers_of("1e1" + digits).as_signed.fault == value_fault::out_of_range);
}

TEST_CASE("a fault of a value leaves the reader before the value", "[json][reader]") {
  reader in(R"( [ "text", 1.5, 99999999999999999999, 1e999, {"a": [1]}, null] )");
  REQUIRE(in.begin_array());

  REQUIRE(in.next_element());
  CHECK(in.read_int64().fault == value_fault::wrong_kind);
  CHECK(in.read_double().fault == value_fault::wrong_kind);
  CHECK(in.read_bool().fault == value_fault::wrong_kind);
  CHECK_FALSE(in.begin_object());
  CHECK_FALSE(in.begin_array());
  CHECK_FALSE(in.read_null());
  CHECK(in.next_kind() == value_kind::string);
  CHECK(in.offset() == 3);
  CHECK(in.skip_value() == "\"text\"");

  REQUIRE(in.next_element());
  CHECK(in.read_uint64().fault == value_fault::not_integral);
  CHECK(in.read_string().fault == value_fault::wrong_kind);
  CHECK(in.skip_value() == "1.5");
  REQUIRE(in.next_element());
  CHECK(in.read_int64().fault == value_fault::out_of_range);
  CHECK(in.read_double().value == 1e20);
  REQUIRE(in.next_element());
  CHECK(in.read_double().fault == value_fault::too_large);
  CHECK(in.skip_value() == "1e999");
  REQUIRE(in.next_element());
  CHECK(in.read_string().fault == value_fault::wrong_kind);
  CHECK(in.skip_value() == R"({"a": [1]})");
  REQUIRE(in.next_element());
  CHECK(in.read_int64().fault == value_fault::wrong_kind);
  CHECK(in.read_null());
  CHECK_FALSE(in.next_element());
  in.finish();
}

TEST_CASE("a reader goes back to its mark and reads the same again", "[json][reader]") {
  reader in(R"([{"shape": "\u0063ircle", "in": [[1]]}, 2])");
  REQUIRE(in.begin_array());
  REQUIRE(in.next_element());
  const auto mark = in.mark();
  for (int i = 0; i < 100; ++i) {  // more often than the limit of depth
    in.go_back(mark);
    REQUIRE(in.begin_object());
    REQUIRE(in.match_key("\"shape\":"));
    REQUIRE(in.read_string().value == "circle");
    REQUIRE(in.next_key());
    REQUIRE(in.begin_array());
  }
  in.go_back(mark);
  in.skip_value();
  REQUIRE(in.next_element());
  CHECK(in.read_int64().value == 2);
  CHECK_FALSE(in.next_element());
  in.finish();
}

TEST_CASE("each kind of value is known by its first byte and has a name", "[json][reader]") {
  const std::vector<std::string_view> texts{"null", "false", "-1", "\"\"", "[]", "{}"};
  const std::vector<std::string_view> names{"null", "boolean", "number", "string", "array", "object"};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    reader in(texts[i]);
    CHECK(name(in.next_kind()) == names[i]);
  }
}

TEST_CASE("the numbers of value faults are those of the documentation", "[json][reader]") {
  CHECK(code(value_fault::none) == 0);
  CHECK(code(value_fault::wrong_kind) == 4040);
  CHECK(code(value_fault::not_integral) == 4041);
  CHECK(code(value_fault::out_of_range) == 4042);
  CHECK(code(value_fault::too_large) == 4043);
}
