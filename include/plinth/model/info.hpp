// SPDX-License-Identifier: MIT
#pragma once

// The one run-time description of each model, which everything that is no template works from.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <new>
#include <optional>
#include <string_view>
#include <utility>

#include <plinth/model/hooks.hpp>
#include <plinth/model/node.hpp>
#include <plinth/model/relation_checks.hpp>
#include <plinth/model/relations.hpp>
#include <plinth/model/tables.hpp>
#include <plinth/reflect/type_name.hpp>

namespace plinth::model {

/// Fills the descriptions of a model's columns from its table and the places of its fields.
void fill_columns(std::span<column_info> out, const catalog::table& t, std::span<const std::uint16_t> fields,
                  std::span<const std::size_t> offsets, std::span<const std::string_view> names,
                  std::span<const field_type* const> types);

void fill_relations(const model_info& owner, std::span<relationship_info> out, std::span<const relation_data> data,
                    std::span<const std::size_t> offsets, std::span<const std::string_view> names,
                    std::span<const model_info& (*const)()> targets);

void fill_key(model_info& out, std::span<column_info> columns, std::span<std::uint16_t> key, const catalog::table& t);

/// The column that counts how often its row was written, among the model's columns; -1 where none does.
template <class T>
consteval std::int16_t version_column_of() {
  for (const entry& e : table_words<T>().entries)
    if (e.row_version)
      for (std::size_t i = 0; i < column_count<T>; ++i)
        if (entry_of_field<T>(column_fields<T>[i]).row_version) return static_cast<std::int16_t>(i);
  return -1;
}

/// The microseconds that an instant's member counts in; 0 for another type.
template <class F>
inline constexpr std::int64_t unit_of_time = 0;
template <class F>
inline constexpr std::int64_t unit_of_time<std::optional<F>> = unit_of_time<F>;
template <class Duration>
inline constexpr std::int64_t unit_of_time<std::chrono::sys_time<Duration>> =
    std::chrono::microseconds(std::chrono::duration<std::int64_t, typename Duration::period>(1)).count();

template <class... Fields>
consteval auto units_of_fields(reflect::type_list<Fields...>) {
  return std::array<std::int64_t, sizeof...(Fields)>{unit_of_time<Fields>...};
}

/// The column with this mark, `&entry::created_at`.
template <class T, bool entry::*Mark>
consteval time_column time_column_of() {
  bool any = false;
  for (const entry& e : table_words<T>().entries) any = any || e.*Mark;
  if (!any) return {};
  for (std::size_t i = 0; i < column_count<T>; ++i)
    if (entry_of_field<T>(column_fields<T>[i]).*Mark)
      return {static_cast<std::int16_t>(i), units_of_fields(reflect::field_types<T>{})[column_fields<T>[i]]};
  return {};
}

template <class T>
struct info_storage {
  std::array<column_info, column_count<T>> columns{};
  std::array<field_place, column_count<T>> places{};
  std::array<plinth::kind, column_count<T>> kinds{};
  std::array<std::uint16_t, table_data<T>::key_columns.size()> key{};
  std::array<relationship_info, count_relations<T>()> relations{};
  model_info info{};

  info_storage() {
    const auto& offsets = reflect::field_offsets<T>();
    info.name = reflect::type_name<T>;
    info.table = &table_data<T>::value;
    info.size = sizeof(T);
    info.alignment = alignof(T);
    info.object_offset = object_offset_of(alignof(T));
    info.construct = [](void* at) { ::new (at) T{}; };
    info.move = [](void* at, void* from) { ::new (at) T(std::move(*static_cast<T*>(from))); };
    info.destroy = [](void* at) noexcept { static_cast<T*>(at)->~T(); };
    fill_columns(columns, *info.table, column_fields<T>, offsets, reflect::field_names<T>, field_types_of<T>);
    fill_key(info, columns, key, *info.table);
    info.version_column = version_column_of<T>();
    info.created = time_column_of<T, &entry::created_at>();
    info.updated = time_column_of<T, &entry::updated_at>();
    info.removed = time_column_of<T, &entry::soft_delete>();
    if constexpr (keeps_removed_rows<T>) info.not_removed = not_removed<T>::text;
    if constexpr (hooks_of<T>::any) info.hooks = &hooks_of<T>::value;
    if constexpr (count_relations<T>() > 0)
      fill_relations(info, relations, relations_of<T>, offsets, reflect::field_names<T>, relation_targets<T>());
    for_each_pairs<T>([&]<std::size_t Field, class Target>() {
      constexpr pair_links pairs = pair_links_of<T, Field, Target>();
      relationship_info& r = relations[static_cast<std::size_t>(relation_position<T>(reflect::field_names<T>[Field]))];
      r.secondary = pairs.table;
      r.own_links = pairs.own;
      r.target_links = pairs.target;
    });
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      kinds[i] = columns[i].type->kind;
      places[i] = place_of(*columns[i].type, columns[i].offset);
    }
    info.columns = columns;
    info.places = places;
    info.kinds = kinds;
    info.key = key;
    info.relationships = relations;
  }
  info_storage(const info_storage&) = delete;
};

/// A model's description where the compiler has said what is wrong with the model.
inline const model_info no_info{};

/// The model's description; made on the first call, which any thread may make.
template <class T>
const model_info& info_of() {
  // To ask is to have the compiler say what is wrong.
  static_assert(sizeof(reflect::check_of_fields<T>) > 0 && sizeof(table_check<T>) > 0 &&
                sizeof(relations_check<T>) > 0 && (hooks_of<T>::any || true));
  if constexpr (relations_check<T>::sound) {
    static const info_storage<T> storage;
    return storage.info;
  } else {
    return no_info;
  }
}

}  // namespace plinth::model

#ifndef PLINTH_PRECOMPILED
#include <plinth/model/impl/info.hpp>
#endif
