// SPDX-License-Identifier: MIT
#pragma once

// Which foreign key a relationship goes by, and which member is its other side: found by the compiler, and what is
// wrong said in one sentence.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include <plinth/model/tables.hpp>
#include <plinth/reflect/type_name.hpp>

namespace plinth::model {

enum class relation_fault : std::uint8_t {
  none,
  no_such_member,   // E1020
  do_not_meet,      // E1021
  no_foreign_key,   // E1022
  several_keys,     // E1023
  not_through,      // E1025
  other_key,        // E1029
  orphans_of_many,  // E1024
  no_model,         // E1048
};

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
  relation_fault fault = relation_fault::none;
};

template <class F>
struct relation_target {
  using type = void;
};
template <class R>
struct relation_target<relationship<R>> {
  using type = typename relationship<R>::target_type;
};

/// What `through` asked for: columns, and of which table; nothing, where it was not said.
struct key_choice {
  std::string_view table{};
  std::span<const std::string_view> columns{};
};

/// Whether `key` of `holder` is the one that was asked for; any is, where none was.
constexpr bool is_chosen(const catalog::table& holder, const catalog::foreign_key& key, const key_choice& choice) {
  if (choice.columns.empty()) return true;
  if (!choice.table.empty() && choice.table != holder.name) return false;
  return same_texts(choice.columns, key.columns);
}

template <class T>
constexpr key_choice choice_of(std::size_t field) {
  const std::size_t at = entries_of_fields<T>[field];
  if (at >= slots_of<T>.size()) return {};
  const entry& e = table_words<T>().entries[at];
  if (!e.target.empty()) return {{}, std::span(&e.target, 1)};
  constexpr const auto& targets = targets_of<T>;
  return {targets.tables[at], std::span(targets.columns).subspan(slots_of<T>[at].begin, slots_of<T>[at].targets)};
}

/// Looks for the foreign keys from `holder` to `pointed`, and notes the last one's columns as (own, target). How many.
constexpr std::size_t find_key(relation_data& out, const catalog::table& holder, const catalog::table& pointed,
                               const key_choice& choice, bool holder_is_own) {
  std::size_t found = 0;
  for (const catalog::foreign_key& key : holder.foreign_keys) {
    if (key.target_table != pointed.name || !is_chosen(holder, key, choice)) continue;
    ++found;
    out.count = key.columns.size();
    out.holds_key = holder_is_own;
    for (std::size_t i = 0; i < key.columns.size(); ++i) {
      const std::uint16_t here = column_position(holder, key.columns[i]);
      const std::uint16_t there = column_position(pointed, key.target_columns[i]);
      out.own[i] = holder_is_own ? here : there;
      out.target[i] = holder_is_own ? there : here;
    }
  }
  return found;
}

/// The position among T's fields of the relationship with this name; the number of fields where there is none.
template <class T>
constexpr std::size_t relation_field(std::string_view name) {
  for (std::size_t i = 0; i < reflect::field_count<T>; ++i)
    if (is_relation<T>(i) && reflect::field_names<T>[i] == name) return i;
  return reflect::field_count<T>;
}

/// The position among T's relationships of the field with this name, or -1.
template <class T>
constexpr std::int16_t relation_position(std::string_view name) {
  const std::size_t field = relation_field<T>(name);
  if (field == reflect::field_count<T>) return -1;
  std::int16_t at = 0;
  for (std::size_t i = 0; i < field; ++i)
    if (is_relation<T>(i)) ++at;
  return at;
}

/// Of two sides with the same fault one says it: the one to one before the one to many, else the first by name.
template <class T, class Target>
constexpr bool speaks_first(const relation_data& r, std::size_t other_field) {
  const bool other_to_many = field_roles<Target>[other_field] == field_role::to_many;
  if (r.to_many != other_to_many) return !r.to_many;
  if constexpr (std::is_same_v<T, Target>)
    return r.field <= other_field;
  else
    return reflect::type_name<T> < reflect::type_name<Target>;
}

template <class T, class Target>
constexpr relation_fault fault_of_other_side(const relation_data& r, std::string_view wanted) {
  const std::size_t other = relation_field<Target>(wanted);
  if (other == reflect::field_count<Target>) return relation_fault::no_such_member;
  const std::string_view back = entry_of_field<Target>(other).back_populates;
  if (back == reflect::field_names<T>[r.field]) return relation_fault::none;
  const bool other_says_it = !back.empty() && relation_field<T>(back) == reflect::field_count<T>;
  return other_says_it ? relation_fault::none : relation_fault::do_not_meet;
}

