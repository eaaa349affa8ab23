// SPDX-License-Identifier: MIT
#pragma once

// From a struct and its words to its catalog: constexpr data, one set of arrays for each model.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <plinth/catalog/table.hpp>
#include <plinth/core/quoted.hpp>
#include <plinth/model/checks.hpp>
#include <plinth/model/entries.hpp>

namespace plinth::model {

/// What the entries point to: for each its table, for each slot the name of the column.
template <std::size_t Entries, std::size_t Slots>
struct entry_targets {
  std::array<std::string_view, Entries> tables{};
  std::array<std::string_view, Slots> columns{};
};

/// Splits "table.column".
constexpr void note_target(std::string_view& table, std::string_view* column, std::string_view text, members<>) {
  const std::size_t point = text.rfind('.');
  if (point == std::string_view::npos) {
    table = text;
    return;
  }
  table = text.substr(0, point);
  *column = text.substr(point + 1);
}

template <auto First, auto... Rest>
constexpr void note_target(std::string_view& table, std::string_view* column, std::string_view,
                           members<First, Rest...>) {
  using target = model_of<First>;
  if constexpr (entity<target>) {
    table = table_words<target>().name;
    const auto note = [&](std::size_t field) {
      if (field < reflect::field_count<target>) *column = column_name<target>(field);
      ++column;
    };
    note(reflect::index_of<target, First>());
    (note(reflect::index_of<target, Rest>()), ...);
  }
}

template <class T, class... Entries>
consteval auto targets_of_entries(reflect::type_list<Entries...> types) {
  entry_targets<sizeof...(Entries), count_slots(types) + 1> result;
  result.tables.fill({});  // g++ 12 loses elements that only their default initialised
  result.columns.fill({});
  const auto& entries = table_words<T>().entries;
  std::size_t i = 0;
  const auto note = [&](auto target_members) {
    if (target_members.size > 0 || entries[i].has_foreign_key)
      note_target(result.tables[i], &result.columns[slots_of<T>[i].begin], entries[i].target, target_members);
    ++i;
  };
  (note(typename Entries::target_members{}), ...);
  return result;
}

template <class T>
inline constexpr auto targets_of = targets_of_entries<T>(entry_types_of<T>{});

/// The columns' names of each slot's own member.
template <class T>
inline constexpr auto own_names_of = [] {
  std::array<std::string_view, entry_fields<T>.size()> result{};
  for (const entry_slots& s : slots_of<T>)
    for (std::size_t i = s.begin; i < std::size_t{s.begin} + s.own; ++i)
      if (entry_fields<T>[i] < reflect::field_count<T>) result[i] = column_name<T>(entry_fields<T>[i]);
  return result;
}();

/// The field that marks removed rows; the number of fields where none does.
template <class T>
inline constexpr std::size_t removal_field = [] {
  std::size_t field = reflect::field_count<T>;
  for (const entry& e : table_words<T>().entries)
    if (e.soft_delete) field = 0;
  while (field < reflect::field_count<T> && !entry_of_field<T>(field).soft_delete) ++field;
  return field;
}();

template <class T>
inline constexpr bool keeps_removed_rows = removal_field<T> < reflect::field_count<T>;

/// The name of its column; empty where there is none.
template <class T>
inline constexpr std::string_view removal_column = [] {
  if constexpr (keeps_removed_rows<T>) return column_name<T>(removal_field<T>);
  return std::string_view{};
}();

/// The condition of an index over the rows that are not removed, as SQL.
template <class T>
struct not_removed {
  static constexpr std::string_view after = " IS NULL";
  static constexpr std::size_t name_size = [] {
    std::size_t count = 0;
    plinth::detail::put_quoted(removal_column<T>, [&](char) { ++count; });
    return count;
  }();
  static constexpr auto characters = [] {
    std::array<char, name_size + after.size()> text{};
    std::size_t at = 0;
    const auto put = [&](char c) { text[at++] = c; };
    plinth::detail::put_quoted(removal_column<T>, put);
    for (const char c : after) put(c);
    return text;
  }();
  static constexpr std::string_view text{characters.data(), characters.size()};
};

/// Everything about one model's table. It exists for a faulty model too, as far as it goes, so that the fault is the
/// one error there is.
template <class T>
struct table_data {
  static constexpr bool is_sound = table_check<T>::sound;
  static constexpr const auto& entries = table_words<T>().entries;
  static constexpr const auto& own_names = own_names_of<T>;
  static constexpr const auto& targets = targets_of<T>;

  template <class Is>
  static consteval std::size_t count(Is is) {
    std::size_t result = 0;
    for (const entry& e : entries) result += is(e) ? 1 : 0;
    return result;
  }

  /// The names of the columns that an entry is about.
  static constexpr std::span<const std::string_view> columns_of(std::size_t entry) {
    return std::span(own_names).subspan(slots_of<T>[entry].begin, slots_of<T>[entry].own);
  }

