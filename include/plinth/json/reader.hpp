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

#include <cstddef>
#include <cstdint>
#include <source_location>
#include <string>
#include <string_view>

#include <plinth/json/detail/cursor.hpp>
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
                  std::source_location where = std::source_location::current());

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
  [[nodiscard]] read_result<std::int64_t> read_int64();
  [[nodiscard]] read_result<std::uint64_t> read_uint64();

  /// The nearest double (float), from the text in one rounding. `too_large` where it would be infinite; what is too
  /// small becomes zero.
  [[nodiscard]] read_result<double> read_double();
  [[nodiscard]] read_result<float> read_float();

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

}  // namespace plinth::json

#ifndef PLINTH_PRECOMPILED
#include <plinth/json/impl/reader.hpp>
#endif
