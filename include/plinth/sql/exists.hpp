// SPDX-License-Identifier: MIT
#pragma once

// Conditions about rows of other tables: exists(query), exists<&User::items>(conditions...).

#include <type_traits>

#include <plinth/sql/condition.hpp>
#include <plinth/sql/joining.hpp>

namespace plinth::sql {

struct exists_test : operand<exists_test> {
  using is_expression = void;
  using value_type = bool;
  static constexpr rank binds = rank::primary;

  fragment query;

  template <class>
  static constexpr void write(rendering& out) {
    out << "EXISTS (";
    out.next();
    out << ')';
  }
  template <class>
  static consteval place find() {
    return place::own;
  }
  template <class>
  static consteval bool may_be_missing() {
    return false;
  }
  void collect(fragment& to) const { to.append(query); }
};

/// Without further conditions.
struct no_condition {
  void collect(fragment&) const {}
};

/// The sources that conditions inside see.
template <class Sources, class Target>
struct with_inner;
template <class Target>
struct with_inner<anywhere, Target> {
  using type = anywhere;
};
template <class... Source, class Target>
struct with_inner<sources<Source...>, Target> {
  using type = sources<innermost<Target>, Source...>;
};

/// A row of `Target` that `Relation` leads to, for which the condition holds.
template <auto Relation, class Target, class Condition>
struct related_test : operand<related_test<Relation, Target, Condition>> {
  using is_expression = void;
  using value_type = bool;
  using class_type = model::model_of<Relation>;
  static constexpr rank binds = rank::primary;

  [[no_unique_address]] Condition inner;

  template <class Sources>
  static constexpr void write(rendering& out) {
    out << "EXISTS (";
    detail::write_related_rows(out, related_join_of<typename home_of<Sources>::source, Relation, Target>);
    if constexpr (!std::is_same_v<Condition, no_condition>) {
      out << " AND ";
      write_operand<Condition, rank::conjunction, typename with_inner<Sources, Target>::type>(out);
    }
    out << ')';
  }
  template <class Sources>
  static consteval place find() {
    constexpr place owner = find_column<class_type, by_class>(Sources{});
    if constexpr (std::is_same_v<Condition, no_condition>)
      return owner;
    else
      return worse(owner, Condition::template find<typename with_inner<Sources, Target>::type>());
  }
  template <class Sources>
  static consteval bool may_be_missing() {
    return false;
  }
  void collect(fragment& to) const { inner.collect(to); }

 private:
  template <class Sources>
  struct home_of {
    using source = typename home<Relation, by_class, Sources>::source;
  };
  template <class Sources>
  requires std::is_same_v<Sources, anywhere>
  struct home_of<Sources> {
    using source = class_type;
  };
};

}  // namespace plinth::sql

namespace plinth {

/// Whether the query has a row.
template <sql::subquery Query>
[[nodiscard]] sql::exists_test exists(const Query& query) {
  sql::exists_test result;
  query.add_to(result.query);
  return result;
}

/// Whether the relationship leads to a row for which all the conditions hold:
/// `exists<&User::items>(col<&Item::title>.contains("note"))`. Emits EXISTS (SELECT 1 …), never a join.
template <auto Relation, sql::fixed_string Alias = "", class... Condition>
[[nodiscard]] constexpr auto exists(const Condition&... conditions) {
  constexpr bool related = sql::is_relation<Relation>;
  static_assert(related, "plinth[E1206]: exists<> goes along a relationship, and this member (Relation) is none");
  constexpr bool conditions_only = (sql::is_condition<Condition>() && ...);
  static_assert(conditions_only, "plinth[E1105]: exists<> takes conditions, and one of these is none (Condition)");
  if constexpr (related && conditions_only && !(sql::is_rejected<Condition> || ...)) {
    using target = typename sql::relation_source<Relation, Alias>::type;
    constexpr bool apart = !std::is_same_v<target, model::model_of<Relation>>;
    static_assert(apart,
                  "plinth[E1110]: this relationship (Relation) leads to its own model, so that the rows inside exists "
                  "need another name: exists<&Model::member, \"name\">(col<&Model::other, \"name\"> == ...)");
    if constexpr (!apart) {
      return sql::rejected{};
    } else if constexpr (sizeof...(Condition) == 0) {
      return sql::related_test<Relation, target, sql::no_condition>{};
    } else {
      using together = std::remove_cvref_t<decltype((conditions && ...))>;
      return sql::related_test<Relation, target, together>{{}, (conditions && ...)};
    }
  } else {
    return sql::rejected{};
  }
}

}  // namespace plinth
