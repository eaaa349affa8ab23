// SPDX-License-Identifier: MIT
#pragma once

// Which foreign key a relationship goes by, and which member is its other side: found by the compiler.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <plinth/model/tables.hpp>

namespace plinth::model {

/// A relationship, resolved. Columns are positions among the columns of each side.
struct relation_data {
  std::size_t field = 0;
  bool to_many = false;
  bool holds_key = false;
  std::uint8_t cascades = cascade_save;
  std::size_t count = 0;
  std::array<std::uint16_t, max_key_columns> own{};
  std::array<std::uint16_t, max_key_columns> target{};
  std::int16_t inverse = -1;
  std::size_t keys_found = 0;  ///< foreign keys that it could go by: one is right
};

template <class F>
struct relation_target {
  using type = void;
};
template <class R>
struct relation_target<relationship<R>> {
  using type = typename relationship<R>::target_type;
};

/// Whether `key` is the one that `through` asked for; any is, where it asked for none.
constexpr bool goes_through(const catalog::foreign_key& key, const entry_members& through) {
  return through.target_names[0].empty() || key.columns[0] == through.target_names[0];
}

/// Looks for the foreign key from `holder` to `pointed`, and notes its columns as (holder's, pointed's).
constexpr void find_key(relation_data& out, const catalog::table& holder, const catalog::table& pointed,
                        const entry_members& through, bool holder_is_own) {
  for (const catalog::foreign_key& key : holder.foreign_keys) {
    if (key.target_table != pointed.name || !goes_through(key, through)) continue;
    ++out.keys_found;
    out.count = key.columns.size();
    out.holds_key = holder_is_own;
    for (std::size_t i = 0; i < key.columns.size(); ++i) {
      const std::uint16_t here = column_position(holder, key.columns[i]);
      const std::uint16_t there = column_position(pointed, key.target_columns[i]);
      out.own[i] = holder_is_own ? here : there;
      out.target[i] = holder_is_own ? there : here;
    }
  }
}

/// The position among T's relationships of the field with this name, or -1.
template <class T>
constexpr std::int16_t relation_position(std::string_view field_name) {
  std::int16_t at = 0;
  for (std::size_t i = 0; i < reflect::field_count<T>; ++i) {
    if (!relation_fields_of<T>[i] || entry_of_field<T>(i).unmapped) continue;
    if (reflect::field_names<T>[i] == field_name) return at;
    ++at;
  }
  return -1;
}

/// Whether the other side names this one back.
template <class Target>
constexpr bool names_back(std::string_view other_side, std::string_view this_side) {
  for (std::size_t i = 0; i < reflect::field_count<Target>; ++i)
    if (reflect::field_names<Target>[i] == other_side) return entry_of_field<Target>(i).back_populates == this_side;
  return false;
}

template <class T, class Target, std::size_t Field>
struct other_side_missing {
  static constexpr std::string_view wanted = entry_of_field<T>(Field).back_populates;
  static constexpr bool found = wanted.empty() || relation_position<Target>(wanted) >= 0;
  static_assert(found,
                "plinth[E1020]: back_populates names a member that the other model (Target) does not have as a "
                "relationship; give it one, or correct the name");
  static constexpr bool meets = wanted.empty() || !found || names_back<Target>(wanted, reflect::field_names<T>[Field]);
  static_assert(meets,
                "plinth[E1021]: two relations do not meet: the one that back_populates names must name this one back with "
                "back_populates");
  static constexpr bool ok = found && meets;
};

template <class T, class Target, std::size_t Field, std::size_t KeysFound>
struct no_single_foreign_key {
  static_assert(KeysFound != 0,
                "plinth[E1022]: a relationship has no foreign key to go by: neither model (T, Target) has one that points "
                "to the other; add plinth::foreign_key to the column that should");
  static_assert(KeysFound < 2,
                "plinth[E1023]: several foreign keys lead from one of these models (T, Target) to the other; say which with "
                "plinth::relation<&T::member>(plinth::through<&T::column>())");
  static constexpr bool ok = KeysFound == 1;
};

template <class T, std::size_t Field, class F>
consteval relation_data resolve_relation() {
  using target = typename relation_target<F>::type;
  relation_data result;
  if constexpr (!other_side_missing<T, target, Field>::ok) return result;
  const entry e = entry_of_field<T>(Field);
  const std::size_t entry_at = entry_index<T>(Field);
  const entry_members through =
      entry_at < table_words<T>().entries.size() ? table_data<T>::members[entry_at] : entry_members{};
  const catalog::table& own = table_data<T>::value;
  const catalog::table& other = table_data<target>::value;
  result.field = Field;
  result.to_many = relation_to_many<F>;
  result.cascades = e.cascades;
  if (!result.to_many) find_key(result, own, other, through, true);
  if (result.keys_found == 0) find_key(result, other, own, through, false);
  if (!e.back_populates.empty()) result.inverse = relation_position<target>(e.back_populates);
  return result;
}

template <class T>
consteval std::size_t count_relations() {
  std::size_t count = 0;
  for (std::size_t i = 0; i < reflect::field_count<T>; ++i)
    if (relation_fields_of<T>[i] && !entry_of_field<T>(i).unmapped) ++count;
  return count;
}

/// Adds a field's relationship, if it is one, to the list of a model's. Keys are taken from the side that named none.
template <class T, std::size_t Field, class F, std::size_t Count>
consteval void note_relation(std::array<relation_data, Count>& out, std::size_t& at) {
  if constexpr (is_relationship<F>) {
    if constexpr (!entry_of_field<T>(Field).unmapped) {
      constexpr relation_data resolved = resolve_relation<T, Field, F>();
      if constexpr (other_side_missing<T, typename relation_target<F>::type, Field>::ok) {
        static_assert(no_single_foreign_key<T, typename relation_target<F>::type, Field, resolved.keys_found>::ok);
      }
      out[at++] = resolved;
    }
  }
}

template <class T, class... Fields, std::size_t... I>
consteval auto resolve_relations(reflect::type_list<Fields...>, std::index_sequence<I...>) {
  std::array<relation_data, count_relations<T>()> result{};
  std::size_t at = 0;
  (note_relation<T, I, Fields>(result, at), ...);
  return result;
}

template <class T>
inline constexpr auto relations_of =
    resolve_relations<T>(reflect::field_types<T>{}, std::make_index_sequence<reflect::field_count<T>>());

/// The functions that give the target models' descriptions, in the order of the relationships.
template <class T, class... Fields>
auto relation_targets(reflect::type_list<Fields...>) {
  std::array<const model_info& (*)(), count_relations<T>()> result{};
  std::size_t at = 0;
  std::size_t field = 0;
  const auto note = [&]<class F>(std::type_identity<F>) {
    if constexpr (is_relationship<F>)
      if (!entry_of_field<T>(field).unmapped) result[at++] = &info_of<typename relation_target<F>::type>;
    ++field;
  };
  (note(std::type_identity<Fields>{}), ...);
  return result;
}

}  // namespace plinth::model
