// SPDX-License-Identifier: MIT
// The reader and the writer against nlohmann_json, on documents made from fixed seeds.
//
// The two agree on what is JSON, with four exceptions, all of them meant:
// - a byte order mark at the beginning: nlohmann_json skips it, this reader refuses it (RFC 8259, section 8.1);
// - nesting deeper than the limit: nlohmann_json has none;
// - a number beyond the largest double: nlohmann_json refuses the text, here it is sound, and a fault of the value if
//   it is read as a double;
// - a NUL byte outside of a string: nlohmann_json takes it for the end of the text and ignores what follows.

#include <plinth/json/reader.hpp>
#include <plinth/json/writer.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "support/catch.hpp"

namespace {

using nlohmann::json;
using plinth::json::reader;
using plinth::json::value_kind;
using plinth::json::writer;
using random_engine = std::mt19937_64;

std::size_t below(random_engine& random, std::size_t limit) { return static_cast<std::size_t>(random() % limit); }

std::string random_text(random_engine& random) {
  const std::string_view parts[] = {"a", "user@example.org", "\"", "\\", "\n", "\x01", "é", "€", "𝄞", "\x7F", "/",
                                    " ", "0123456789abcdef", ""};
  std::string text;
  for (std::size_t i = below(random, 8); i > 0; --i) text += parts[below(random, std::size(parts))];
  if (below(random, 20) == 0) text += '\0';
  return text;
}

double random_double(random_engine& random) {
  switch (below(random, 4)) {
    case 0: return std::uniform_real_distribution<>(-1000, 1000)(random);
    case 1: return static_cast<double>(below(random, 10'000'000)) / 100;
    case 2: return static_cast<double>(static_cast<std::int64_t>(random()) >> below(random, 60));
    default: break;
  }
  const double value = std::bit_cast<double>(random());
  return std::isfinite(value) ? value : 0.5;
}

json random_document(random_engine& random, int depth) {
  switch (below(random, depth > 0 ? 9 : 7)) {
    case 0: return nullptr;
    case 1: return below(random, 2) == 0;
    case 2: return static_cast<std::int64_t>(random());
    case 3: return random() >> below(random, 64);
    case 4: return random_double(random);
    case 5:
    case 6: return random_text(random);
    case 7: {
      json array = json::array();
      for (std::size_t i = below(random, 5); i > 0; --i) array.push_back(random_document(random, depth - 1));
      return array;
    }
    default: break;
  }
  json object = json::object();
  for (std::size_t i = below(random, 5); i > 0; --i) object[random_text(random)] = random_document(random, depth - 1);
  return object;
}

/// A few bytes of the text changed, inserted, removed or repeated, most of them into bytes that mean something.
std::string mutated(std::string text, random_engine& random) {
  constexpr std::string_view telling = "{}[]\",:\\/ \t\n\r0123456789+-.eEtrufalsn\x80\xBF\xC3\xA9\xED\xF0\xFF\x01\x7F";
  for (std::size_t i = 1 + below(random, 3); i > 0; --i) {
    const std::size_t at = below(random, text.size() + 1);
    const char c = telling[below(random, telling.size())];
    switch (below(random, 5)) {
      case 0: text.insert(at, 1, c); break;
      case 1: text.erase(at, 1 + below(random, 3)); break;
      case 2: text.resize(at); break;
      case 3: text.insert(at, text.substr(below(random, text.size() + 1), 6)); break;
      default:
        if (at < text.size()) text[at] = c;
    }
  }
  return text;
}

void write_document(writer& out, const json& document) {
  switch (document.type()) {
    case json::value_t::boolean: return out.boolean(document.get<bool>());
    case json::value_t::number_integer: return out.integer(document.get<std::int64_t>());
    case json::value_t::number_unsigned: return out.integer(document.get<std::uint64_t>());
    case json::value_t::number_float: return out.floating(document.get<double>());
    case json::value_t::string: return out.string(document.get_ref<const std::string&>());
    case json::value_t::array:
      out.begin_array();
      for (const json& element : document) {
        out.element();
        write_document(out, element);
      }
      return out.end_array();
    case json::value_t::object:
      out.begin_object();
      for (const auto& [key, value] : document.items()) {
        out.key(key);
        write_document(out, value);
      }
      return out.end_object();
    default: return out.null();
  }
}

json read_number(reader& in) {
  if (const auto value = in.read_uint64()) return value.value;
  if (const auto value = in.read_int64()) return value.value;
  if (const auto value = in.read_double()) return value.value;
  in.skip_value();
  return "a number that no double is large enough for";
}

json read_document(reader& in) {
  switch (in.next_kind()) {
    case value_kind::null: return in.read_null() ? json(nullptr) : json("no null");
    case value_kind::boolean: return in.read_bool().value;
    case value_kind::string: return std::string(in.read_string().value);
    case value_kind::number: return read_number(in);
    case value_kind::array: {
      json array = json::array();
      REQUIRE(in.begin_array());
      while (in.next_element()) array.push_back(read_document(in));
      return array;
    }
    case value_kind::object: break;
  }
  json object = json::object();
  REQUIRE(in.begin_object());
  while (in.next_key()) {
    const std::string key(in.key());
    object[key] = read_document(in);
  }
  return object;
}

json read_text(std::string_view text) {
  reader in(text);
  json document = read_document(in);
  in.finish();
  return document;
}

bool accepts_by_skipping(std::string_view text) {
  try {
    reader in(text);
    in.skip_value();
    in.finish();
    return true;
  } catch (const plinth::json::syntax_error&) {
    return false;
  }
}

bool accepts_by_reading(std::string_view text) {
  try {
    static_cast<void>(read_text(text));
    return true;
  } catch (const plinth::json::syntax_error&) {
    return false;
  }
}

/// What nlohmann_json says, but for a number beyond the largest double, which it alone refuses.
bool oracle_accepts(const std::string& text) {
  try {
    return !json::parse(text).is_discarded();
  } catch (const json::out_of_range&) {
    return accepts_by_skipping(text);
  } catch (const json::parse_error&) {
    return text.starts_with("\xEF\xBB\xBF") && accepts_by_skipping(text);
  }
}

}  // namespace

