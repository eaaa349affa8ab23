// SPDX-License-Identifier: MIT
#pragma once

// What can be wrong with one model's table, found in its words and fields and said in one sentence. The compiler names
// the class that says it, and with it the model and the member. A valid model costs one walk over its entries; of the
// classes below only the one that is needed is ever made, and after it everything goes on as if nothing were wrong.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <plinth/model/entries.hpp>

namespace plinth::model {

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

template <class T>
consteval std::size_t count_key_columns() {
  std::size_t result = 0;
  for (std::size_t i = 0; i < slots_of<T>.size(); ++i)
    if (is_key_entry(table_words<T>().entries[i])) result += slots_of<T>[i].own;
  return result;
}

enum class table_fault : std::uint8_t {
  none,
  foreign_member,     // E1010
  named_twice,        // E1014
  too_fine_time,      // E1004
  unknown_type,       // E1011
  relation_column,    // E1017
  column_relation,    // E1018
  no_column,          // E1019
  too_many_columns,   // E1013
  nullable_key,       // E1015
  length_of_other,    // E1016
  unequal_key,        // E1026
  set_null_of_other,  // E1028
  bad_version,        // E1049
  bad_time,           // E1082
  bad_removal,        // E1083
  same_name,          // E1027
  target_of_base,     // E1045
  no_key,             // E1012
};

/// A fault and where it is: a field, or a slot of the entries' members where the member is no field of the model's.
struct found_fault {
  table_fault fault = table_fault::none;
  std::uint16_t entry = 0;
  std::uint16_t at = 0;
};

/// Whether the field may count how often its row was written.
template <class T>
consteval bool may_count_versions(std::uint16_t field) {
  const field_type& type = *field_types_of<T>[field];
  const bool counts = type.type.base == catalog::base_type::integer || type.type.base == catalog::base_type::bigint;
  if (!counts || type.nullable || entry_of_field<T>(field).primary_key) return false;
  for (std::uint16_t other = 0; other < field; ++other)
    if (entry_of_field<T>(other).row_version) return false;
  return true;
}

/// Whether a session may set the field to the time at which it wrote the row.
template <class T>
consteval bool may_be_set_by_clock(std::uint16_t field) {
  const entry& e = entry_of_field<T>(field);
  if (field_types_of<T>[field] -> type.base != catalog::base_type::timestamp || e.primary_key) return false;
  for (std::uint16_t other = 0; other < field; ++other) {
    const entry& before = entry_of_field<T>(other);
    if ((e.created_at && before.created_at) || (e.updated_at && before.updated_at)) return false;
  }
  return !(e.created_at && e.updated_at);
}

/// Whether a session may set the field to the time at which it removed the row.
template <class T>
consteval bool may_mark_removed(std::uint16_t field) {
  const entry& e = entry_of_field<T>(field);
  const field_type& type = *field_types_of<T>[field];
  if (type.type.base != catalog::base_type::timestamp || !type.nullable || e.created_at || e.updated_at) return false;
  for (std::uint16_t other = 0; other < field; ++other)
    if (entry_of_field<T>(other).soft_delete) return false;
  return true;
}

template <class T>
consteval found_fault fault_of_field(std::uint16_t field) {
  const entry& e = entry_of_field<T>(field);
  const std::uint16_t entry_at = entries_of_fields<T>[field];
  const auto is = [&](table_fault fault) { return found_fault{fault, entry_at, field}; };
  if (e.unmapped) return {};
  const bool has_entry = entry_at < slots_of<T>.size();
  switch (field_roles<T>[field]) {
    case field_role::too_fine: return is(table_fault::too_fine_time);
    case field_role::unknown: return is(table_fault::unknown_type);
    case field_role::to_one:
    case field_role::to_many:
      return has_entry && e.kind == entry_kind::column ? is(table_fault::relation_column) : found_fault{};
    case field_role::column: break;
  }
  if (e.kind == entry_kind::relation) return is(table_fault::column_relation);
  if (e.length > 0 && field_types_of<T>[field] -> type.base != catalog::base_type::text)
    return is(table_fault::length_of_other);
  if (e.row_version && !may_count_versions<T>(field)) return is(table_fault::bad_version);
  if (e.soft_delete && !may_mark_removed<T>(field)) return is(table_fault::bad_removal);
  if ((e.created_at || e.updated_at) && !may_be_set_by_clock<T>(field)) return is(table_fault::bad_time);
  return {};
}

/// Whether a foreign key's rule sets NULL where a column cannot be NULL.
constexpr bool sets_null(const entry& e) {
  return e.on_delete == catalog::action::set_null || e.on_update == catalog::action::set_null;
}

template <class T>
consteval found_fault fault_of_member(std::uint16_t entry_at, std::uint16_t slot) {
  const entry& e = table_words<T>().entries[entry_at];
  const std::uint16_t field = entry_fields<T>[slot];
  const auto is = [&](table_fault fault, std::uint16_t at) { return found_fault{fault, entry_at, at}; };
  if (field >= reflect::field_count<T>) return is(table_fault::foreign_member, slot);
  if (is_about_one_field(e) && entries_of_fields<T>[field] != entry_at) return is(table_fault::named_twice, field);
  const bool needs_column = !is_about_one_field(e) || e.primary_key || e.has_foreign_key || e.unique || e.index;
  if (!needs_column) return {};
  if (!is_column<T>(field)) {
    const bool relationship = is_relationship_role(field_roles<T>[field]);
    if (relationship && e.kind == entry_kind::column) return is(table_fault::relation_column, field);
    if (relationship || entry_of_field<T>(field).unmapped) return is(table_fault::no_column, field);
    return {};  // its type is what is wrong, which is said of the field
  }
  const bool nullable = field_types_of<T>[field] -> nullable;
  if (is_key_entry(e) && nullable) return is(table_fault::nullable_key, field);
  if (e.has_foreign_key && sets_null(e) && !nullable) return is(table_fault::set_null_of_other, field);
  return {};
}

template <class T>
consteval found_fault fault_of_entries() {
  for (std::uint16_t i = 0; i < slots_of<T>.size(); ++i) {
    const entry& e = table_words<T>().entries[i];
    const entry_slots& s = slots_of<T>[i];
    if (s.own > max_key_columns || s.targets > max_key_columns) return {table_fault::too_many_columns, i, 0};
    if (e.kind == entry_kind::foreign_key && s.own != s.targets) return {table_fault::unequal_key, i, 0};
    for (std::uint16_t slot = s.begin; slot < s.begin + s.own; ++slot)
      if (const found_fault found = fault_of_member<T>(i, slot); found.fault != table_fault::none) return found;
  }
  return {};
}

/// A column with the name of an earlier one.
template <class T>
consteval found_fault fault_of_names() {
  for (std::uint16_t i = 0; i < column_count<T>; ++i)
    for (std::uint16_t j = 0; j < i; ++j)
      if (column_name<T>(column_fields<T>[i]) == column_name<T>(column_fields<T>[j]))
        return {table_fault::same_name, 0, column_fields<T>[i]};
  return {};
}

template <auto Member>
consteval bool is_in_model() {
  if constexpr (entity<model_of<Member>>)
    return reflect::index_of<model_of<Member>, Member>() < reflect::field_count<model_of<Member>>;
  else
    return false;
}

template <auto... Members>
consteval bool are_in_models(members<Members...>) {
  return (is_in_model<Members>() && ...);
}

/// A foreign key whose target is a member of a struct without a table.
template <class... Entries>
consteval found_fault fault_of_targets(reflect::type_list<Entries...>) {
  std::uint16_t i = 0;
  found_fault result;
  const auto note = [&](bool sound) {
    if (!sound && result.fault == table_fault::none) result = {table_fault::target_of_base, i, 0};
    ++i;
  };
  (note(Entries::kind_of_entry == entry_kind::relation || are_in_models(typename Entries::target_members{})), ...);
  return result;
}

/// The first thing that is wrong with T's table.
template <class T>
consteval found_fault fault_of_table() {
  if constexpr (reflect::fields_are_known<T>) {
    if (const found_fault found = fault_of_entries<T>(); found.fault != table_fault::none) return found;
    for (std::uint16_t i = 0; i < reflect::field_count<T>; ++i)
      if (const found_fault found = fault_of_field<T>(i); found.fault != table_fault::none) return found;
    if (const found_fault found = fault_of_targets(entry_types_of<T>{}); found.fault != table_fault::none) return found;
    if (const found_fault found = fault_of_names<T>(); found.fault != table_fault::none) return found;
    if (count_key_columns<T>() == 0) return {table_fault::no_key, 0, 0};
  }
  return {};
}

// ---- the sentences --------------------------------------------------------------------------------------------------

/// Named by the compiler as what does not hold, with the model and the member.
template <class Model, auto... Member>
inline constexpr bool is_sound = false;

template <class Model, auto Member>
struct entry_names_another_structs_member {
  static_assert(is_sound<Model, Member>,
                "plinth[E1010]: an entry of this model's table names a member that is none of the model's fields; name "
                "one of its own (and a member of a base only if plinth::bases names the base)");
};
template <class Model, auto Member>
struct two_entries_name_one_member {
  static_assert(is_sound<Model, Member>,
                "plinth[E1014]: two entries of this model's table are about the same member; make them one");
};
template <class Model, auto Member>
struct time_is_finer_than_microseconds {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1004]: a time_point finer than microseconds would lose digits in the database; make the member "
      "std::chrono::sys_time<std::chrono::microseconds> (or local_time of it)");
};
template <class Model, auto Member>
struct member_type_is_no_column_type {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1011]: the type of this member is no column type; specialise plinth::column_type for it, or say "
      "plinth::column<&Model::member>(plinth::unmapped)");
};
template <class Model, auto Member>
struct relationship_described_as_column {
  static_assert(is_sound<Model, Member>,
                "plinth[E1017]: this member is a relationship, which has no column of its own; describe it with "
                "plinth::relation<&Model::member>(...), and give the foreign key to the column that holds it");
};
template <class Model, auto Member>
struct column_described_as_relation {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1018]: this member is no relationship; describe it with plinth::column<&Model::member>(...), or "
      "make it a plinth::relationship<Other>");
};
template <class Model, auto Member>
struct key_or_index_over_no_column {
  static_assert(is_sound<Model, Member>,
                "plinth[E1019]: a key, index or constraint of this model is over a member that is no column (a "
                "relationship, or unmapped); name the column that holds the value");
};
template <class Model>
struct key_or_index_over_too_many_columns {
  static_assert(is_sound<Model>,
                "plinth[E1013]: a key, index or constraint of this model has more than 8 columns; use "
                "fewer");
};
template <class Model, auto Member>
struct primary_key_is_optional {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1015]: a primary key cannot be NULL, and this member of it is a std::optional; make it the plain "
      "type (an integer of 0 is a key that the database has yet to choose)");
};
template <class Model, auto Member>
struct length_of_a_member_that_is_no_text {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1016]: plinth::length is for texts, and this member is none; take it away, or make the member a "
      "std::string");
};
template <class Model, auto Member>
struct member_cannot_count_versions {
  static_assert(is_sound<Model, Member>,
                "plinth[E1049]: plinth::row_version is for one plain integer of 32 or 64 bits that is no part of the "
                "primary key, and this member is another, or the second one; take it away, or make the member that");
};
template <class Model, auto Member>
struct member_cannot_be_set_by_clock {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1082]: plinth::created_at and plinth::updated_at are each for one std::chrono::sys_time (or optional) "
      "that is no part of the primary key, and this member is another, or the second one; take it away, or make the "
      "member that");
};
template <class Model, auto Member>
struct member_cannot_mark_removed_rows {
  static_assert(is_sound<Model, Member>,
                "plinth[E1083]: plinth::soft_delete is for one std::optional<std::chrono::sys_time<...>>, which is "
                "empty while the "
                "row is there, and this member is another, or the second one; take it away, or make the member that");
};
template <class Model>
struct foreign_key_with_unequal_sides {
  static_assert(
      is_sound<Model>,
      "plinth[E1026]: a composite_foreign_key of this model has another number of columns than it references; "
      "name as many members in plinth::references");
};
template <class Model, auto Member>
struct set_null_of_a_member_that_is_not_optional {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1028]: the foreign key sets this member to NULL, which it cannot be; make it a std::optional, or "
      "choose another on_delete or on_update");
};
template <class Model, auto Member>
struct two_columns_have_one_name {
  static_assert(is_sound<Model, Member>,
                "plinth[E1027]: another column of this model has the same name in the database; give each its own");
};
template <class Model>
struct foreign_key_to_a_member_of_no_model {
  static_assert(
      is_sound<Model>,
      "plinth[E1045]: a foreign key of this model points to a member whose struct has no table (a base, or no "
      "model at all); say which table is meant: plinth::foreign_key(\"table.column\")");
};
template <class Model>
struct model_without_primary_key {
  static_assert(
      is_sound<Model>,
      "plinth[E1012]: this model has no primary key; say plinth::column<&Model::member>(plinth::primary_key)");
};

