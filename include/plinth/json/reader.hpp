// SPDX-License-Identifier: MIT
#pragma once

// Reads JSON text (RFC 8259, to the letter) value by value, without building a document. The caller asks for what it
// expects, in the order of the text:
//
//   reader in(text);
//   if (in.begin_object())
//     while (in.next_key())
//       if (in.key() == "id") id = in.read_int64().value; else in.skip_value();
//   in.finish();
//
// Faults come in two sorts. What is not JSON, or is beyond a limit, is thrown as `syntax_error`: nothing more can be
// read. A sound value that is not what was asked for is returned as a `value_fault`, and then *nothing has been
// consumed*: `next_kind()` and `offset()` describe the offender, `skip_value()` steps over it and gives its text.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <source_location>
#include <string>
#include <string_view>

#include <plinth/json/detail/cursor.hpp>
#include <plinth/json/detail/scan.hpp>
#include <plinth/json/detail/take_number.hpp>
#include <plinth/json/detail/unescape.hpp>
#include <plinth/json/fault.hpp>

namespace plinth::json {

struct reader_options {
  /// Bytes of the longest text that is looked at.
  std::size_t max_size = std::size_t{64} << 20;

  /// How deep objects and arrays may stand in one another. More than 1,024 counts as 1,024: who reads nested values
  /// does it by recursion.
  std::size_t max_depth = 64;
};

class reader {
 public:
  /// See `mark`.
  struct bookmark {
    const char* at;
    std::size_t depth_left;
    bool first;
  };

