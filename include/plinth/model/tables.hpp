// SPDX-License-Identifier: MIT
#pragma once

// From a struct and its words to its catalog: constexpr data, one set of arrays for each model.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include <plinth/catalog/table.hpp>
#include <plinth/model/column_type.hpp>
#include <plinth/model/relationship.hpp>
#include <plinth/model/table.hpp>
#include <plinth/reflect/fields.hpp>

namespace plinth::model {

/// What T says of its table: its mapping's words before its own.
template <class T>
constexpr const auto& table_words() {
  if constexpr (reflect::detail::says_table<mapping<T>>)
    return mapping<T>::table;
  else
    return T::table;
}

}  // namespace plinth::model

namespace plinth {

/// A struct that is a table.
template <class T>
concept entity = std::is_class_v<T> && (reflect::detail::says_table<mapping<T>> || reflect::detail::says_table<T>);

}  // namespace plinth

namespace plinth::model {

template <class T>
using table_words_type = std::remove_cvref_t<decltype(table_words<T>())>;

inline constexpr std::size_t max_key_columns = 8;

/// The members that an entry names, resolved: positions among the struct's fields, and what they point to.
struct entry_members {
  std::size_t count = 0;
  std::array<std::size_t, max_key_columns> fields{};
  std::array<std::string_view, max_key_columns> names{};
  std::string_view target_table{};
  std::array<std::string_view, max_key_columns> target_names{};
};

/// The entry about a field: `entries.size()` if none is.
template <class T>
constexpr std::size_t entry_index(std::size_t field);

/// The name in the database of the field's column.
template <class T>
constexpr std::string_view column_name(std::size_t field);

template <class T, auto Member>
consteval std::size_t member_index() {
  constexpr std::size_t index = reflect::index_of<T, Member>();
  static_assert(index < reflect::field_count<T>,
                "plinth[E1010]: an entry of this table names a member that is none of the struct's fields");
  return index;
}

template <auto Member>
using model_of = reflect::detail::class_of<Member>;

template <class T, auto... Own>
constexpr void note_own(entry_members& out, members<Own...>) {
  static_assert(sizeof...(Own) <= max_key_columns, "plinth[E1013]: a key or index of more than 8 columns");
  ((out.fields[out.count++] = member_index<T, Own>()), ...);
}

constexpr void note_target(entry_members& out, std::string_view text, members<>) {
  const std::size_t point = text.rfind('.');
  if (point == std::string_view::npos) return;
  out.target_table = text.substr(0, point);
  out.target_names[0] = text.substr(point + 1);
}

template <auto First, auto... Rest>
constexpr void note_target(entry_members& out, std::string_view, members<First, Rest...>) {
  out.target_table = table_words<model_of<First>>().name;
  std::size_t at = 0;
  out.target_names[at++] = column_name<model_of<First>>(member_index<model_of<First>, First>());
  ((out.target_names[at++] = column_name<model_of<Rest>>(member_index<model_of<Rest>, Rest>())), ...);
}

/// For each entry the fields it is about; cheap enough to be asked for by every other question below.
template <class T, class... Entries>
consteval auto fields_of_entries(reflect::type_list<Entries...>) {
  std::array<entry_members, sizeof...(Entries)> result{};
  std::size_t at = 0;
  (note_own<T>(result[at++], typename Entries::own{}), ...);
  return result;
}

template <class T>
inline constexpr auto entry_fields = fields_of_entries<T>(typename table_words_type<T>::entry_types{});

template <class T>
constexpr std::size_t entry_index(std::size_t field) {
  const auto& entries = table_words<T>().entries;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const bool about = entries[i].kind == entry_kind::column || entries[i].kind == entry_kind::relation;
    if (about && entry_fields<T>[i].fields[0] == field) return i;
  }
  return entries.size();
}

/// What the table says of a field; the usual where it says nothing.
template <class T>
constexpr entry entry_of_field(std::size_t field) {
  const std::size_t at = entry_index<T>(field);
  return at < table_words<T>().entries.size() ? table_words<T>().entries[at] : entry{};
}