constexpr bool same_choice(const key_choice& a, const key_choice& b) {
  const bool one_table = a.table.empty() || b.table.empty() || a.table == b.table;
  return one_table && same_texts(a.columns, b.columns);
}

/// Finds the key of `r` and notes it; what is wrong where there is not the one.
template <class T, class Target>
constexpr relation_fault fault_of_key(relation_data& r, const key_choice& choice) {
  const catalog::table& own = table_data<T>::value;
  const catalog::table& other = table_data<Target>::value;
  std::size_t found = r.to_many ? 0 : find_key(r, own, other, choice, true);
  if (found == 0) found = find_key(r, other, own, choice, false);
  if (found == 0) return choice.columns.empty() ? relation_fault::no_foreign_key : relation_fault::not_through;
  return found == 1 ? relation_fault::none : relation_fault::several_keys;
}

/// A relation that names its other side: both go by the same key, which either may have chosen.
template <class T, class Target>
constexpr relation_fault resolve_two_sided(relation_data& r, std::string_view other_side) {
  const relation_fault fault = fault_of_other_side<T, Target>(r, other_side);
  const std::size_t other = relation_field<Target>(other_side);
  if (fault != relation_fault::none || other == reflect::field_count<Target>) return fault;
  r.inverse = relation_position<Target>(other_side);
  const key_choice mine = choice_of<T>(r.field);
  const key_choice others = choice_of<Target>(other);
  const bool speaks = speaks_first<T, Target>(r, other);
  if (!mine.columns.empty() && !others.columns.empty() && !same_choice(mine, others))
    return speaks ? relation_fault::other_key : relation_fault::none;
  const relation_fault of_key = fault_of_key<T, Target>(r, mine.columns.empty() ? others : mine);
  return speaks || !mine.columns.empty() ? of_key : relation_fault::none;
}

template <class T, class Target>
constexpr relation_data resolve_relation(std::size_t field) {
  const entry& e = entry_of_field<T>(field);
  relation_data r;
  r.field = field;
  r.to_many = field_roles<T>[field] == field_role::to_many;
  r.cascades = e.cascades;
  if constexpr (!entity<Target>) {
    r.fault = relation_fault::no_model;
  } else if constexpr (table_is_sound<Target>) {
    r.fault = e.back_populates.empty() ? fault_of_key<T, Target>(r, choice_of<T>(field))
                                       : resolve_two_sided<T, Target>(r, e.back_populates);
    if (r.fault == relation_fault::none && r.holds_key && (e.cascades & cascade_orphan) != 0)
      r.fault = relation_fault::orphans_of_many;
  }
  return r;
}

template <class T>
consteval std::size_t count_relations() {
  std::size_t count = 0;
  for (std::size_t i = 0; i < reflect::field_count<T>; ++i) count += is_relation<T>(i) ? 1 : 0;
  return count;
}

/// Calls `f.template operator()<Target>(field)` for each relationship of T.
template <class T, class... Fields>
constexpr void for_each_relation(reflect::type_list<Fields...>, const auto& f) {
  std::size_t field = 0;
  const auto one = [&]<class F>(std::type_identity<F>) {
    if constexpr (is_relationship<F>)
      if (is_relation<T>(field)) f.template operator()<typename relation_target<F>::type>(field);
    ++field;
  };
  (one(std::type_identity<Fields>{}), ...);
}

template <class T>
consteval auto resolve_relations() {
  std::array<relation_data, count_relations<T>()> result{};
  std::size_t at = 0;
  for_each_relation<T>(reflect::field_types<T>{},
                       [&]<class Target>(std::size_t field) { result[at++] = resolve_relation<T, Target>(field); });
  return result;
}

template <class T>
inline constexpr auto relations_of = resolve_relations<T>();

/// The functions that give the target models' descriptions, in the order of the relationships.
template <class T>
auto relation_targets() {
  std::array<const model_info& (*)(), count_relations<T>()> result{};
  std::size_t at = 0;
  for_each_relation<T>(reflect::field_types<T>{}, [&]<class Target>(std::size_t) { result[at++] = &info_of<Target>; });
  return result;
}

// ---- the sentences --------------------------------------------------------------------------------------------------

