// SPDX-License-Identifier: MIT
#pragma once

// The closed list of an application's models: `using Base = plinth::metadata<User, Item>;`. What concerns several
// models at once is checked here, by the compiler.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include <plinth/reflect/fields.hpp>  // first: the compiler's errors show the way to it, and this one is short

#include <plinth/catalog/table.hpp>
#include <plinth/model/checks.hpp>
#include <plinth/model/listed_pairs.hpp>
#include <plinth/model/relation_checks.hpp>
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

enum class metadata_fault : std::uint8_t {
  none,
  no_table,        // E1047
  same_name,       // E1044
  unknown_table,   // E1040
  unknown_column,  // E1041
  other_type,      // E1042
  no_unique_key,   // E1046
};

/// A fault, the model that has it, and the field of the foreign key that is meant.
struct fault_in_metadata {
  metadata_fault fault = metadata_fault::none;
  std::uint16_t model = 0;
  std::uint16_t column = 0;
};

constexpr bool same_column_type(const catalog::data_type& a, const catalog::data_type& b) {
  return a.base == b.base && a.precision == b.precision && a.scale == b.scale && same_texts(a.labels, b.labels);
}

constexpr bool has_column(std::span<const std::string_view> columns, std::string_view wanted) {
  for (const std::string_view column : columns)
    if (column == wanted) return true;
  return false;
}

/// Whether both are the same columns, in whatever order.
constexpr bool has_columns(std::span<const std::string_view> columns, std::span<const std::string_view> wanted) {
  for (const std::string_view column : wanted)
    if (!has_column(columns, column)) return false;
  return columns.size() == wanted.size();
}

/// Whether no two rows of `t` have the same values in these columns, as far as the table itself makes sure of it.
constexpr bool is_unique(const catalog::table& t, std::span<const std::string_view> columns) {
  if (has_columns(t.key.columns, columns)) return true;
  for (const catalog::unique_constraint& unique : t.uniques)
    if (has_columns(unique.columns, columns)) return true;
  for (const catalog::index& index : t.indexes)
    if (index.unique && index.where.empty() && index.expression.empty() && has_columns(index.columns, columns))
      return true;
  return false;
}

constexpr metadata_fault fault_of_key(const catalog::table& t, const catalog::foreign_key& key,
                                      std::span<const catalog::table* const> tables) {
  std::size_t at = 0;
  while (at < tables.size() && tables[at]->name != key.target_table) ++at;
  if (at == tables.size()) return metadata_fault::unknown_table;
  const catalog::table& target = *tables[at];
  for (std::size_t i = 0; i < key.columns.size(); ++i) {
    const std::size_t there = column_position(target, key.target_columns[i]);
    if (there == target.columns.size()) return metadata_fault::unknown_column;
    const std::size_t here = column_position(t, key.columns[i]);
    if (!same_column_type(t.columns[here].type, target.columns[there].type)) return metadata_fault::other_type;
  }
  return is_unique(target, key.target_columns) ? metadata_fault::none : metadata_fault::no_unique_key;
}

/// The first fault that concerns several tables.
constexpr fault_in_metadata fault_of_tables(std::span<const catalog::table* const> tables) {
  for (std::uint16_t i = 0; i < tables.size(); ++i)
    for (std::uint16_t j = 0; j < i; ++j)
      if (tables[i]->name == tables[j]->name) return {metadata_fault::same_name, i, 0};
  for (std::uint16_t i = 0; i < tables.size(); ++i)
    for (const catalog::foreign_key& key : tables[i]->foreign_keys)
      if (const metadata_fault fault = fault_of_key(*tables[i], key, tables); fault != metadata_fault::none)
        return {fault, i, column_position(*tables[i], key.columns[0])};
  return {};
}

// ---- the sentences --------------------------------------------------------------------------------------------------

