// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/json/writer.hpp>

#include <cstring>

#include <plinth/core/inline.hpp>
#include <plinth/json/detail/put_number.hpp>
#include <plinth/json/detail/scan.hpp>
#include <plinth/json/detail/utf8.hpp>

namespace plinth::json {

PLINTH_INLINE void writer::reserve_like(std::size_t before, std::size_t done, std::size_t all) {
  if (done == 0 || done >= all) return;
  constexpr std::size_t at_most = std::size_t{64} << 20;
  const std::size_t each = (out_.size() - before) / done + 1;
  const std::size_t rest = all - done < at_most / each ? (all - done) * each : at_most;
  if (out_.size() + rest > out_.capacity()) out_.reserve(out_.size() + rest + rest / 16);
}

PLINTH_INLINE void writer::begin_container(char bracket) {
  out_.put(bracket);
  first_ = true;
  ++depth_;
}

PLINTH_INLINE void writer::end_container(char bracket) {
  --depth_;
  if (indent_ >= 0 && !first_) new_line();
  first_ = false;
  out_.put(bracket);
}

PLINTH_INLINE void writer::next_item() {
  if (!first_) out_.put(',');
  first_ = false;
  if (indent_ >= 0) [[unlikely]]
    new_line();
}

PLINTH_INLINE void writer::new_line() {
  out_.put('\n');
  out_.put(static_cast<std::size_t>(depth_) * static_cast<std::size_t>(indent_), ' ');
}

PLINTH_INLINE void writer::key(std::string_view name) {
  next_item();
  string(name);
  out_.put(':');
  if (indent_ >= 0) out_.put(' ');
}

PLINTH_INLINE member_key::member_key(std::string_view name) {
  writer out;
  out.string(name);
  out.raw(":");
  size_ = out.size();
  bytes_ = out.take();
  if (size_ < 2 * block) bytes_.resize(2 * block);
}

/// What stands before the value of a member. Returns where that goes, with room for `more` bytes.
PLINTH_INLINE char* writer::put_key(const member_key& key, std::size_t more) {
  constexpr std::size_t block = member_key::block;
  if (indent_ >= 0) [[unlikely]] {
    next_item();
    out_.put(key.text());
    out_.put(' ');
    return out_.room(more);
  }
  char* to = out_.room(1 + key.bytes_.size() + more);
  *to = ',';
  to += first_ ? 0 : 1;
  first_ = false;
  const char* const from = key.bytes_.data();
  std::memcpy(to, from, block);
  std::memcpy(to + block, from + block, block);
  if (key.size_ > 2 * block) [[unlikely]]
    std::memcpy(to + 2 * block, from + 2 * block, key.size_ - 2 * block);
  return to + key.size_;
}

PLINTH_INLINE void writer::key(const member_key& key) { out_.advance_to(put_key(key, 0)); }

PLINTH_INLINE void writer::member(const member_key& key, std::int64_t value) {
  out_.advance_to(detail::put_signed(put_key(key, detail::number_room), value));
}

PLINTH_INLINE void writer::member(const member_key& key, double value) {
  check_finite(value);
  out_.advance_to(detail::put_floating(put_key(key, detail::number_room), value));
}

PLINTH_INLINE void writer::member(const member_key& key, bool value) {
  char* const to = put_key(key, 8);
  std::memcpy(to, value ? "true\0\0\0" : "false\0\0", 8);
  out_.advance_to(to + (value ? 4 : 5));
}

PLINTH_INLINE void writer::member(const member_key& key, std::string_view value) {
  put_string(put_key(key, value.size() + 2 + detail::block_size), value);
}

PLINTH_INLINE void writer::string(std::string_view text) {
  put_string(out_.room(text.size() + 2 + detail::block_size), text);
}

/// The string at a place with room for it, two quotes and a block.
PLINTH_INLINE void writer::put_string(char* begin, std::string_view text) {
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
PLINTH_INLINE void writer::put_rest(std::string_view text, std::size_t done) {
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
PLINTH_INLINE std::size_t writer::put_characters(std::string_view text, std::size_t at) {
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

PLINTH_INLINE void writer::put_escape(char c) {
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

PLINTH_INLINE void writer::put_signed(std::int64_t value) {
  out_.advance_to(detail::put_signed(out_.room(detail::number_room), value));
}

PLINTH_INLINE void writer::put_unsigned(std::uint64_t value) {
  out_.advance_to(detail::put_unsigned(out_.room(detail::number_room), value));
}

template <class Float>
void writer::check_finite(Float value) const {
  if (!(value - value == 0)) [[unlikely]]
    throw value_error(4021, "a number is NaN or infinite, which JSON cannot hold; write null or a string in its place",
                      where_);
}

PLINTH_INLINE void writer::floating(double value) {
  check_finite(value);
  out_.advance_to(detail::put_floating(out_.room(detail::number_room), value));
}

PLINTH_INLINE void writer::floating(float value) {
  check_finite(value);
  out_.advance_to(detail::put_floating(out_.room(detail::number_room), value));
}

}  // namespace plinth::json