template <class T>
constexpr std::string_view column_name(std::size_t field) {
  const std::string_view name = entry_of_field<T>(field).name;
  return name.empty() ? reflect::field_names<T>[field] : name;
}

template <class F>
consteval const field_type* type_of_field() {
  if constexpr (is_column_field<F>)
    return &field_type_of<F>;
  else
    return nullptr;
}

template <class... Fields>
consteval auto types_of_fields(reflect::type_list<Fields...>) {
  return std::array<const field_type*, sizeof...(Fields)>{type_of_field<Fields>()...};
}

/// For each field its type's functions, null where it can be no column.
template <class T>
inline constexpr auto field_types_of = types_of_fields(reflect::field_types<T>{});

template <class... Fields>
consteval auto which_are_columns(reflect::type_list<Fields...>) {
  return std::array<bool, sizeof...(Fields)>{is_column_field<Fields>...};
}

/// Asked for apart from the pointers above: under UBSan g++ 12 does not compare an address with null at compile time.
template <class T>
inline constexpr auto column_fields_of = which_are_columns(reflect::field_types<T>{});

template <class... Fields>
consteval auto which_are_relations(reflect::type_list<Fields...>) {
  return std::array<bool, sizeof...(Fields)>{is_relationship<Fields>...};
}

template <class T>
inline constexpr auto relation_fields_of = which_are_relations(reflect::field_types<T>{});

template <class T>
constexpr bool is_column(std::size_t field) {
  return column_fields_of<T>[field] && !entry_of_field<T>(field).unmapped;
}

template <class T>
consteval std::size_t count_columns() {
  std::size_t count = 0;
  for (std::size_t i = 0; i < reflect::field_count<T>; ++i) count += is_column<T>(i) ? 1 : 0;
  return count;
}

template <class T>
inline constexpr std::size_t column_count = count_columns<T>();

/// The columns' positions among the fields.
template <class T>
inline constexpr auto column_fields = [] {
  std::array<std::uint16_t, column_count<T>> result{};
  std::size_t at = 0;
  for (std::size_t i = 0; i < reflect::field_count<T>; ++i)
    if (is_column<T>(i)) result[at++] = static_cast<std::uint16_t>(i);
  return result;
}();

/// The position of a member among the model's columns; `column_count` if it is none.
template <class T, auto Member>
consteval std::size_t column_index_of() {
  constexpr std::size_t field = reflect::index_of<T, Member>();
  for (std::size_t i = 0; i < column_count<T>; ++i)
    if (column_fields<T>[i] == field) return i;
  return column_count<T>;
}

template <class T, class... Entries>
consteval auto resolve_entries(reflect::type_list<Entries...>) {
  auto result = entry_fields<T>;
  for (entry_members& e : result)
    for (std::size_t i = 0; i < e.count; ++i) e.names[i] = column_name<T>(e.fields[i]);
  std::size_t at = 0;
  ((note_target(result[at], table_words<T>().entries[at].target, typename Entries::target_members{}), ++at), ...);
  return result;
}

/// A field whose type cannot be a column, nor a relationship: the number of fields if there is none.
template <class T>
consteval std::size_t unsupported_field() {
  for (std::size_t i = 0; i < reflect::field_count<T>; ++i)
    if (!column_fields_of<T>[i] && !relation_fields_of<T>[i] && !entry_of_field<T>(i).unmapped) return i;
  return reflect::field_count<T>;
}

constexpr bool is_key_entry(const entry& e) {
  return (e.kind == entry_kind::column && e.primary_key) || e.kind == entry_kind::primary_key;
}
constexpr bool is_unique_entry(const entry& e) {
  return (e.kind == entry_kind::column && e.unique && !e.index) || e.kind == entry_kind::unique;
}
constexpr bool is_index_entry(const entry& e) {
  return (e.kind == entry_kind::column && e.index) || e.kind == entry_kind::index;
}
constexpr bool is_check_entry(const entry& e) { return !e.check.empty(); }
constexpr bool is_foreign_key_entry(const entry& e) { return e.has_foreign_key; }