  static constexpr auto key_columns = [] {
    std::array<std::string_view, count_key_columns<T>()> result{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < entries.size(); ++i)
      if (is_key_entry(entries[i]))
        for (const std::string_view name : columns_of(i)) result[at++] = name;
    return result;
  }();

  static constexpr auto columns = [] {
    std::array<catalog::column, column_count<T>> result{};
    for (std::size_t i = 0; i < result.size(); ++i) {
      const std::size_t field = column_fields<T>[i];
      const field_type& type = *field_types_of<T>[field];
      const entry& e = entry_of_field<T>(field);
      catalog::column& c = result[i];
      c.name = column_name<T>(field);
      c.type = type.type;
      if (e.length > 0) c.type.length = e.length;
      c.nullable = type.nullable;
      const bool only_key = key_columns.size() == 1 && key_columns[0] == c.name;
      c.generated_key = only_key && type.kind == kind::integer && !e.client_key && !e.has_foreign_key;
      c.server_default = e.server_default;
      c.default_is_literal = e.default_is_literal;
      c.never_reuses_keys = e.never_reuses_keys;
      c.type.declared = e.database_type;
      c.computation = e.computation;
      c.expression = e.expression;
      c.collation = e.collation;
      c.renamed_from = e.renamed_from;
    }
    return result;
  }();

  static constexpr auto foreign_keys = [] {
    std::array<catalog::foreign_key, count(is_foreign_key_entry)> result{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (!is_foreign_key_entry(entries[i])) continue;
      catalog::foreign_key& f = result[at++];
      if (entries[i].kind == entry_kind::foreign_key) f.name = entries[i].name;
      f.columns = columns_of(i);
      f.target_table = targets.tables[i];
      f.target_columns = std::span(targets.columns).subspan(slots_of<T>[i].begin, slots_of<T>[i].own);
      f.on_delete = entries[i].on_delete;
      f.on_update = entries[i].on_update;
      f.checked = entries[i].checked;
    }
    return result;
  }();

  static constexpr auto uniques = [] {
    std::array<catalog::unique_constraint, keeps_removed_rows<T> ? 0 : count(is_unique_entry)> result{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < entries.size() && !keeps_removed_rows<T>; ++i) {
      if (!is_unique_entry(entries[i])) continue;
      catalog::unique_constraint& u = result[at++];
      if (entries[i].kind == entry_kind::unique) u.name = entries[i].name;
      u.columns = columns_of(i);
    }
    return result;
  }();

  static constexpr auto checks = [] {
    std::array<catalog::check_constraint, count(is_check_entry)> result{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (!is_check_entry(entries[i])) continue;
      result[at].name = entries[i].kind == entry_kind::column ? columns_of(i)[0] : entries[i].name;
      result[at++].expression = entries[i].check;
    }
    return result;
  }();

  static constexpr auto indexes = [] {
    constexpr std::size_t in_place_of_uniques = keeps_removed_rows<T> ? count(is_unique_entry) : 0;
    std::array<catalog::index, count(is_index_entry) + in_place_of_uniques> result{};
    std::size_t at = 0;
    if constexpr (in_place_of_uniques > 0)
      for (std::size_t i = 0; i < entries.size(); ++i) {
        if (!is_unique_entry(entries[i])) continue;
        catalog::index& x = result[at++];
        if (entries[i].kind == entry_kind::unique) x.name = entries[i].name;
        x.columns = columns_of(i);
        x.unique = true;
        x.where = not_removed<T>::text;
      }
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (!is_index_entry(entries[i])) continue;
      catalog::index& x = result[at++];
      if (entries[i].kind == entry_kind::index) x.name = entries[i].name;
      x.columns = columns_of(i);
      x.unique = entries[i].unique;
      x.where = entries[i].where;
      x.descending = entries[i].descending;
      if (entries[i].kind == entry_kind::index) x.expression = entries[i].expression;
    }
    return result;
  }();

  /// What the entries about the table itself say together.
  static constexpr entry options = [] {
    entry result{};
    for (const entry& e : entries) {
      if (e.kind != entry_kind::option) continue;
      if (!e.renamed_from.empty()) result.renamed_from = e.renamed_from;
      result.strict = result.strict || e.strict;
      result.without_rowid = result.without_rowid || e.without_rowid;
    }
    return result;
  }();

  static constexpr catalog::table value{.name = table_words<T>().name,
                                        .columns = columns,
                                        .key = {.name = {}, .columns = key_columns},
                                        .foreign_keys = foreign_keys,
                                        .uniques = uniques,
                                        .checks = checks,
                                        .indexes = indexes,
                                        .strict = options.strict,
                                        .without_rowid = options.without_rowid,
                                        .renamed_from = options.renamed_from};
};

/// The model's table as plain data, known at compile time.
template <entity T>
inline constexpr const catalog::table& table_of = table_data<T>::value;

}  // namespace plinth::model