template <std::size_t Place, auto First, auto... Rest>
consteval auto nth_member(members<First, Rest...>) {
  if constexpr (Place == 0)
    return First;
  else
    return nth_member<Place - 1>(members<Rest...>{});
}

template <std::size_t Entry, std::size_t Place, class First, class... Rest>
consteval auto nth_entry_member(reflect::type_list<First, Rest...>) {
  if constexpr (Entry == 0)
    return nth_member<Place>(typename First::own{});
  else
    return nth_entry_member<Entry - 1, Place>(reflect::type_list<Rest...>{});
}

using reflect::detail::nothing_wrong;

template <class T, table_fault Fault, std::size_t Entry, std::size_t At>
struct sentence {
  using type = nothing_wrong;
};
template <class T, std::size_t Entry, std::size_t At>
struct sentence<T, table_fault::foreign_member, Entry, At> {
  static constexpr auto member = nth_entry_member<Entry, At - slots_of<T>[Entry].begin>(entry_types_of<T>{});
  using type = entry_names_another_structs_member<T, member>;
};
template <class T, std::size_t Entry, std::size_t At>
struct sentence<T, table_fault::named_twice, Entry, At> {
  using type = two_entries_name_one_member<T, reflect::label_of<T, At>>;
};
template <class T, std::size_t Entry, std::size_t At>
struct sentence<T, table_fault::too_fine_time, Entry, At> {
  using type = time_is_finer_than_microseconds<T, reflect::label_of<T, At>>;
};
template <class T, std::size_t Entry, std::size_t At>
struct sentence<T, table_fault::unknown_type, Entry, At> {
  using type = member_type_is_no_column_type<T, reflect::label_of<T, At>>;
};
template <class T, std::size_t Entry, std::size_t At>
struct sentence<T, table_fault::relation_column, Entry, At> {
  using type = relationship_described_as_column<T, reflect::label_of<T, At>>;
};
template <class T, std::size_t Entry, std::size_t At>
struct sentence<T, table_fault::column_relation, Entry, At> {
  using type = column_described_as_relation<T, reflect::label_of<T, At>>;
};
template <class T, std::size_t Entry, std::size_t At>
struct sentence<T, table_fault::no_column, Entry, At> {
  using type = key_or_index_over_no_column<T, reflect::label_of<T, At>>;
};
template <class T, std::size_t Entry, std::size_t At>
struct sentence<T, table_fault::nullable_key, Entry, At> {
  using type = primary_key_is_optional<T, reflect::label_of<T, At>>;
};
template <class T, std::size_t Entry, std::size_t At>
struct sentence<T, table_fault::length_of_other, Entry, At> {
  using type = length_of_a_member_that_is_no_text<T, reflect::label_of<T, At>>;
};
template <class T, std::size_t Entry, std::size_t At>
struct sentence<T, table_fault::bad_time, Entry, At> {
  using type = member_cannot_be_set_by_clock<T, reflect::label_of<T, At>>;
};
template <class T, std::size_t Entry, std::size_t At>
struct sentence<T, table_fault::bad_removal, Entry, At> {
  using type = member_cannot_mark_removed_rows<T, reflect::label_of<T, At>>;
};
template <class T, std::size_t Entry, std::size_t At>
struct sentence<T, table_fault::bad_version, Entry, At> {
  using type = member_cannot_count_versions<T, reflect::label_of<T, At>>;
};
template <class T, std::size_t Entry, std::size_t At>
struct sentence<T, table_fault::set_null_of_other, Entry, At> {
  using type = set_null_of_a_member_that_is_not_optional<T, reflect::label_of<T, At>>;
};
template <class T, std::size_t Entry, std::size_t At>
struct sentence<T, table_fault::same_name, Entry, At> {
  using type = two_columns_have_one_name<T, reflect::label_of<T, At>>;
};
template <class T, std::size_t Entry, std::size_t At>
struct sentence<T, table_fault::too_many_columns, Entry, At> {
  using type = key_or_index_over_too_many_columns<T>;
};
template <class T, std::size_t Entry, std::size_t At>
struct sentence<T, table_fault::unequal_key, Entry, At> {
  using type = foreign_key_with_unequal_sides<T>;
};
template <class T, std::size_t Entry, std::size_t At>
struct sentence<T, table_fault::target_of_base, Entry, At> {
  using type = foreign_key_to_a_member_of_no_model<T>;
};
template <class T, std::size_t Entry, std::size_t At>
struct sentence<T, table_fault::no_key, Entry, At> {
  using type = model_without_primary_key<T>;
};

template <class T>
inline constexpr found_fault fault_of = fault_of_table<T>();

/// The class that says what is wrong with T's table, once it is completed.
template <class T>
using table_sentence = typename sentence<T, fault_of<T>.fault, fault_of<T>.entry, fault_of<T>.at>::type;

template <class T>
inline constexpr bool table_is_sound = reflect::fields_are_known<T>&& std::is_same_v<table_sentence<T>, nothing_wrong>;

/// Has the compiler say what is wrong with T's table.
template <class T>
struct table_check {
  static_assert(sizeof(table_sentence<T>) > 0);
  static constexpr bool sound = table_is_sound<T>;
};

}  // namespace plinth::model
