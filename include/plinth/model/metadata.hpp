// SPDX-License-Identifier: MIT
#pragma once

// The closed list of an application's models: `using Base = plinth::metadata<User, Item>;`. What concerns several
// models at once is checked here, by the compiler.

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include <plinth/catalog/table.hpp>
#include <plinth/model/relations.hpp>
#include <plinth/model/tables.hpp>

namespace plinth {

namespace model {

/// The positions of `tables` in an order in which each follows those that its foreign keys point to; tables in a cycle
/// come last, in their own order.
template <std::size_t Count>
constexpr std::array<std::size_t, Count> creation_order(const std::array<const catalog::table*, Count>& tables) {
  std::array<std::size_t, Count> order{};
  std::array<bool, Count> placed{};
  const auto points_to_unplaced = [&](std::size_t t) {
    for (const catalog::foreign_key& key : tables[t]->foreign_keys)
      for (std::size_t other = 0; other < Count; ++other)
        if (other != t && !placed[other] && tables[other]->name == key.target_table) return true;
    return false;
  };
  std::size_t done = 0;
  for (bool progress = true; progress && done < Count;) {
    progress = false;
    for (std::size_t t = 0; t < Count; ++t) {
      if (placed[t] || points_to_unplaced(t)) continue;
      placed[t] = true;
      order[done++] = t;
      progress = true;
    }
  }
  for (std::size_t t = 0; t < Count; ++t)
    if (!placed[t]) order[done++] = t;
  return order;
}

constexpr bool same_column_type(const catalog::data_type& a, const catalog::data_type& b) {
  return a.base == b.base && a.precision == b.precision && a.scale == b.scale;
}

enum class key_fault { none, unknown_table, unknown_column, other_type };

/// What is wrong with the foreign keys of `t`, given all tables.
template <std::size_t Count>
constexpr key_fault fault_of_keys(const catalog::table& t, const std::array<const catalog::table*, Count>& tables) {
  for (const catalog::foreign_key& key : t.foreign_keys) {
    std::size_t at = 0;
    while (at < Count && tables[at]->name != key.target_table) ++at;
    if (at == Count) return key_fault::unknown_table;
    const catalog::table& target = *tables[at];
    for (std::size_t i = 0; i < key.columns.size(); ++i) {
      const std::size_t there = column_position(target, key.target_columns[i]);
      if (there == target.columns.size()) return key_fault::unknown_column;
      const std::size_t here = column_position(t, key.columns[i]);
      if (!same_column_type(t.columns[here].type, target.columns[there].type)) return key_fault::other_type;
    }
  }
  return key_fault::none;
}

/// Says what is wrong with the foreign keys of `Model`.
template <class Model, key_fault Fault>
struct foreign_keys_of {
  static_assert(Fault != key_fault::unknown_table,
                "plinth[E1040]: a foreign key of this model points to a table that no model of the metadata has; add that "
                "model to plinth::metadata, or correct the name");
  static_assert(Fault != key_fault::unknown_column,
                "plinth[E1041]: a foreign key of this model names a column that its target does not have; correct it");
  static_assert(Fault != key_fault::other_type,
                "plinth[E1042]: a foreign key of this model is of another type than the column that it points to; give "
                "both the same type");
  static constexpr bool ok = Fault == key_fault::none;
};

template <std::size_t Count>
constexpr bool names_differ(const std::array<const catalog::table*, Count>& tables) {
  for (std::size_t i = 0; i < Count; ++i)
    for (std::size_t j = i + 1; j < Count; ++j)
      if (tables[i]->name == tables[j]->name) return false;
  return true;
}

template <class Model, class Target, class... Models>
struct related_model {
  static_assert((std::is_same_v<Target, Models> || ...),
                "plinth[E1043]: a relationship of this model leads to a model (Target) that is not in the metadata; add it "
                "to plinth::metadata");
  static constexpr bool ok = (std::is_same_v<Target, Models> || ...);
};

template <class Model, class... Models, class... Fields>
consteval bool relations_stay_inside(reflect::type_list<Fields...>, reflect::type_list<Models...>) {
  const auto one = []<class F>(std::type_identity<F>) {
    if constexpr (is_relationship<F>)
      return related_model<Model, typename relation_target<F>::type, Models...>::ok;
    else
      return true;
  };
  return (one(std::type_identity<Fields>{}) && ...);
}

}  // namespace model

template <entity... Models>
class metadata {
 public:
  /// The models' tables in the order of creation: each after those it points to.
  static constexpr auto tables = [] {
    constexpr std::array<const catalog::table*, sizeof...(Models)> listed{&model::table_of<Models>...};
    constexpr auto order = model::creation_order(listed);
    std::array<const catalog::table*, sizeof...(Models)> sorted{};
    for (std::size_t i = 0; i < sorted.size(); ++i) sorted[i] = listed[order[i]];
    return sorted;
  }();

  static_assert(model::names_differ(tables),
                "plinth[E1044]: two models of this metadata have the same table name; give each its own");
  static_assert((model::foreign_keys_of<Models, model::fault_of_keys(model::table_of<Models>, tables)>::ok && ...));
  static_assert((model::relations_stay_inside<Models>(reflect::field_types<Models>{}, reflect::type_list<Models...>{}) &&
                 ...));
  static_assert(((model::relations_of<Models>.size() < 65) && ...));

  template <class Model>
  static constexpr bool has = (std::is_same_v<Model, Models> || ...);

  /// Emits CREATE TABLE and CREATE INDEX for what is not there yet, in one transaction. A table that is there stays as
  /// it is, whatever it looks like: changing it is a migration's work.
  template <class Engine>
  static void create_all(Engine& on) {
    create_tables(on, std::span<const catalog::table* const>(tables));
  }

  /// Emits DROP TABLE for what is there, in the opposite order, in one transaction.
  template <class Engine>
  static void drop_all(Engine& on) {
    drop_tables(on, std::span<const catalog::table* const>(tables));
  }
};

}  // namespace plinth
