// SPDX-License-Identifier: MIT
#pragma once

// What can be wrong with a relationship, each fault a sentence of the compiler's that names the model and the member.

#include <cstddef>
#include <type_traits>

#include <plinth/model/checks.hpp>
#include <plinth/model/relations.hpp>

namespace plinth::model {

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
                "plinth::foreign_key<&Other::id>() at the column that holds it, or for many to many "
                "plinth::secondary(\"table\") at the relation");
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

template <class Model, auto Member>
struct removing_owner_leaves_foreign_key_that_may_not_be_null {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1060]: nothing says what becomes of the targets of this relationship when their owner is removed, and "
      "their foreign key may not be NULL; say plinth::cascade(plinth::all) at the relation, or on_delete::cascade (or "
      "restrict) at the foreign key, or make that column a std::optional");
};
template <class Model, auto Member>
struct columns_of_pairs_have_one_name {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1061]: the columns of this table of pairs would have one name, for both of its models do; name "
      "them: plinth::secondary(\"table\", \"own_column\", \"target_column\")");
};
template <class Model, auto Member>
struct columns_of_pairs_do_not_fit_the_keys {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1062]: plinth::secondary names another number of columns than the two primary keys have; name one for "
      "each column of a key, in its order: \"first, second\"");
};
template <class Model, auto Member>
struct table_of_pairs_for_a_relation_to_one {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1063]: plinth::secondary stands at a relationship to one, or names one as its other side; make the "
      "member a relationship<std::vector<Other>>");
};
template <class Model, auto Member>
struct two_sides_name_different_pairs {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1064]: the two sides of this relationship name different tables of pairs, or different columns "
      "of one; say plinth::secondary at one of them only");
};
template <class Model, auto Member>
struct order_by_what_targets_have_not {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1066]: order_by of this relation names a column that its target has not (or more than 4, or stands at a "
      "relationship to one); name columns as in the database: plinth::order_by(\"position desc, title\")");
};
template <class Model, auto Member>
struct cascade_removes_what_others_share {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1067]: this cascade would remove what others may point to as well: a delete at the relation that holds "
      "the foreign key, or delete_orphan of many to many; put it at the other side, or take it away");
};
template <class Model, auto Member>
struct two_relations_write_one_foreign_key {
  static_assert(
      is_sound<Model, Member>,
      "plinth[E1068]: another relation writes the same foreign key as this one, and they would overwrite each other; "
      "let the two sides name each other with plinth::back_populates, or make one plinth::viewonly");
};
template <class Model, auto Member>
struct read_only_relation_that_writes {
  static_assert(is_sound<Model, Member>,
                "plinth[E1069]: this relation is plinth::viewonly, so it has no other side to keep in step and nothing "
                "cascades by it; take back_populates and cascade away, or viewonly");
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
template <class T, std::size_t Field>
struct relation_sentence<T, Field, relation_fault::no_rule> {
  using type = removing_owner_leaves_foreign_key_that_may_not_be_null<T, reflect::label_of<T, Field>>;
};
template <class T, std::size_t Field>
struct relation_sentence<T, Field, relation_fault::links_of_one_name> {
  using type = columns_of_pairs_have_one_name<T, reflect::label_of<T, Field>>;
};
template <class T, std::size_t Field>
struct relation_sentence<T, Field, relation_fault::number_of_links> {
  using type = columns_of_pairs_do_not_fit_the_keys<T, reflect::label_of<T, Field>>;
};
template <class T, std::size_t Field>
struct relation_sentence<T, Field, relation_fault::pairs_to_one> {
  using type = table_of_pairs_for_a_relation_to_one<T, reflect::label_of<T, Field>>;
};
template <class T, std::size_t Field>
struct relation_sentence<T, Field, relation_fault::other_pairs> {
  using type = two_sides_name_different_pairs<T, reflect::label_of<T, Field>>;
};
template <class T, std::size_t Field>
struct relation_sentence<T, Field, relation_fault::order_of_others> {
  using type = order_by_what_targets_have_not<T, reflect::label_of<T, Field>>;
};
template <class T, std::size_t Field>
struct relation_sentence<T, Field, relation_fault::shared_removal> {
  using type = cascade_removes_what_others_share<T, reflect::label_of<T, Field>>;
};
template <class T, std::size_t Field>
struct relation_sentence<T, Field, relation_fault::two_writers> {
  using type = two_relations_write_one_foreign_key<T, reflect::label_of<T, Field>>;
};
template <class T, std::size_t Field>
struct relation_sentence<T, Field, relation_fault::writing_view> {
  using type = read_only_relation_that_writes<T, reflect::label_of<T, Field>>;
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
