// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/stand_in.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <plinth/core/inline.hpp>
#include <plinth/model/node.hpp>

namespace plinth::detail {

/// Whether a foreign key goes through the column: what is made up points to nobody, and is refused.
[[nodiscard]] PLINTH_INLINE bool points_somewhere(const model::model_info& m, std::size_t column) noexcept {
  for (const catalog::foreign_key& key : m.table->foreign_keys)
    for (const std::string_view name : key.columns)
      if (name == m.columns[column].name) return true;
  return false;
}

[[nodiscard]] PLINTH_INLINE bool can_be_made_up(const model::column_info& c) noexcept {
  if (c.type->type.base == catalog::base_type::enumeration) return false;
  switch (c.type->kind) {
    case kind::integer:
    case kind::real:
    case kind::text:
    case kind::blob:
    case kind::uuid:
    case kind::timestamp:
    case kind::local_timestamp:
    case kind::date: return true;
    default: return false;
  }
}

PLINTH_INLINE std::optional<std::size_t> column_to_put_aside(const model::model_info& m,
                                                             std::span<const std::uint16_t> columns) {
  for (const std::uint16_t c : columns)
    if (m.columns[c].type->nullable) return c;
  for (const std::uint16_t c : columns)
    if (can_be_made_up(m.columns[c]) && !points_somewhere(m, c)) return c;
  return std::nullopt;
}

/// Bits that nobody else is likely to come upon: the time, the place of a variable, mixed.
[[nodiscard]] PLINTH_INLINE std::uint64_t unlikely_bits(std::uint64_t salt) noexcept {
  const auto now = std::chrono::high_resolution_clock::now().time_since_epoch().count();
  std::uint64_t bits = static_cast<std::uint64_t>(now) ^ reinterpret_cast<std::uintptr_t>(&now);
  bits += salt * 0x9E3779B97F4A7C15ULL;
  for (const int shift : {30, 27, 31}) bits = (bits ^ (bits >> shift)) * 0xBF58476D1CE4E5B9ULL;
  return bits;
}

[[nodiscard]] PLINTH_INLINE cell stand_in_text(std::uint32_t most, scratch& keep) {
  constexpr std::string_view letters = "0123456789abcdefghijklmnopqrstuv";
  std::string text;
  for (const std::uint64_t salt : {1U, 2U})
    for (std::uint64_t bits = unlikely_bits(salt); text.size() < 10 * salt; bits >>= 5) text += letters[bits & 31U];
  if (most > 0) text.resize(std::min<std::size_t>(text.size(), most));
  return cell::of_bytes(keep.keep(text));
}

[[nodiscard]] PLINTH_INLINE cell stand_in_bytes(kind k, scratch& keep) {
  const std::array<std::uint64_t, 2> bits{unlikely_bits(1), unlikely_bits(2)};
  std::array<char, sizeof(bits)> bytes{};
  std::memcpy(bytes.data(), bits.data(), bytes.size());
  return cell::of_bytes(keep.keep({bytes.data(), bytes.size()}), k);
}

/// Below zero, where keys and numbers of the program are rare.
[[nodiscard]] PLINTH_INLINE std::int64_t stand_in_integer(catalog::base_type type) noexcept {
  const int bits = type == catalog::base_type::smallint ? 15 : (type == catalog::base_type::integer ? 31 : 62);
  return -1 - static_cast<std::int64_t>(unlikely_bits(1) & ((std::uint64_t{1} << bits) - 1));
}

PLINTH_INLINE cell stand_in_for(const model::column_info& column, scratch& keep) {
  if (column.type->nullable) return {};
  const kind k = column.type->kind;
  switch (k) {
    case kind::text: return stand_in_text(column.length, keep);
    case kind::blob:
    case kind::uuid: return stand_in_bytes(k, keep);
    case kind::real: return cell::of_real(-1.0 - static_cast<double>(unlikely_bits(1) >> 12));
    case kind::date: return cell::of_integer(static_cast<std::int64_t>(unlikely_bits(1) % 2'000'000), k);
    case kind::timestamp:
    case kind::local_timestamp:
      return cell::of_integer(static_cast<std::int64_t>(unlikely_bits(1) % 100'000'000'000'000'000), k);
    default: return cell::of_integer(stand_in_integer(column.type->type.base), k);
  }
}

}  // namespace plinth::detail
