// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/schema/projection.hpp>

#include <cstdint>

#include <plinth/core/inline.hpp>

namespace plinth::dto {

/// The position of a member among the columns or relationships. The compiler has seen that it is there.
template <class Item>
[[nodiscard]] std::uint16_t position_of(std::span<const Item> items, std::string_view member) noexcept {
  std::uint16_t at = 0;
  while (items[at].field != member) ++at;
  return at;
}

PLINTH_INLINE shape_record::shape_record(std::string_view name, const model::model_info& m,
                                         std::span<const std::string_view> names, std::span<const std::size_t> offsets,
                                         std::span<const shape_field> fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].type) {
      columns_.push_back({position_of(m.columns, names[i]), offsets[i], fields[i].type, names[i]});
    } else {
      model::shape_relation& r = relations_.emplace_back(fields[i].relation);
      r.relation = position_of(m.relationships, names[i]);
      r.offset = offsets[i];
      r.field = names[i];
    }
  }
  shape_ = {.name = name, .model = &m, .columns = columns_, .relations = relations_};
}

}  // namespace plinth::dto