TEST_CASE("every document is read as nlohmann_json wrote it, compact or indented", "[json][oracle]") {
  random_engine random(1);
  for (int i = 0; i < 1'500; ++i) {
    const json document = random_document(random, 4);
    const std::string text = document.dump(i % 2 == 0 ? -1 : 3);
    INFO(text);
    REQUIRE(read_text(text) == json::parse(text));
  }
}

TEST_CASE("the writer writes what nlohmann_json reads as the same document, compact or indented", "[json][oracle]") {
  random_engine random(2);
  for (int i = 0; i < 1'500; ++i) {
    const json document = random_document(random, 4);
    writer out({.indent = i % 2 == 0 ? plinth::json::compact : 2});
    write_document(out, document);
    const std::string text = out.take();
    INFO(text);
    REQUIRE(json::parse(text) == document);
    REQUIRE(text.size() <= document.dump(i % 2 == 0 ? -1 : 2).size());
  }
}

TEST_CASE("the writer writes byte for byte what nlohmann_json writes, where there is no floating-point number",
          "[json][oracle]") {
  random_engine random(3);
  for (int i = 0; i < 1'000; ++i) {
    json document = json::array();
    for (int k = 0; k < 5; ++k)
      document.push_back({{random_text(random), random_text(random)}, {"n", static_cast<std::int64_t>(random())}});
    const int indent = static_cast<int>(below(random, 4)) - 1;
    writer out({.indent = indent});
    write_document(out, document);
    REQUIRE(out.take() == document.dump(indent));
  }
}