  /// The text has to outlive the reader and the strings it gives. Throws if it is too large or begins with a byte order
  /// mark. `where` is the place that the errors name.
  explicit reader(std::string_view text, reader_options options = {},
                  std::source_location where = std::source_location::current())
      : in_{text.data(), text.data() + text.size(), text.data(), where},
        depth_left_(std::min<std::size_t>(options.max_depth, 1'024)) {
    if (text.size() > options.max_size)
      in_.fail(4004, "the text has " + std::to_string(text.size()) + " bytes, more than the limit of " +
                         std::to_string(options.max_size));
    if (text.starts_with("\xEF\xBB\xBF")) in_.fail(4003, "the text begins with a byte order mark, which JSON forbids");
  }

  reader(const reader&) = delete;
  reader& operator=(const reader&) = delete;

  /// What the next value is, by its first byte; the rest of it is not looked at. Throws if no value begins here.
  [[nodiscard]] value_kind next_kind();

  /// Enters the object that is the next value. False, and nothing consumed, if that is something else.
  [[nodiscard]] bool begin_object() { return begin_container('{'); }

  /// Goes to the next member of the object, up to its value. False at the object's end, which is then consumed.
  [[nodiscard]] bool next_key();

  /// The key that `next_key` found, decoded. Valid until the next call that reads or skips.
  [[nodiscard]] std::string_view key() const noexcept { return key_; }

  /// The fast way to the next member, for who can guess its key. True if it is the one that is meant: then it stands
  /// before the value, as after `next_key`. False if it is another one, or written with escapes or with space before
  /// its colon: then nothing has been consumed. `key()` is not set by this.
  /// `quoted` is the key as it stands in the text, with its colon: `"name":`.
  [[nodiscard]] bool match_key(std::string_view quoted) noexcept;

  /// Enters the array that is the next value. False, and nothing consumed, if that is something else.
  [[nodiscard]] bool begin_array() { return begin_container('['); }

  /// Goes to the next element of the array. False at the array's end, which is then consumed.
  [[nodiscard]] bool next_element();

  /// The string, decoded; it may hold any character, U+0000 too. It lies in the text or, if it was written with
  /// escapes, in this reader: valid until the next call that reads or skips.
  [[nodiscard]] read_result<std::string_view> read_string();

  /// Integers are exact. A number that is written with a fraction or an exponent is taken if it is an integer all the
  /// same: 2.0 and 1e3 are, 1.5 is `not_integral`.
  [[nodiscard]] read_result<std::int64_t> read_int64() { return read_integer<std::int64_t>(); }
  [[nodiscard]] read_result<std::uint64_t> read_uint64() { return read_integer<std::uint64_t>(); }

  /// The nearest double (float), from the text in one rounding. `too_large` where it would be infinite; what is too
  /// small becomes zero.
  [[nodiscard]] read_result<double> read_double() { return read_floating<double>(); }
  [[nodiscard]] read_result<float> read_float() { return read_floating<float>(); }

  [[nodiscard]] read_result<bool> read_bool();

  /// Consumes a null. False, and nothing consumed, if the next value is something else.
  [[nodiscard]] bool read_null();

  /// Steps over the next value and returns its text as it stands. Its syntax is checked as strictly as if it were read.
  std::string_view skip_value();

  /// Has to be called behind the last value: throws if anything but whitespace follows.
  void finish();

  /// A place to come back to with `go_back`: who has to look at a member before knowing how to read its object marks
  /// the object's beginning. Sound for this reader and its text only.
  [[nodiscard]] bookmark mark() const noexcept { return {in_.at, depth_left_, first_}; }

  /// Reading goes on as it did from the mark.
  void go_back(const bookmark& mark) noexcept {
    in_.at = mark.at;
    depth_left_ = mark.depth_left;
    first_ = mark.first;
  }

  /// Where the next value begins: bytes before it. Skips whitespace.
  [[nodiscard]] std::size_t offset() noexcept {
    in_.skip_whitespace();
    return static_cast<std::size_t>(in_.at - in_.begin);
  }

  /// Line and column of a byte of the text, for messages.
  [[nodiscard]] text_position position(std::size_t offset) const noexcept {
    return position_at({in_.begin, in_.end}, offset);
  }

 private:
  [[nodiscard]] bool begin_container(char bracket);
  [[nodiscard]] bool next_item(char closing);
  void take_literal(std::string_view literal);
  std::string_view take_string();

  template <class Integer>
  read_result<Integer> read_integer();
  template <class Integer>
  read_result<Integer> read_general_integer();
  template <class Float>
  read_result<Float> read_floating();
  template <class T>
  read_result<T> wrong_kind();

  detail::cursor in_;
  std::size_t depth_left_;
  bool first_ = false;  // between the beginning of a container and its first item
  std::string_view key_;
  std::string scratch_;
};

inline value_kind reader::next_kind() {
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

inline bool reader::begin_container(char bracket) {
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

inline bool reader::next_item(char closing) {
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

inline bool reader::next_key() {
  const bool first = first_;
  if (!next_item('}')) return false;
  if (in_.peek() != '"') in_.fail_expected(first ? "a key in quotes or '}'" : "a key in quotes");
  key_ = take_string();
  in_.skip_whitespace();
  if (in_.peek() != ':') in_.fail_expected("':' after a key");
  ++in_.at;
  return true;
}

inline bool reader::match_key(std::string_view quoted) noexcept {
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

inline bool reader::next_element() { return next_item(']'); }

/// The string whose opening quote is the next byte.
inline std::string_view reader::take_string() {
  const char* const start = ++in_.at;
  const char* const at = detail::first_special(start, in_.end);
  if (at != in_.end && *at == '"') [[likely]] {
    in_.at = at + 1;
    return {start, static_cast<std::size_t>(at - start)};
  }
  in_.at = at;
  return detail::take_special_string(in_, start, scratch_);
}

inline read_result<std::string_view> reader::read_string() {
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

inline read_result<bool> reader::read_bool() {
  in_.skip_whitespace();
  const bool value = in_.peek() == 't';
  if (!value && in_.peek() != 'f') [[unlikely]]
    return wrong_kind<bool>();
  take_literal(value ? "true" : "false");
  return {value};
}

inline bool reader::read_null() {
  in_.skip_whitespace();
  if (in_.peek() != 'n') return false;
  take_literal("null");
  return true;
}

inline void reader::take_literal(std::string_view literal) {
  if (in_.next_is(literal)) [[likely]] {
    in_.at += literal.size();
    return;
  }
  for (const char c : literal) {
    if (in_.peek() != c) in_.fail_expected(literal);
    ++in_.at;
  }
}

inline std::string_view reader::skip_value() {
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

inline void reader::finish() {
  in_.skip_whitespace();
  if (in_.at != in_.end) in_.fail(4002, "something follows after the end of the JSON value");
}

template <class T>
read_result<T> reader::wrong_kind() {
  static_cast<void>(next_kind());  // refuses what is no value at all
  return {T{}, value_fault::wrong_kind};
}

}  // namespace plinth::json