template <class Struct>
struct struct_without_table {
  static_assert(is_sound<Struct>,
                "plinth[E1047]: this struct is no model, for it has no table; give it a `static constexpr "
                "auto table = plinth::table(...)`, or take it out of plinth::metadata");
};
template <class Model>
struct another_model_has_its_table_name {
  static_assert(is_sound<Model>,
                "plinth[E1044]: another model of this metadata has the same table name; give each its own");
};
template <class Model, auto Member>
struct foreign_key_to_unknown_table {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1040]: this foreign key points to a table that no model of the metadata has; add that model to "
      "plinth::metadata, or correct the name (\"table.column\")");
};
template <class Model, auto Member>
struct foreign_key_to_unknown_column {
  static_assert(is_sound<Model, Member>,
                "plinth[E1041]: this foreign key names a column that its target does not have; correct the name "
                "(\"table.column\", as in the database)");
};
template <class Model, auto Member>
struct foreign_key_of_another_type {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1042]: this foreign key is of another type than the column that it points to; give both members "
      "the same type");
};
template <class Model, auto Member>
struct foreign_key_to_no_unique_column {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1046]: this foreign key points to what is neither the primary key nor unique in its table; point "
      "to the key, or make the column plinth::unique");
};
template <class Model, auto Member>
struct table_of_pairs_is_taken {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1065]: the table that plinth::secondary names is a model's, or another relationship's that is not this "
      "one's other side; make the relation plinth::viewonly, or name another table");
};
template <class Target, class Model, auto Member>
inline constexpr bool is_in_metadata = false;

template <class Model, auto Member, class Target>
struct relationship_to_model_outside {
  static_assert(is_in_metadata<Target, Model, Member>,
                "plinth[E1043]: this relationship leads to a model that is not in the metadata; add that model to "
                "plinth::metadata");
};

template <metadata_fault Fault, class Model, auto Member>
struct metadata_sentence {
  using type = nothing_wrong;
};
template <class Model, auto Member>
struct metadata_sentence<metadata_fault::same_name, Model, Member> {
  using type = another_model_has_its_table_name<Model>;
};
template <class Model, auto Member>
struct metadata_sentence<metadata_fault::unknown_table, Model, Member> {
  using type = foreign_key_to_unknown_table<Model, Member>;
};
template <class Model, auto Member>
struct metadata_sentence<metadata_fault::unknown_column, Model, Member> {
  using type = foreign_key_to_unknown_column<Model, Member>;
};
template <class Model, auto Member>
struct metadata_sentence<metadata_fault::other_type, Model, Member> {
  using type = foreign_key_of_another_type<Model, Member>;
};
template <class Model, auto Member>
struct metadata_sentence<metadata_fault::no_unique_key, Model, Member> {
  using type = foreign_key_to_no_unique_column<Model, Member>;
};

template <class... Sentences>
struct first_wrong {
  using type = nothing_wrong;
};
template <class First, class... Rest>
struct first_wrong<First, Rest...>
    : std::conditional_t<std::is_same_v<First, nothing_wrong>, first_wrong<Rest...>, std::type_identity<First>> {};

/// What one field of Model says of the list `Models`: a relationship has to stay inside.
template <class Model, std::size_t Field, class F, class... Models>
consteval auto sentence_about_field() {
  if constexpr (!is_relationship<F>)
    return std::type_identity<nothing_wrong>{};
  else if constexpr ((std::is_same_v<typename relation_target<F>::type, Models> || ...))
    return std::type_identity<nothing_wrong>{};
  else if constexpr (!is_relation<Model>(Field))
    return std::type_identity<nothing_wrong>{};
  else
    return std::type_identity<
        relationship_to_model_outside<Model, reflect::label_of<Model, Field>, typename relation_target<F>::type>>{};
}

template <class Model, class... Models, class... Fields, std::size_t... I>
consteval auto sentence_about_targets(reflect::type_list<Fields...>, std::index_sequence<I...>) {
  return first_wrong<typename decltype(sentence_about_field<Model, I, Fields, Models...>())::type...>{};
}

template <std::size_t Position, class First, class... Rest>
consteval auto nth_model() {
  if constexpr (Position == 0)
    return std::type_identity<First>{};
  else
    return nth_model<Position - 1, Rest...>();
}