TEST_CASE("mutated documents are accepted and refused as nlohmann_json does, with the same values", "[json][oracle]") {
  random_engine random(4);
  int accepted = 0;
  for (int i = 0; i < 6'000; ++i) {
    const std::string text = mutated(random_document(random, 2).dump(), random);
    INFO(text);
    const bool expected = oracle_accepts(text);
    REQUIRE(accepts_by_skipping(text) == expected);
    REQUIRE(accepts_by_reading(text) == expected);
    if (!expected || !json::accept(text)) continue;
    ++accepted;
    REQUIRE(read_text(text) == json::parse(text));
  }
  CHECK(accepted > 300);
}

TEST_CASE("mutated numbers are accepted, refused and rounded as nlohmann_json does", "[json][oracle]") {
  random_engine random(5);
  for (int i = 0; i < 6'000; ++i) {
    std::string text = json(random_double(random)).dump();
    for (std::size_t k = below(random, 4); k > 0; --k)
      text.insert(below(random, text.size() + 1), 1, "0123456789.e-+"[below(random, 14)]);
    INFO(text);
    REQUIRE(accepts_by_skipping(text) == oracle_accepts(text));
    REQUIRE(accepts_by_reading(text) == oracle_accepts(text));
    if (!json::accept(text)) continue;
    reader in(text);
    REQUIRE(in.read_double().value == json::parse(text).get<double>());
  }
}

TEST_CASE("every finite double and float survives being written and read", "[json][oracle]") {
  random_engine random(6);
  for (int i = 0; i < 20'000; ++i) {
    const double value = random_double(random);
    const float small = std::isfinite(static_cast<float>(value)) ? static_cast<float>(value) : 1.5F;
    writer out;
    out.begin_array();
    out.element();
    out.floating(value);
    out.element();
    out.floating(small);
    out.end_array();
    const std::string text = out.take();
    INFO(text);
    reader in(text);
    REQUIRE(in.begin_array());
    REQUIRE(in.next_element());
    REQUIRE(std::bit_cast<std::uint64_t>(in.read_double().value) == std::bit_cast<std::uint64_t>(value));
    REQUIRE(in.next_element());
    REQUIRE(std::bit_cast<std::uint32_t>(in.read_float().value) == std::bit_cast<std::uint32_t>(small));
    REQUIRE(json::accept(text));
  }
}

TEST_CASE("every string of UTF-8 survives being written and read", "[json][oracle]") {
  random_engine random(8);
  for (int i = 0; i < 5'000; ++i) {
    std::string text;
    for (std::size_t k = below(random, 12); k > 0; --k) text += random_text(random);
    writer out;
    out.string(text);
    const std::string written = out.take();
    reader in(written);
    REQUIRE(in.read_string().value == text);
    REQUIRE(json::parse(written).get<std::string>() == text);
  }
}

TEST_CASE("every two bytes in a string are UTF-8 or not as nlohmann_json has it", "[json][oracle]") {
  for (unsigned pair = 0; pair < 0x10000; pair += 3) {
    const std::string text{'"', static_cast<char>(pair >> 8), static_cast<char>(pair & 0xFF), '\x80', '"'};
    if (accepts_by_skipping(text) != json::accept(text)) FAIL("bytes " << pair);
  }
}

TEST_CASE("the documented exceptions are as documented", "[json][oracle]") {
  CHECK(json::accept("\xEF\xBB\xBF[]"));
  CHECK_FALSE(accepts_by_skipping("\xEF\xBB\xBF[]"));
  const std::string deep = std::string(65, '[') + std::string(65, ']');
  CHECK(json::accept(deep));
  CHECK_FALSE(accepts_by_skipping(deep));
  CHECK(json::accept(std::string("0\0x", 3)));
  CHECK_FALSE(accepts_by_skipping(std::string_view("0\0x", 3)));
  CHECK_FALSE(json::accept("1e999"));
  CHECK(accepts_by_skipping("1e999"));
}
