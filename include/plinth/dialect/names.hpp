// SPDX-License-Identifier: MIT
#pragma once

// The naming convention: what a constraint or an index without a name of its own is called. Every one has a name, so
// that a migration can drop it; equal input gives equal names.
//
//   pk_<table>   uq_<table>_<columns>   fk_<table>_<columns>_<target>   ix_<table>_<columns>   ck_<table>_<name>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <plinth/catalog/table.hpp>

namespace plinth::dialect {

/// A name of at most 63 bytes, which is what PostgreSQL keeps of one. A longer one is cut and ends in eight digits that
/// are computed from all of it.
class object_name {
 public:
  static constexpr std::size_t longest = 63;

  constexpr explicit object_name(std::string_view text) { add(text); }

  constexpr object_name& add(std::string_view text) {
    for (const char c : text) {
      if (size_ < longest) text_[size_] = c;
      ++size_;
      hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 16'777'619u;  // FNV-1a
    }
    return *this;
  }

  /// The names of columns, each with "_" before it.
  template <class Columns>
  constexpr object_name& add_all(const Columns& columns) {
    for (const std::string_view column : columns) add("_").add(column);
    return *this;
  }

  constexpr object_name& add_number(std::size_t number) {
    if (number >= 10) add_number(number / 10);
    const char digit = static_cast<char>('0' + number % 10);
    return add(std::string_view(&digit, 1));
  }

  /// The name once all of it was added.
  [[nodiscard]] constexpr object_name finished() const {
    if (size_ <= longest) return *this;
    object_name cut = *this;
    std::size_t end = longest - 9;
    while (end > 0 && (static_cast<unsigned char>(text_[end]) & 0xc0) == 0x80) --end;  // not inside a character
    cut.text_[end++] = '_';
    for (int shift = 28; shift >= 0; shift -= 4) cut.text_[end++] = "0123456789abcdef"[(hash_ >> shift) & 15];
    cut.size_ = end;
    return cut;
  }

  [[nodiscard]] constexpr std::string_view text() const { return {text_.data(), size_ < longest ? size_ : longest}; }

 private:
  std::array<char, longest> text_{};
  std::size_t size_ = 0;
  std::uint32_t hash_ = 2'166'136'261u;
};

template <class Storage>
[[nodiscard]] constexpr object_name name_of(const catalog::basic_table<Storage>& table,
                                            const catalog::basic_primary_key<Storage>& key) {
  return key.name.empty() ? object_name("pk_").add(table.name).finished() : object_name(key.name).finished();
}

template <class Storage>
[[nodiscard]] constexpr object_name name_of(const catalog::basic_table<Storage>& table,
                                            const catalog::basic_unique_constraint<Storage>& unique) {
  if (!unique.name.empty()) return object_name(unique.name).finished();
  return object_name("uq_").add(table.name).add_all(unique.columns).finished();
}

template <class Storage>
[[nodiscard]] constexpr object_name name_of(const catalog::basic_table<Storage>& table,
                                            const catalog::basic_foreign_key<Storage>& key) {
  if (!key.name.empty()) return object_name(key.name).finished();
  return object_name("fk_").add(table.name).add_all(key.columns).add("_").add(key.target_table).finished();
}

template <class Storage>
[[nodiscard]] constexpr object_name name_of(const catalog::basic_table<Storage>& table,
                                            const catalog::basic_index<Storage>& index) {
  if (!index.name.empty()) return object_name(index.name).finished();
  return object_name("ix_").add(table.name).add_all(index.columns).finished();
}

/// A check's own name is the last part of it; one without is numbered by its position in the table, from 1.
template <class Storage>
[[nodiscard]] constexpr object_name name_of_check(const catalog::basic_table<Storage>& table, std::string_view check,
                                                  std::size_t position) {
  object_name name = object_name("ck_").add(table.name).add("_");
  if (check.empty())
    name.add_number(position);
  else
    name.add(check);
  return name.finished();
}

template <class Storage>
[[nodiscard]] constexpr object_name name_of(const catalog::basic_table<Storage>& table,
                                            const catalog::basic_check_constraint<Storage>& check,
                                            std::size_t position) {
  if (!check.full_name.empty()) return object_name(check.full_name).finished();
  return name_of_check(table, check.name, position);
}

}  // namespace plinth::dialect