template <class Model, auto Member>
struct other_side_is_no_relationship {
  static_assert(is_sound<Model, Member>,
                "plinth[E1020]: back_populates of this relation names a member that the other model does not have as a "
                "relationship; give it one, or correct the name");
};
template <class Model, auto Member>
struct two_sides_do_not_meet {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1021]: two relations do not meet: the member that back_populates of this one names must name this "
      "one back with plinth::back_populates");
};
template <class Model, auto Member>
struct relationship_without_foreign_key {
  static_assert(is_sound<Model, Member>,
                "plinth[E1022]: neither model of this relationship has a foreign key to the other; say "
                "plinth::foreign_key<&Other::id>() at the column that holds it");
};
template <class Model, auto Member>
struct several_foreign_keys_lead_there {
  static_assert(is_sound<Model, Member>,
                "plinth[E1023]: several foreign keys could carry this relationship; say which: "
                "plinth::relation<&Model::member>(plinth::through<&Model::column>())");
};
template <class Model, auto Member>
struct through_names_no_foreign_key {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1025]: what plinth::through names is no foreign key between the two models of this relationship; "
      "name the column (or columns) of one");
};
template <class Model, auto Member>
struct two_sides_go_by_different_keys {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1029]: this relation and the one that it names with back_populates go through different foreign "
      "keys; name the same one at both");
};
template <class Model, auto Member>
struct delete_orphan_where_many_share_one {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1024]: delete_orphan stands at the relation that holds the foreign key, where others may point to "
      "the same object; put it at the other side");
};
template <class Model, auto Member>
struct relationship_to_no_model {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1048]: this relationship leads to a struct that is no model; give that a `static constexpr auto "
      "table`");
};

template <class T, std::size_t Field, relation_fault Fault>
struct relation_sentence {
  using type = nothing_wrong;
};
template <class T, std::size_t Field>
struct relation_sentence<T, Field, relation_fault::no_such_member> {
  using type = other_side_is_no_relationship<T, reflect::label_of<T, Field>>;
};
template <class T, std::size_t Field>
struct relation_sentence<T, Field, relation_fault::do_not_meet> {
  using type = two_sides_do_not_meet<T, reflect::label_of<T, Field>>;
};
template <class T, std::size_t Field>
struct relation_sentence<T, Field, relation_fault::no_foreign_key> {
  using type = relationship_without_foreign_key<T, reflect::label_of<T, Field>>;
};
template <class T, std::size_t Field>
struct relation_sentence<T, Field, relation_fault::several_keys> {
  using type = several_foreign_keys_lead_there<T, reflect::label_of<T, Field>>;
};
template <class T, std::size_t Field>
struct relation_sentence<T, Field, relation_fault::not_through> {
  using type = through_names_no_foreign_key<T, reflect::label_of<T, Field>>;
};
template <class T, std::size_t Field>
struct relation_sentence<T, Field, relation_fault::other_key> {
  using type = two_sides_go_by_different_keys<T, reflect::label_of<T, Field>>;
};
template <class T, std::size_t Field>
struct relation_sentence<T, Field, relation_fault::orphans_of_many> {
  using type = delete_orphan_where_many_share_one<T, reflect::label_of<T, Field>>;
};
template <class T, std::size_t Field>
struct relation_sentence<T, Field, relation_fault::no_model> {
  using type = relationship_to_no_model<T, reflect::label_of<T, Field>>;
};

/// The first faulty relationship of T; what asks has made sure that its table is sound.
template <class T>
consteval relation_data faulty_relation() {
  for (const relation_data& r : relations_of<T>)
    if (r.fault != relation_fault::none) return r;
  return {};
}

template <class T>
consteval auto sentence_about_relations() {
  if constexpr (table_is_sound<T>) {
    constexpr relation_data faulty = faulty_relation<T>();
    return relation_sentence<T, faulty.field, faulty.fault>{};
  } else {
    return relation_sentence<T, 0, relation_fault::none>{};
  }
}

/// The class that says what is wrong with T's relationships, once it is completed.
template <class T>
using relations_sentence = typename decltype(sentence_about_relations<T>())::type;

/// Has the compiler say what is wrong with T's relationships.
template <class T>
struct relations_check {
  static_assert(sizeof(relations_sentence<T>) > 0);
  static constexpr bool sound = table_is_sound<T> && std::is_same_v<relations_sentence<T>, nothing_wrong>;
};

}  // namespace plinth::model
