// SPDX-License-Identifier: MIT
#pragma once

// Where a column is in a struct, and the way to and from its cell. The commonest types take it here, without a call;
// every other goes through its codec, and so does whatever a codec has to refuse.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <plinth/core/cell.hpp>
#include <plinth/model/column_type.hpp>

namespace plinth::model {

struct field_place {
  const field_type* type = nullptr;
  std::uint32_t offset = 0;
  common_type common = common_type::other;
};

[[nodiscard]] inline field_place place_of(const field_type& type, std::size_t offset) noexcept {
  return {&type, static_cast<std::uint32_t>(offset), type.common};
}

/// A text that needs memory is made anew, in its place: assigning to an empty one costs three times as much.
inline void set_text(std::string& field, const char* bytes, std::size_t size) {
  if (size <= field.capacity()) return void(field.assign(bytes, size));
  std::destroy_at(&field);
  try {
    std::construct_at(&field, bytes, size);
  } catch (...) {
    std::construct_at(&field);
    throw;
  }
}

inline void set_text(std::optional<std::string>& field, const char* bytes, std::size_t size) {
  if (!field) return void(field.emplace(bytes, size));
  set_text(*field, bytes, size);
}

/// Reads a cell into its field. Throws what the field's codec throws. Inline in the loop over a row's cells, where the
/// compiler would make a call of each.
[[gnu::always_inline]] inline void decode_field(const field_place& place, const cell& c, void* object) {
  void* const field = static_cast<std::byte*>(object) + place.offset;
  switch (place.common) {
    case common_type::int64:
      if (c.kind == kind::integer) return void(*static_cast<std::int64_t*>(field) = c.integer);
      break;
    case common_type::int32:
      if (c.kind == kind::integer && std::in_range<std::int32_t>(c.integer))
        return void(*static_cast<std::int32_t*>(field) = static_cast<std::int32_t>(c.integer));
      break;
    case common_type::boolean:
      if (c.kind == kind::boolean) return void(*static_cast<bool*>(field) = c.integer != 0);
      break;
    case common_type::real:
      if (c.kind == kind::real) return void(*static_cast<double*>(field) = c.real);
      break;
    case common_type::text:
      if (c.kind == kind::text) return set_text(*static_cast<std::string*>(field), c.data, c.size);
      break;
    case common_type::optional_text: {
      auto& text = *static_cast<std::optional<std::string>*>(field);
      if (c.kind == kind::null) return text.reset();
      if (c.kind != kind::text) break;
      return set_text(text, c.data, c.size);
    }
    case common_type::other: break;
  }
  place.type->decode(c, field);
}

/// The field as a cell, which points into the object or into `keep`. Throws what the field's codec throws.
[[nodiscard]] inline cell encode_field(const field_place& place, const void* object, scratch& keep) {
  const void* const field = static_cast<const std::byte*>(object) + place.offset;
  constexpr std::size_t most = std::numeric_limits<std::int32_t>::max();
  switch (place.common) {
    case common_type::int64: return cell::of_integer(*static_cast<const std::int64_t*>(field));
    case common_type::int32: return cell::of_integer(*static_cast<const std::int32_t*>(field));
    case common_type::boolean: return cell::of_integer(*static_cast<const bool*>(field) ? 1 : 0, kind::boolean);
    case common_type::real: return cell::of_real(*static_cast<const double*>(field));
    case common_type::text:
      if (const auto& text = *static_cast<const std::string*>(field); text.size() <= most) return cell::of_bytes(text);
      break;
    case common_type::optional_text: {
      const auto& text = *static_cast<const std::optional<std::string>*>(field);
      if (!text) return {};
      if (text->size() <= most) return cell::of_bytes(*text);
      break;
    }
    case common_type::other: break;
  }
  return place.type->encode(field, keep);
}

}  // namespace plinth::model
