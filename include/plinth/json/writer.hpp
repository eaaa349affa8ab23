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
#include <limits>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <plinth/core/error.hpp>
#include <plinth/json/detail/put_number.hpp>
#include <plinth/json/detail/scan.hpp>
#include <plinth/json/detail/text_buffer.hpp>
#include <plinth/json/detail/utf8.hpp>

namespace plinth::json {

/// The indentation that stands for "all in one line, without a space".
inline constexpr int compact = -1;

struct writer_options {
  /// Spaces for each level, with every item on a line of its own; `compact` for neither.
  int indent = compact;
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

  /// Before each value of an object, the fast way: `quoted` is the key as it shall stand in the text, escaped and with
  /// its colon, as `quoted_key` makes it: `"name":`. It is copied as it is.
  void key_quoted(std::string_view quoted);

  /// Before each value of an array.
  void element() { next_item(); }

  /// Refuses text that is not UTF-8. U+0000 is written as \u0000; above ASCII nothing is escaped.
  void string(std::string_view text);

  template <class Integer>
  requires std::is_integral_v<Integer>
  void integer(Integer value);

  /// The shortest text that reads back to the same value; always with a point or an exponent. Refuses NaN and infinity.
  void floating(double value) { put_finite(value); }
  void floating(float value) { put_finite(value); }

  void boolean(bool value) { out_.put(value ? std::string_view("true") : std::string_view("false")); }
  void null() { out_.put(std::string_view("null")); }

  /// A value that is JSON text already. It is not looked at.
  void raw(std::string_view text) { out_.put(text); }

  /// Takes memory for an array from what its first elements needed: `done` of `all` elements have been written since
  /// the text had `before` bytes. Called once or a few times for a long array, it saves growing, which for megabytes of
  /// text takes most of the time; a wrong guess costs address space only, and 64 MiB of that at most.
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
  template <class Float>
  void put_finite(Float value);

  detail::text_buffer out_;
  bool first_ = false;  // between the beginning of a container and its first item
  int indent_;
  int depth_ = 0;
  std::source_location where_;
};

inline void writer::reserve_like(std::size_t before, std::size_t done, std::size_t all) {
  if (done == 0 || done >= all) return;
  constexpr std::size_t at_most = std::size_t{64} << 20;
  const std::size_t each = (out_.size() - before) / done + 1;
  const std::size_t rest = all - done < at_most / each ? (all - done) * each : at_most;
  out_.reserve(out_.size() + rest + rest / 16);
}

inline void writer::begin_container(char bracket) {
  out_.put(bracket);
  first_ = true;
  ++depth_;
}

inline void writer::end_container(char bracket) {
  --depth_;
  if (indent_ >= 0 && !first_) new_line();
  first_ = false;
  out_.put(bracket);
}

inline void writer::next_item() {
  if (!first_) out_.put(',');
  first_ = false;
  if (indent_ >= 0) [[unlikely]]
    new_line();
}

inline void writer::new_line() {
  out_.put('\n');
  out_.put(static_cast<std::size_t>(depth_) * static_cast<std::size_t>(indent_), ' ');
}

inline void writer::key(std::string_view name) {
  next_item();
  string(name);
  out_.put(':');
  if (indent_ >= 0) out_.put(' ');
}

inline void writer::key_quoted(std::string_view quoted) {
  next_item();
  out_.put(quoted);
  if (indent_ >= 0) [[unlikely]]
    out_.put(' ');
}

inline void writer::string(std::string_view text) {
  char* const begin = out_.room(text.size() + 2 + detail::block_size);
  *begin = '"';
  const std::size_t plain = detail::copy_plain(begin + 1, text.data(), text.size());
  char* const end = begin + 1 + plain;
  out_.advance_to(end);
  if (plain != text.size()) [[unlikely]]
    return put_rest(text, plain);
  *end = '"';
  out_.advance_to(end + 1);
}

/// A string from its first byte on that is not plain, and the closing quote.
inline void writer::put_rest(std::string_view text, std::size_t done) {
  while (done != text.size()) {
    if (detail::byte_of(text[done]) >= 0x80)
      done = put_characters(text, done);
    else
      put_escape(text[done++]);
    const std::size_t left = text.size() - done;
    char* const to = out_.room(left + detail::block_size);
    const std::size_t plain = detail::copy_plain(to, text.data() + done, left);
    out_.advance_to(to + plain);
    done += plain;
  }
  out_.put('"');
}

/// A run of characters above ASCII. Returns the end of it.
inline std::size_t writer::put_characters(std::string_view text, std::size_t at) {
  const std::size_t begin = at;
  while (at != text.size() && detail::byte_of(text[at]) >= 0x80) {
    const std::size_t length = detail::utf8_length(text.data() + at, text.data() + text.size());
    if (length == 0)
      throw value_error(4020, "byte " + std::to_string(at) + " of a string is not UTF-8; JSON can hold no other text",
                        where_);
    at += length;
  }
  out_.put(text.substr(begin, at - begin));
  return at;
}

inline void writer::put_escape(char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  constexpr std::string_view meanings = "\"\\\b\f\n\r\t";
  constexpr std::string_view letters = "\"\\bfnrt";
  const std::size_t which = meanings.find(c);
  if (which != std::string_view::npos) {
    const char escape[] = {'\\', letters[which]};
    out_.put(std::string_view(escape, 2));
    return;
  }
  const char escape[] = {'\\', 'u', '0', '0', hex[detail::byte_of(c) / 16], hex[detail::byte_of(c) % 16]};
  out_.put(std::string_view(escape, 6));
}

template <class Integer>
requires std::is_integral_v<Integer>
void writer::integer(Integer value) {
  char* const to = out_.room(detail::number_room);
  if constexpr (std::is_signed_v<Integer>)
    out_.advance_to(detail::put_signed(to, value));
  else
    out_.advance_to(detail::put_unsigned(to, value));
}

template <class Float>
void writer::put_finite(Float value) {
  if (!(value - value == 0)) [[unlikely]]
    throw value_error(4021, "a number is NaN or infinite, which JSON cannot hold; write null or a string in its place",
                      where_);
  out_.advance_to(detail::put_floating(out_.room(detail::number_room), value));
}

/// The key in quotes, escaped, with its colon: what `writer::key_quoted` and `reader::match_key` take.
[[nodiscard]] inline std::string quoted_key(std::string_view name) {
  writer out;
  out.string(name);
  out.raw(":");
  return out.take();
}

}  // namespace plinth::json
