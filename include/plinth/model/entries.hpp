// SPDX-License-Identifier: MIT
#pragma once

// What a struct's table says of its fields, brought together: for each entry the fields that it is about, for each
// field the entry about it, its column's name, and whether it is a column at all. Small arrays of numbers, because the
// compiler walks through them for every model. Nothing is refused here: what is wrong with the words stays visible in
// the data, and model/checks.hpp says it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

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
concept entity = std::is_class_v<T> &&(reflect::detail::says_table<mapping<T>> || reflect::detail::says_table<T>);

}  // namespace plinth

namespace plinth::model {

template <class T>
using table_words_type = std::remove_cvref_t<decltype(table_words<T>())>;

template <class T>
using entry_types_of = typename table_words_type<T>::entry_types;

template <auto Member>
using model_of = reflect::detail::class_of<Member>;

inline constexpr std::size_t max_key_columns = 8;

constexpr bool same_texts(std::span<const std::string_view> a, std::span<const std::string_view> b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] != b[i]) return false;
  return true;
}

/// Where the members that an entry names stand in the arrays of all entries' members.
struct entry_slots {
  std::uint16_t begin = 0;
  std::uint16_t own = 0;      ///< how many members of the model's own it names
  std::uint16_t targets = 0;  ///< how many members it points to
};

template <class... Entries>
consteval auto slots_of_entries(reflect::type_list<Entries...>) {
  std::array<entry_slots, sizeof...(Entries)> result{entry_slots{
      0, static_cast<std::uint16_t>(Entries::own::size), static_cast<std::uint16_t>(Entries::target_members::size)}...};
  std::uint16_t at = 0;
  for (entry_slots& s : result) {
    s.begin = at;
    at = static_cast<std::uint16_t>(at + (s.own > s.targets ? s.own : s.targets));
  }
  return result;
}

template <class... Entries>
consteval std::size_t count_slots(reflect::type_list<Entries...>) {
  return ((Entries::own::size > Entries::target_members::size ? Entries::own::size : Entries::target_members::size) +
          ... + 0);
}

/// For each entry of T's table the place of its members.
template <class T>
inline constexpr auto slots_of = slots_of_entries(entry_types_of<T>{});

template <class T, auto... Own>
constexpr void note_own(std::uint16_t* out, members<Own...>) {
  ((*out++ = static_cast<std::uint16_t>(reflect::index_of<T, Own>())), ...);
}

template <class T, class... Entries>
consteval auto fields_of_entries(reflect::type_list<Entries...> entries) {
  std::array<std::uint16_t, count_slots(entries) + 1> result{};
  std::size_t i = 0;
  (note_own<T>(result.data() + slots_of<T>[i++].begin, typename Entries::own{}), ...);
  return result;
}

/// For each slot the position of an own member among the fields; the number of fields where it is none of them.
template <class T>
inline constexpr auto entry_fields = fields_of_entries<T>(entry_types_of<T>{});

constexpr bool is_about_one_field(const entry& e) {
  return e.kind == entry_kind::column || e.kind == entry_kind::relation;
}

/// For each field the first entry about it; the number of entries where there is none.
template <class T>
inline constexpr auto entries_of_fields = [] {
  const auto& entries = table_words<T>().entries;
  std::array<std::uint16_t, reflect::field_count<T>> result{};
  result.fill(static_cast<std::uint16_t>(entries.size()));
  for (std::size_t i = entries.size(); i-- > 0;) {
    const std::size_t field = entry_fields<T>[slots_of<T>[i].begin];
    if (is_about_one_field(entries[i]) && field < result.size()) result[field] = static_cast<std::uint16_t>(i);
  }
  return result;
}();

inline constexpr entry usual_entry{};

/// What the table says of a field; the usual where it says nothing.
template <class T>
constexpr const entry& entry_of_field(std::size_t field) {
  const auto& entries = table_words<T>().entries;
  const std::size_t at = entries_of_fields<T>[field];
  return at < entries.size() ? entries[at] : usual_entry;
}

/// For each field the name that its column has in the database.
template <class T>
inline constexpr auto column_names = [] {
  std::array<std::string_view, reflect::field_count<T>> result = reflect::field_names<T>;
  for (std::size_t i = 0; i < result.size(); ++i)
    if (const std::string_view name = entry_of_field<T>(i).name; !name.empty()) result[i] = name;
  return result;
}();

/// The name in the database of the field's column.
template <class T>
constexpr std::string_view column_name(std::size_t field) {
  return column_names<T>[field];
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

/// What the type of a field can be. Asked for apart from the pointers above: under UBSan g++ 12 does not compare an
/// address with null at compile time.
enum class field_role : std::uint8_t { column, to_one, to_many, too_fine, unknown };

template <class F>
consteval field_role role_of_type() {
  if (is_column_field<F>) return field_role::column;
  if (is_relationship<F>) return relation_to_many<F> ? field_role::to_many : field_role::to_one;
  return is_too_fine_time<F> ? field_role::too_fine : field_role::unknown;
}

template <class... Fields>
consteval auto roles_of_types(reflect::type_list<Fields...>) {
  return std::array<field_role, sizeof...(Fields)>{role_of_type<Fields>()...};
}

template <class T>
inline constexpr auto field_roles = roles_of_types(reflect::field_types<T>{});

template <class T>
constexpr bool is_column(std::size_t field) {
  return field_roles<T>[field] == field_role::column && !entry_of_field<T>(field).unmapped;
}

constexpr bool is_relationship_role(field_role r) { return r == field_role::to_one || r == field_role::to_many; }

template <class T>
constexpr bool is_relation(std::size_t field) {
  return is_relationship_role(field_roles<T>[field]) && !entry_of_field<T>(field).unmapped;
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

}  // namespace plinth::model
