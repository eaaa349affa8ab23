// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/json/reader.hpp>

#include <cstring>
#include <type_traits>

#include <plinth/core/inline.hpp>
#include <plinth/json/detail/scan.hpp>
#include <plinth/json/detail/take_number.hpp>
#include <plinth/json/detail/unescape.hpp>

namespace plinth::json {

PLINTH_INLINE reader::reader(std::string_view text, reader_options options, std::source_location where)
    : in_{text.data(), text.data() + text.size(), text.data(), where},
      depth_left_(options.max_depth < 1'024 ? options.max_depth : 1'024) {
  if (text.size() > options.max_size)
    in_.fail(4004, "the text has " + std::to_string(text.size()) + " bytes, more than the limit of " +
                       std::to_string(options.max_size));
  if (text.starts_with("\xEF\xBB\xBF")) in_.fail(4003, "the text begins with a byte order mark, which JSON forbids");
}

PLINTH_INLINE value_kind reader::next_kind() {
  in_.skip_whitespace();
  switch (in_.peek()) {
    case '{': return value_kind::object;
    case '[': return value_kind::array;
    case '"': return value_kind::string;
    case 't':
    case 'f': return value_kind::boolean;
    case 'n': return value_kind::null;
    default: break;
  }
  if (!detail::is_digit(in_.peek()) && in_.peek() != '-') in_.fail_expected("a value");
  return value_kind::number;
}

PLINTH_INLINE bool reader::begin_container(char bracket) {
  in_.skip_whitespace();
  if (in_.peek() != bracket) {
    static_cast<void>(next_kind());
    return false;
  }
  if (depth_left_ == 0) in_.fail(4005, "objects and arrays stand in one another more deeply than the limit allows");
  --depth_left_;
  ++in_.at;
  first_ = true;
  return true;
}

PLINTH_INLINE bool reader::next_item(char closing) {
  in_.skip_whitespace();
  const bool first = first_;
  first_ = false;
  if (in_.peek() == closing) {
    ++in_.at;
    ++depth_left_;
    return false;
  }
  if (first) return true;
  if (in_.peek() != ',') in_.fail_expected(closing == '}' ? "',' or '}'" : "',' or ']'");
  ++in_.at;
  in_.skip_whitespace();
  return true;
}

PLINTH_INLINE bool reader::next_key() {
  const bool first = first_;
  if (!next_item('}')) return false;
  if (in_.peek() != '"') in_.fail_expected(first ? "a key in quotes or '}'" : "a key in quotes");
  key_ = take_string();
  in_.skip_whitespace();
  if (in_.peek() != ':') in_.fail_expected("':' after a key");
  ++in_.at;
  return true;
}

PLINTH_INLINE bool reader::match_key(std::string_view quoted) noexcept {
  detail::cursor next = in_;
  next.skip_whitespace();
  if (!first_) {
    if (next.peek() != ',') return false;
    ++next.at;
    next.skip_whitespace();
  }
  if (static_cast<std::size_t>(next.end - next.at) < quoted.size()) return false;
  if (std::memcmp(next.at, quoted.data(), quoted.size()) != 0) return false;
  in_.at = next.at + quoted.size();
  first_ = false;
  return true;
}

PLINTH_INLINE bool reader::next_element() { return next_item(']'); }

/// The string whose opening quote is the next byte.
PLINTH_INLINE std::string_view reader::take_string() {
  const char* const start = ++in_.at;
  const char* const at = detail::first_special(start, in_.end);
  if (at != in_.end && *at == '"') [[likely]] {
    in_.at = at + 1;
    return {start, static_cast<std::size_t>(at - start)};
  }
  in_.at = at;
  return detail::take_special_string(in_, start, scratch_);
}

PLINTH_INLINE read_result<std::string_view> reader::read_string() {
  in_.skip_whitespace();
  if (in_.peek() != '"') [[unlikely]]
    return wrong_kind<std::string_view>();
  return {take_string()};
}

template <class Integer>
read_result<Integer> reader::read_integer() {
  in_.skip_whitespace();
  const char* at = in_.at;
  const bool negative = at != in_.end && *at == '-';
  if (negative) ++at;
  const char* const digits = at;
  std::uint64_t magnitude = 0;
  for (; at != in_.end && detail::is_digit(*at); ++at)
    magnitude = magnitude * 10 + static_cast<std::uint64_t>(*at - '0');

  // What every Integer has room for, has no zero in front, and does not go on.
  const auto count = at - digits;
  const bool simple = count > 0 && count <= 18 && (*digits != '0' || count == 1) &&
                      (at == in_.end || (*at != '.' && (*at | 0x20) != 'e')) &&
                      (!negative || std::is_signed_v<Integer>);
  if (!simple) [[unlikely]]
    return read_general_integer<Integer>();
  in_.at = at;
  return {static_cast<Integer>(negative ? 0 - magnitude : magnitude)};
}

template <class Integer>
read_result<Integer> reader::read_general_integer() {
  if (next_kind() != value_kind::number) return {0, value_fault::wrong_kind};
  detail::cursor next = in_;
  const read_result<Integer> result = detail::integer_of<Integer>(detail::take_number(next));
  if (result) in_.at = next.at;
  return result;
}

template <class Float>
read_result<Float> reader::read_floating() {
  in_.skip_whitespace();
  if (!detail::is_digit(in_.peek()) && in_.peek() != '-') [[unlikely]]
    return wrong_kind<Float>();
  detail::cursor next = in_;
  const read_result<Float> result = detail::floating_of<Float>(detail::take_number(next));
  if (result) in_.at = next.at;
  return result;
}

PLINTH_INLINE read_result<std::int64_t> reader::read_int64() { return read_integer<std::int64_t>(); }
PLINTH_INLINE read_result<std::uint64_t> reader::read_uint64() { return read_integer<std::uint64_t>(); }
PLINTH_INLINE read_result<double> reader::read_double() { return read_floating<double>(); }
PLINTH_INLINE read_result<float> reader::read_float() { return read_floating<float>(); }

PLINTH_INLINE read_result<bool> reader::read_bool() {
  in_.skip_whitespace();
  const bool value = in_.peek() == 't';
  if (!value && in_.peek() != 'f') [[unlikely]]
    return wrong_kind<bool>();
  take_literal(value ? "true" : "false");
  return {value};
}

PLINTH_INLINE bool reader::read_null() {
  in_.skip_whitespace();
  if (in_.peek() != 'n') return false;
  take_literal("null");
  return true;
}

PLINTH_INLINE void reader::take_literal(std::string_view literal) {
  if (in_.next_is(literal)) [[likely]] {
    in_.at += literal.size();
    return;
  }
  for (const char c : literal) {
    if (in_.peek() != c) in_.fail_expected(literal);
    ++in_.at;
  }
}

PLINTH_INLINE std::string_view reader::skip_value() {
  const value_kind kind = next_kind();
  const char* const start = in_.at;
  switch (kind) {
    case value_kind::null: take_literal("null"); break;
    case value_kind::boolean: take_literal(*start == 't' ? "true" : "false"); break;
    case value_kind::number: static_cast<void>(detail::take_number(in_)); break;
    case value_kind::string: static_cast<void>(take_string()); break;
    case value_kind::array:
      static_cast<void>(begin_array());
      while (next_element()) skip_value();
      break;
    case value_kind::object:
      static_cast<void>(begin_object());
      while (next_key()) skip_value();
      break;
  }
  return {start, static_cast<std::size_t>(in_.at - start)};
}

PLINTH_INLINE void reader::finish() {
  in_.skip_whitespace();
  if (in_.at != in_.end) in_.fail(4002, "something follows after the end of the JSON value");
}

template <class T>
read_result<T> reader::wrong_kind() {
  static_cast<void>(next_kind());  // refuses what is no value at all
  return {T{}, value_fault::wrong_kind};
}

}  // namespace plinth::json