template <class... Models>
consteval auto sentence_about_pairs() {
  constexpr auto pairs = list_pairs<Models...>();
  constexpr std::array<const catalog::table*, sizeof...(Models)> tables{&table_of<Models>...};
  constexpr std::size_t taken = find_taken_pairs(pairs, tables);
  if constexpr (taken == pairs.size()) {
    return std::type_identity<nothing_wrong>{};
  } else {
    using model = typename decltype(nth_model<pairs[taken].model, Models...>())::type;
    return std::type_identity<table_of_pairs_is_taken<model, reflect::label_of<model, pairs[taken].field>>>{};
  }
}

template <class... Models>
consteval auto sentence_about_keys() {
  constexpr std::array<const catalog::table*, sizeof...(Models)> tables{&table_of<Models>...};
  constexpr fault_in_metadata found = fault_of_tables(tables);
  if constexpr (found.fault == metadata_fault::none) {
    return sentence_about_pairs<Models...>();
  } else {
    using model = typename decltype(nth_model<found.model, Models...>())::type;
    return metadata_sentence<found.fault, model, reflect::label_of<model, column_fields<model>[found.column]>> {};
  }
}

/// The first thing that is wrong: with a model by itself, then with its relationships, then with what is between them.
template <class... Models>
consteval auto sentence_about_metadata() {
  if constexpr (!(entity<Models> && ...)) {
    return first_wrong<std::conditional_t<entity<Models>, nothing_wrong, struct_without_table<Models>>...>{};
  } else if constexpr (!(table_is_sound<Models> && ...)) {
    return first_wrong<table_sentence<Models>...>{};
  } else if constexpr (!(std::is_same_v<relations_sentence<Models>, nothing_wrong> && ...)) {
    return first_wrong<relations_sentence<Models>...>{};
  } else {
    using outside = first_wrong<typename decltype(sentence_about_targets<Models, Models...>(
        reflect::field_types<Models>{}, std::make_index_sequence<reflect::field_count<Models>>()))::type...>;
    if constexpr (!std::is_same_v<typename outside::type, nothing_wrong>)
      return outside{};
    else
      return sentence_about_keys<Models...>();
  }
}

template <class... Models>
using metadata_sentence_of = typename decltype(sentence_about_metadata<Models...>())::type;

template <class... Models>
inline constexpr bool metadata_is_sound =
    (reflect::fields_are_known<Models> && ...) && std::is_same_v<metadata_sentence_of<Models...>, nothing_wrong>;

/// The models' tables, and behind them the tables of pairs.
template <class... Models>
consteval auto models_and_pairs() {
  constexpr auto pairs = list_pairs<Models...>();
  constexpr std::size_t created = count_created(pairs);
  std::array<const catalog::table*, sizeof...(Models) + created> result{&table_of<Models>...};
  std::size_t at = sizeof...(Models);
  for (std::size_t i = 0; i < pairs.size(); ++i)
    if (is_created(pairs, i)) result[at++] = pairs[i].table;
  return result;
}

template <class... Models>
consteval auto tables_in_order() {
  if constexpr (metadata_is_sound<Models...>) {
    constexpr auto listed = models_and_pairs<Models...>();
    constexpr auto order = creation_order(listed);
    std::array<const catalog::table*, listed.size()> sorted{};
    for (std::size_t i = 0; i < sorted.size(); ++i) sorted[i] = listed[order[i]];
    return sorted;
  } else {
    return std::array<const catalog::table*, 0>{};
  }
}

}  // namespace model

template <class... Models>
class metadata {
  // To ask is to have the compiler say what is wrong: with a struct's fields first, for nothing makes sense without.
  static_assert(((sizeof(reflect::check_of_fields<Models>) > 0) && ...));
  static_assert(sizeof(model::metadata_sentence_of<Models...>) > 0);

 public:
  /// False only where the compiler has said what is wrong.
  static constexpr bool is_sound = model::metadata_is_sound<Models...>;

  /// The models' tables in the order of creation: each after those it points to.
  static constexpr auto tables = model::tables_in_order<Models...>();

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
