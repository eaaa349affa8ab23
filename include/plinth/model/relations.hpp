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

#include <plinth/model/association.hpp>
#include <plinth/model/tables.hpp>
#include <plinth/reflect/type_name.hpp>

namespace plinth::model {

enum class relation_fault : std::uint8_t {
  none,
  no_such_member,     // E1020
  do_not_meet,        // E1021
  no_foreign_key,     // E1022
  several_keys,       // E1023
  not_through,        // E1025
  other_key,          // E1029
  orphans_of_many,    // E1024
  no_model,           // E1048
  no_rule,            // E1060
  links_of_one_name,  // E1061
  number_of_links,    // E1062
  pairs_to_one,       // E1063
  other_pairs,        // E1064
  order_of_others,    // E1066
  shared_removal,     // E1067
  two_writers,        // E1068
  writing_view,       // E1069
};

/// Which side's words name the table of pairs that a relationship goes by.
enum class pairs_named : std::uint8_t { nowhere, here, there };

inline constexpr std::size_t max_order_terms = 4;

/// A relationship, resolved. Columns are positions among the columns of each side.
struct relation_data {
  std::size_t field = 0;
  bool to_many = false;
  bool holds_key = false;
  bool viewonly = false;
  bool lazy = false;
  std::uint8_t cascades = cascade_save;
  catalog::action on_delete = catalog::action::no_action;
  pairs_named pairs = pairs_named::nowhere;
  std::size_t count = 0;
  std::size_t target_count = 0;
  std::array<std::uint16_t, max_key_columns> own{};
  std::array<std::uint16_t, max_key_columns> target{};
  std::size_t order_count = 0;
  std::array<order_term, max_order_terms> order{};
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

/// Where the column stands in the table's primary key; behind it where it is no part of that.
constexpr std::size_t place_in_key(const catalog::table& t, std::uint16_t column) {
  std::size_t i = 0;
  while (i < t.key.columns.size() && t.key.columns[i] != t.columns[column].name) ++i;
  return i;
}

/// Puts the pairs of columns into the order of the primary key that they point to, by which objects are found.
constexpr void sort_by_key(relation_data& out, const catalog::table& pointed, bool holder_is_own) {
  const auto& there = holder_is_own ? out.target : out.own;
  for (std::size_t i = 1; i < out.count; ++i)
    for (std::size_t k = i; k > 0 && place_in_key(pointed, there[k]) < place_in_key(pointed, there[k - 1]); --k) {
      std::swap(out.own[k], out.own[k - 1]);
      std::swap(out.target[k], out.target[k - 1]);
    }
}

/// Looks for the foreign keys from `holder` to `pointed`, and notes the last one's columns as (own, target). How many.
constexpr std::size_t find_key(relation_data& out, const catalog::table& holder, const catalog::table& pointed,
                               const key_choice& choice, bool holder_is_own) {
  std::size_t found = 0;
  for (const catalog::foreign_key& key : holder.foreign_keys) {
    if (key.target_table != pointed.name || !is_chosen(holder, key, choice)) continue;
    ++found;
    out.count = out.target_count = key.columns.size();
    out.holds_key = holder_is_own;
    out.on_delete = key.on_delete;
    for (std::size_t i = 0; i < key.columns.size(); ++i) {
      const std::uint16_t here = column_position(holder, key.columns[i]);
      const std::uint16_t there = column_position(pointed, key.target_columns[i]);
      out.own[i] = holder_is_own ? here : there;
      out.target[i] = holder_is_own ? there : here;
    }
    sort_by_key(out, pointed, holder_is_own);
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

/// A relation by foreign key that names its other side: both go by the same key, which either may have chosen.
template <class T, class Target>
constexpr relation_fault resolve_two_sided(relation_data& r, std::size_t other) {
  const key_choice mine = choice_of<T>(r.field);
  const key_choice others = choice_of<Target>(other);
  const bool speaks = speaks_first<T, Target>(r, other);
  if (!mine.columns.empty() && !others.columns.empty() && !same_choice(mine, others))
    return speaks ? relation_fault::other_key : relation_fault::none;
  const relation_fault of_key = fault_of_key<T, Target>(r, mine.columns.empty() ? others : mine);
  return speaks || !mine.columns.empty() ? of_key : relation_fault::none;
}

constexpr std::size_t note_key(std::array<std::uint16_t, max_key_columns>& out, const catalog::table& t) {
  for (std::size_t i = 0; i < t.key.columns.size(); ++i) out[i] = column_position(t, t.key.columns[i]);
  return t.key.columns.size();
}

/// A relation that goes by a table of pairs. `words` are those of the side that names it.
template <class T, class Target>
constexpr relation_fault resolve_pairs(relation_data& r, const entry& words) {
  if (!r.to_many) return relation_fault::pairs_to_one;
  r.count = note_key(r.own, table_data<T>::value);
  r.target_count = note_key(r.target, table_data<Target>::value);
  r.on_delete = words.on_delete;
  const bool mine = r.pairs == pairs_named::here;
  if (words.own_links.empty())
    return links_have_one_name<T, Target> ? relation_fault::links_of_one_name : relation_fault::none;
  const bool all_named = count_names(mine ? words.own_links : words.target_links) == r.count &&
                         count_names(mine ? words.target_links : words.own_links) == r.target_count;
  return all_named ? relation_fault::none : relation_fault::number_of_links;
}

/// Whether two sides that both name a table of pairs mean the same columns of the same table.
constexpr bool same_pairs(const entry& a, const entry& b) {
  return a.secondary == b.secondary && a.own_links == b.target_links && a.target_links == b.own_links;
}

/// Finds what the relation goes by.
template <class T, class Target>
constexpr relation_fault resolve_link(relation_data& r, const entry& e) {
  std::size_t other = reflect::field_count<Target>;
  if (!e.back_populates.empty()) {
    const relation_fault fault = fault_of_other_side<T, Target>(r, e.back_populates);
    other = relation_field<Target>(e.back_populates);
    if (fault != relation_fault::none || other == reflect::field_count<Target>) return fault;
    r.inverse = relation_position<Target>(e.back_populates);
  }
  const entry& others = other < reflect::field_count<Target> ? entry_of_field<Target>(other) : usual_entry;
  if (!e.secondary.empty() && !others.secondary.empty() && !same_pairs(e, others))
    return speaks_first<T, Target>(r, other) ? relation_fault::other_pairs : relation_fault::none;
  if (!e.secondary.empty()) r.pairs = pairs_named::here;
  if (e.secondary.empty() && !others.secondary.empty()) r.pairs = pairs_named::there;
  if (r.pairs != pairs_named::nowhere) return resolve_pairs<T, Target>(r, r.pairs == pairs_named::here ? e : others);
  if (r.inverse >= 0) return resolve_two_sided<T, Target>(r, other);
  return fault_of_key<T, Target>(r, choice_of<T>(r.field));
}

/// What the removal of an object would do by this relation that nobody can have meant.
template <class T, class Target>
constexpr relation_fault fault_of_cascades(const relation_data& r) {
  if (r.viewonly)
    return r.cascades != cascade_save || r.inverse >= 0 ? relation_fault::writing_view : relation_fault::none;
  const bool orphans = (r.cascades & cascade_orphan) != 0;
  if (r.holds_key && orphans) return relation_fault::orphans_of_many;
  if (r.pairs != pairs_named::nowhere) return orphans ? relation_fault::shared_removal : relation_fault::none;
  const bool removes = (r.cascades & cascade_delete) != 0;
  if (r.holds_key) return removes ? relation_fault::shared_removal : relation_fault::none;
  const bool unknown = r.count == 0;  // the other side says what is wrong
  if (removes || unknown || r.on_delete != catalog::action::no_action) return relation_fault::none;
  for (std::size_t i = 0; i < r.count; ++i)
    if (table_data<Target>::value.columns[r.target[i]].nullable) return relation_fault::none;
  return relation_fault::no_rule;
}

/// Notes "position desc, title"; false where a column is not there.
constexpr bool note_order(relation_data& r, std::string_view terms, const catalog::table& target) {
  while (!terms.empty()) {
    std::string_view term = take_name(terms);
    order_term found;
    found.descending = term.ends_with(" desc");
    if (found.descending) term.remove_suffix(5);
    while (term.ends_with(' ')) term.remove_suffix(1);
    found.column = column_position(target, term);
    if (!r.to_many || found.column == target.columns.size() || r.order_count == max_order_terms) return false;
    r.order[r.order_count++] = found;
  }
  return true;
}

template <class T, class Target>
constexpr relation_data resolve_alone(std::size_t field) {
  const entry& e = entry_of_field<T>(field);
  relation_data r;
  r.field = field;
  r.to_many = field_roles<T>[field] == field_role::to_many;
  r.viewonly = e.viewonly;
  r.lazy = e.lazy;
  r.cascades = e.cascades;
  if constexpr (!entity<Target>) {
    r.fault = relation_fault::no_model;
  } else if constexpr (table_is_sound<Target>) {
    r.fault = resolve_link<T, Target>(r, e);
    if (r.fault == relation_fault::none) r.fault = fault_of_cascades<T, Target>(r);
    if (r.fault == relation_fault::none && !note_order(r, e.order_by, table_data<Target>::value))
      r.fault = relation_fault::order_of_others;
  }
  return r;
}

/// Whether a relation of the same model and one of the target's (`mirrored`) write the same foreign key.
constexpr bool write_one_key(const relation_data& a, const relation_data& b, bool mirrored) {
  if (b.fault != relation_fault::none || b.viewonly || b.pairs != pairs_named::nowhere || a.count != b.count)
    return false;
  if (a.holds_key != (mirrored ? !b.holds_key : b.holds_key)) return false;
  for (std::size_t i = 0; i < a.count; ++i)
    if (a.own[i] != (mirrored ? b.target[i] : b.own[i]) || a.target[i] != (mirrored ? b.own[i] : b.target[i]))
      return false;
  return true;
}

template <class T, class... Fields>
constexpr void for_each_relation(reflect::type_list<Fields...>, const auto& f);

/// Whether another relation writes the foreign key of this one, which names no other side.
template <class T, class Target>
constexpr bool has_second_writer(const relation_data& r) {
  bool found = false;
  const auto look = [&]<class From, class To>(bool mirrored) {
    for_each_relation<From>(reflect::field_types<From>{}, [&]<class Other>(std::size_t field) {
      if constexpr (std::is_same_v<Other, To>)
        if ((mirrored && !std::is_same_v<T, Target>) || field != r.field)
          found = found || write_one_key(r, resolve_alone<From, Other>(field), mirrored);
    });
  };
  look.template operator()<T, Target>(false);
  look.template operator()<Target, T>(true);
  return found;
}

template <class T, class Target>
constexpr relation_data resolve_relation(std::size_t field) {
  relation_data r = resolve_alone<T, Target>(field);
  if constexpr (entity<Target>)
    if constexpr (table_is_sound<Target>)
      if (r.fault == relation_fault::none && !r.viewonly && r.inverse < 0 && r.pairs == pairs_named::nowhere &&
          has_second_writer<T, Target>(r))
        r.fault = relation_fault::two_writers;
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

// ---- tables of pairs ------------------------------------------------------------------------------------------------

/// The table of pairs that a relationship goes by, as it is seen from its side.
struct pair_links {
  const catalog::table* table = nullptr;
  std::span<const std::string_view> own{};
  std::span<const std::string_view> target{};
};

/// Of the relationship that is a field of T; nothing where it goes by a foreign key.
template <class T, std::size_t Field, class Target>
constexpr pair_links pair_links_of() {
  constexpr auto position = static_cast<std::size_t>(relation_position<T>(reflect::field_names<T>[Field]));
  constexpr pairs_named named = relations_of<T>[position].pairs;
  if constexpr (named == pairs_named::here) {
    using pairs = association<T, Field, Target>;
    return {&pairs::value, pairs::own_links, pairs::target_links};
  } else if constexpr (named == pairs_named::there) {
    using pairs = association<Target, relation_field<Target>(entry_of_field<T>(Field).back_populates), T>;
    return {&pairs::value, pairs::target_links, pairs::own_links};
  } else {
    return {};
  }
}

/// Whether a relation of T goes by a table of pairs.
template <class T>
consteval bool goes_by_pairs() {
  for (const relation_data& r : relations_of<T>)
    if (r.pairs != pairs_named::nowhere && r.fault == relation_fault::none) return true;
  return false;
}

/// Calls `f.template operator()<Field, Target>()` for each relationship of T that goes by a table of pairs.
template <class T, class... Fields, std::size_t... I>
constexpr void for_each_pairs(reflect::type_list<Fields...>, std::index_sequence<I...>, const auto& f) {
  const auto one = [&]<std::size_t Field, class F>() {
    if constexpr (is_relationship<F>)
      if constexpr (is_relation<T>(Field)) {
        constexpr auto position = static_cast<std::size_t>(relation_position<T>(reflect::field_names<T>[Field]));
        if constexpr (relations_of<T>[position].pairs != pairs_named::nowhere)
          f.template operator()<Field, typename relation_target<F>::type>();
      }
  };
  (one.template operator()<I, Fields>(), ...);
}
template <class T>
constexpr void for_each_pairs(const auto& f) {
  if constexpr (goes_by_pairs<T>())
    for_each_pairs<T>(reflect::field_types<T>{}, std::make_index_sequence<reflect::field_count<T>>(), f);
}

}  // namespace plinth::model
