// SPDX-License-Identifier: MIT
#pragma once

// Writes JSON text value by value, without building a document:
//
//   writer out;
//   out.begin_object();
//   out.key("id");
//   out.integer(7);
//   out.end_object();
//   std::string text = out.take();  // {"id":7}
//
// Equal calls give equal text. The writer sets commas, colons and indentation; that calls are nested soundly (a key
// before each value of an object, `element` before each value of an array, each begin with its end) is the caller's
// matter. A value that JSON cannot hold is refused with `value_error`; the text so far is then of no use.

#include <cstddef>
#include <cstdint>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <plinth/core/error.hpp>
#include <plinth/json/detail/text_buffer.hpp>

namespace plinth::json {

/// The indentation that stands for "all in one line, without a space".
inline constexpr int compact = -1;

struct writer_options {
  /// Spaces for each level, with every item on a line of its own; `compact` for neither.
  int indent = compact;
};

/// A key as it stands in JSON text, escaped and with its colon, in memory that can be copied in blocks.
class member_key {
 public:
  explicit member_key(std::string_view name);

  /// `"name":`
  [[nodiscard]] std::string_view text() const noexcept { return {bytes_.data(), size_}; }

 private:
  friend class writer;
  static constexpr std::size_t block = 16;

  std::size_t size_ = 0;
  std::string bytes_;  ///< the text, and NUL up to two blocks at least
};

class writer {
 public:
  explicit writer(writer_options options = {}, std::source_location where = std::source_location::current())
      : indent_(options.indent), where_(where) {}

  /// Goes on behind `text` and in its memory: who keeps one string for many messages allocates once.
  explicit writer(std::string text, writer_options options = {},
                  std::source_location where = std::source_location::current())
      : out_(std::move(text)), indent_(options.indent), where_(where) {}

  void begin_object() { begin_container('{'); }
  void end_object() { end_container('}'); }
  void begin_array() { begin_container('['); }
  void end_array() { end_container(']'); }

  /// Before each value of an object, where the key is known at run time only: escapes it like a string.
  void key(std::string_view name);

  /// The same with a key that is kept for many objects.
  void key(const member_key& key);

  /// A key and its value at once, which is the fast way: the text is asked for room once.
  void member(const member_key& key, std::int64_t value);
  void member(const member_key& key, double value);
  void member(const member_key& key, bool value);
  void member(const member_key& key, std::string_view value);

  /// Before each value of an array.
  void element() { next_item(); }

  /// Refuses text that is not UTF-8. U+0000 is written as \u0000; above ASCII nothing is escaped.
  void string(std::string_view text);

  template <class Integer>
  requires std::is_integral_v<Integer>
  void integer(Integer value) {
    if constexpr (std::is_signed_v<Integer>)
      put_signed(value);
    else
      put_unsigned(value);
  }

  /// The shortest text that reads back to the same value; always with a point or an exponent. Refuses NaN and infinity.
  void floating(double value);
  void floating(float value);

  void boolean(bool value) { out_.put(value ? std::string_view("true") : std::string_view("false")); }
  void null() { out_.put(std::string_view("null")); }

  /// A value that is JSON text already. It is not looked at.
  void raw(std::string_view text) { out_.put(text); }

  /// Takes memory for an array from what its first elements needed: `done` of `all` elements have been written since
  /// the text had `before` bytes. Called a few times for a long array (`list_growth`), it saves growing, which for
  /// megabytes of text takes most of the time; a wrong guess costs address space only, and 64 MiB of that at most.
  void reserve_like(std::size_t before, std::size_t done, std::size_t all);

  /// Bytes written so far.
  [[nodiscard]] std::size_t size() const noexcept { return out_.size(); }

  /// What is written so far. Valid until the next call.
  [[nodiscard]] std::string_view view() const noexcept { return out_.view(); }

  /// Gives the text away, and leaves the writer as if nothing had been written.
  [[nodiscard]] std::string take() {
    depth_ = 0;
    return out_.take();
  }

 private:
  void begin_container(char bracket);
  void end_container(char bracket);
  void next_item();
  void new_line();
  void put_rest(std::string_view text, std::size_t done);
  std::size_t put_characters(std::string_view text, std::size_t at);
  void put_escape(char c);
  void put_signed(std::int64_t value);
  void put_unsigned(std::uint64_t value);
  template <class Float>
  void check_finite(Float value) const;
  char* put_key(const member_key& key, std::size_t more);
  void put_string(char* to, std::string_view text);

  detail::text_buffer out_;
  bool first_ = false;  // between the beginning of a container and its first item
  int indent_;
  int depth_ = 0;
  std::source_location where_;
};

/// Takes memory for a list while it is written: after 16 elements from what those needed, and again, ever more rarely,
/// where the guess was too small.
class list_growth {
 public:
  explicit list_growth(writer& out) noexcept : out_(out), before_(out.size()) {}

  /// To be called before each of the list's `all` elements.
  void before_element(std::size_t all) {
    if (done_ == next_) [[unlikely]] {
      out_.reserve_like(before_, done_, all);
      next_ *= 4;
    }
    ++done_;
  }

 private:
  writer& out_;
  std::size_t before_;
  std::size_t done_ = 0;
  std::size_t next_ = 16;
};

}  // namespace plinth::json

#ifndef PLINTH_PRECOMPILED
#include <plinth/json/impl/writer.hpp>
#endif
