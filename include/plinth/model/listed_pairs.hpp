// SPDX-License-Identifier: MIT
#pragma once

// The tables of pairs that the relations of a list of models name: which of them are to be created, and which are
// named by relations that have nothing to do with each other.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include <plinth/model/association.hpp>
#include <plinth/model/relations.hpp>

namespace plinth::model {

/// A table of pairs, the model and the field whose relation names it, and what it leads to.
struct listed_pairs {
  const catalog::table* table = nullptr;
  std::uint16_t model = 0;
  std::uint16_t field = 0;
  const catalog::table* target = nullptr;
  bool viewonly = false;
};

template <class T>
consteval std::size_t count_named_pairs() {
  std::size_t count = 0;
  if constexpr (goes_by_pairs<T>())
    for (const relation_data& r : relations_of<T>) count += r.pairs == pairs_named::here ? 1 : 0;
  return count;
}

/// The tables of pairs that relations of the models name.
template <class... Models>
consteval auto list_pairs() {
  std::array<listed_pairs, (count_named_pairs<Models>() + ... + 0)> result{};
  [[maybe_unused]] std::size_t at = 0;
  [[maybe_unused]] std::uint16_t model = 0;
  [[maybe_unused]] const auto of = [&]<class T>(std::type_identity<T>) {
    for_each_pairs<T>([&]<std::size_t Field, class Target>() {
      constexpr auto position = static_cast<std::size_t>(relation_position<T>(reflect::field_names<T>[Field]));
      constexpr const relation_data& r = relations_of<T>[position];
      if (r.pairs == pairs_named::here)
        result[at++] = {&association<T, Field, Target>::value, model, static_cast<std::uint16_t>(Field),
                        &table_data<Target>::value, r.viewonly};
    });
    ++model;
  };
  (of(std::type_identity<Models>{}), ...);
  return result;
}

/// Whether `later` says of the other side what `earlier` has said.
constexpr bool is_other_side(const listed_pairs& later, const listed_pairs& earlier) {
  return later.table->foreign_keys[0].target_table == earlier.table->foreign_keys[1].target_table &&
         later.table->foreign_keys[1].target_table == earlier.table->foreign_keys[0].target_table &&
         same_texts(later.table->foreign_keys[0].columns, earlier.table->foreign_keys[1].columns);
}

/// Whether the table is one to be created: the first of its name that is written to, and no model's.
constexpr bool is_created(std::span<const listed_pairs> all, std::size_t i) {
  if (all[i].viewonly) return false;
  for (std::size_t j = 0; j < i; ++j)
    if (!all[j].viewonly && all[j].table->name == all[i].table->name) return false;
  return true;
}

constexpr std::size_t count_created(std::span<const listed_pairs> all) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < all.size(); ++i) count += is_created(all, i) ? 1 : 0;
  return count;
}

/// The first relation whose table of pairs is another's already; as many as there are where there is none.
constexpr std::size_t find_taken_pairs(std::span<const listed_pairs> all,
                                       std::span<const catalog::table* const> models) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].viewonly) continue;
    for (const catalog::table* t : models)
      if (t->name == all[i].table->name) return i;
    for (std::size_t j = 0; j < i; ++j)
      if (!all[j].viewonly && all[j].table->name == all[i].table->name && !is_other_side(all[i], all[j])) return i;
  }
  return all.size();
}

}  // namespace plinth::model