/// Everything about one model's table.
template <class T>
struct table_data {
  static constexpr auto members = resolve_entries<T>(typename table_words_type<T>::entry_types{});
  static constexpr const auto& entries = table_words<T>().entries;

  static_assert(unsupported_field<T>() == reflect::field_count<T>,
                "plinth[E1011]: the type of a field is no column type; specialise plinth::column_type for it, or say "
                "plinth::column<&Model::member>(plinth::unmapped)");

  template <class Is>
  static consteval std::size_t count(Is is) {
    std::size_t result = 0;
    for (const entry& e : entries) result += is(e) ? 1 : 0;
    return result;
  }

  static consteval std::size_t count_key_columns() {
    std::size_t result = 0;
    for (std::size_t i = 0; i < entries.size(); ++i)
      if (is_key_entry(entries[i])) result += members[i].count;
    return result;
  }
  static_assert(count_key_columns() > 0,
                "plinth[E1012]: this model has no primary key; say plinth::column<&Model::member>(plinth::primary_key)");

  static constexpr auto key_columns = [] {
    std::array<std::string_view, count_key_columns()> result{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < entries.size(); ++i)
      if (is_key_entry(entries[i]))
        for (std::size_t k = 0; k < members[i].count; ++k) result[at++] = members[i].names[k];
    return result;
  }();

  static constexpr auto columns = [] {
    std::array<catalog::column, column_count<T>> result{};
    for (std::size_t i = 0; i < result.size(); ++i) {
      const std::size_t field = column_fields<T>[i];
      const field_type& type = *field_types_of<T>[field];
      const entry e = entry_of_field<T>(field);
      catalog::column& c = result[i];
      c.name = column_name<T>(field);
      c.type = type.type;
      if (e.length > 0) c.type.length = e.length;
      c.nullable = type.nullable;
      const bool only_key = key_columns.size() == 1 && key_columns[0] == c.name;
      c.generated_key = only_key && type.kind == kind::integer && !e.client_key && !e.has_foreign_key;
      c.server_default = e.server_default;
      c.default_is_literal = e.default_is_literal;
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
      f.columns = std::span(members[i].names).first(members[i].count);
      f.target_table = members[i].target_table;
      f.target_columns = std::span(members[i].target_names).first(members[i].count);
      f.on_delete = entries[i].on_delete;
      f.on_update = entries[i].on_update;
    }
    return result;
  }();

  static constexpr auto uniques = [] {
    std::array<catalog::unique_constraint, count(is_unique_entry)> result{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (!is_unique_entry(entries[i])) continue;
      catalog::unique_constraint& u = result[at++];
      if (entries[i].kind == entry_kind::unique) u.name = entries[i].name;
      u.columns = std::span(members[i].names).first(members[i].count);
    }
    return result;
  }();

  static constexpr auto checks = [] {
    std::array<catalog::check_constraint, count(is_check_entry)> result{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (!is_check_entry(entries[i])) continue;
      result[at].name = entries[i].kind == entry_kind::column ? members[i].names[0] : entries[i].name;
      result[at++].expression = entries[i].check;
    }
    return result;
  }();

  static constexpr auto indexes = [] {
    std::array<catalog::index, count(is_index_entry)> result{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (!is_index_entry(entries[i])) continue;
      catalog::index& x = result[at++];
      if (entries[i].kind == entry_kind::index) x.name = entries[i].name;
      x.columns = std::span(members[i].names).first(members[i].count);
      x.unique = entries[i].unique;
      x.where = entries[i].where;
    }
    return result;
  }();

  static constexpr catalog::table value{.name = table_words<T>().name,
                                        .columns = columns,
                                        .key = {.name = {}, .columns = key_columns},
                                        .foreign_keys = foreign_keys,
                                        .uniques = uniques,
                                        .checks = checks,
                                        .indexes = indexes};
};

/// The model's table as plain data, known at compile time.
template <entity T>
inline constexpr const catalog::table& table_of = table_data<T>::value;

}  // namespace plinth::model
