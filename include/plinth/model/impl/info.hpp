// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/model/info.hpp>

#include <array>
#include <cstddef>
#include <new>
#include <string_view>
#include <utility>

#include <plinth/core/inline.hpp>
#include <plinth/model/node.hpp>
#include <plinth/model/relations.hpp>
#include <plinth/model/tables.hpp>
#include <plinth/reflect/type_name.hpp>

namespace plinth::model {

PLINTH_INLINE void fill_columns(std::span<column_info> out, const catalog::table& t,
                                std::span<const std::uint16_t> fields, std::span<const std::size_t> offsets,
                                std::span<const std::string_view> names, std::span<const field_type* const> types) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    const catalog::column& c = t.columns[i];
    out[i] = {.name = c.name,
              .field = names[fields[i]],
              .offset = offsets[fields[i]],
              .type = types[fields[i]],
              .length = c.type.length,
              .primary_key = false,
              .generated = c.generated_key,
              .server_default = !c.server_default.empty(),
              .computed = c.computation != catalog::computation::none};
  }
}

PLINTH_INLINE void fill_relations(const model_info& owner, std::span<relationship_info> out,
                                  std::span<const relation_data> data, std::span<const std::size_t> offsets,
                                  std::span<const std::string_view> names,
                                  std::span<const model_info& (*const)()> targets) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    const relation_data& r = data[i];
    out[i] = {.field = names[r.field],
              .owner = &owner,
              .offset = offsets[r.field],
              .to_many = r.to_many,
              .holds_key = r.holds_key,
              .viewonly = r.viewonly,
              .lazy = r.lazy,
              .cascades = r.cascades,
              .on_delete = r.on_delete,
              .target = targets[i],
              .own_columns = std::span(r.own).first(r.count),
              .target_columns = std::span(r.target).first(r.target_count),
              .order = std::span(r.order).first(r.order_count),
              .secondary = nullptr,
              .own_links = {},
              .target_links = {},
              .inverse = r.inverse};
  }
}

PLINTH_INLINE void fill_key(model_info& out, std::span<column_info> columns, std::span<std::uint16_t> key,
                            const catalog::table& t) {
  for (std::size_t i = 0; i < key.size(); ++i) {
    key[i] = column_position(t, t.key.columns[i]);
    columns[key[i]].primary_key = true;
    if (columns[key[i]].generated) out.generated_column = static_cast<std::int16_t>(key[i]);
  }
}

}  // namespace plinth::model
