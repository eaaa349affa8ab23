// SPDX-License-Identifier: MIT
#pragma once

// Expressions as types: the type of an expression is its text, the object holds its values. An expression becomes one
// token of a statement, `shape_of`, whatever its size, and what is only known at run time becomes further tokens
// behind it. Every node has
//
//   using is_expression = void;
//   using value_type = …;                       what it is read as: a std::optional where it may be NULL
//   static constexpr rank binds = …;            how tightly, to know where parentheses belong
//   static constexpr void write<Sources>(rendering&);
//   static consteval place find<Sources>();     whether its columns belong to the statement
//   static consteval bool may_be_missing<Sources>();   whether an outer join may leave it NULL
//   void collect(fragment&) const;              its values and run-time tokens, in the order of the text

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

#include <plinth/model/relationship.hpp>
#include <plinth/sql/bind.hpp>
#include <plinth/sql/sources.hpp>
#include <plinth/sql/statement.hpp>

namespace plinth::sql {

template <class E>
concept expression = requires { typename E::is_expression; };

/// What comes of a mistake that was reported: it takes part in everything and says nothing more.
struct rejected;

/// The same for code that stands before its definition.
template <class>
struct rejection {
  using type = rejected;
};

template <class E>
inline constexpr bool is_rejected = std::is_same_v<E, rejected>;

enum class rank : std::uint8_t {
  disjunction,
  conjunction,
  negation,
  comparison,
  additive,
  multiplicative,
  unary,
  primary,
};

/// Where an expression's columns come from, the worst of them.
enum class place : std::uint8_t {
  own,           ///< each member's struct is a model of the statement: the text is the same in every statement
  by_statement,  ///< a member is inherited, so that only the statement says of which model
  missing,       ///< a column belongs to no model of the statement
  ambiguous,     ///< a column is inherited by several
};

consteval place worse(place a, place b) { return a < b ? b : a; }

/// In the place of a statement's sources: every column is its own struct's.
struct anywhere {};

/// The expression, in parentheses where it binds less tightly than `Least`.
template <class E, rank Least, class Sources>
constexpr void write_operand(rendering& out) {
  if constexpr (E::binds < Least) {
    out << '(';
    E::template write<Sources>(out);
    out << ')';
  } else {
    E::template write<Sources>(out);
  }
}

template <class E, rank Least, class Sources>
constexpr void render_expression(rendering& out, const shape&, std::uint64_t) {
  write_operand<E, Least, Sources>(out);
}

template <class E, rank Least, class Sources>
inline constexpr shape expression_shape{&render_expression<E, Least, Sources>};

/// The expression as a word of a statement. It is the same object for the same text, as far as types tell.
template <class E, rank Least = rank::disjunction, class Sources = anywhere>
inline constexpr const shape& shape_of = expression_shape<E, (E::binds < Least) ? Least : rank::disjunction, Sources>;

/// A token that a node takes by itself (`rendering::take`), for a number that its text depends on.
inline constexpr shape number_for_node{nullptr};

/// Adds the expression to a piece of a statement.
template <rank Least, class Sources, class E>
void append(fragment& to, const E& e) {
  to.tokens.push_back({&shape_of<E, Least, Sources>, 0});
  e.collect(to);
}

/// A bound value.
struct bound {
  using is_expression = void;
  static constexpr rank binds = rank::primary;

  parameter value;

  template <class>
  static constexpr void write(rendering& out) {
    out.parameter();
  }
  template <class>
  static consteval place find() {
    return place::own;
  }
  template <class>
  static consteval bool may_be_missing() {
    return false;
  }
  void collect(fragment& to) const { to.values.push_back(value); }
};

// ---- columns --------------------------------------------------------------------------------------------------------

template <class Member, class Where, class Sources>
struct column_in;

/// A column that names its model: what it is called does not depend on the statement.
template <class Model, auto Member>
consteval std::string_view name_in() {
  return model::column_name<Model>(reflect::index_of<Model, Member>());
}

template <class Where, class Class>
struct own_model {
  using type = Class;
  static constexpr std::string_view alias{};
};
template <fixed_string Alias, class Class>
struct own_model<by_alias<Alias>, Class> {
  using type = Class;
  static constexpr std::string_view alias = Alias.view();
};
template <class Model, class Class>
struct own_model<by_model<Model>, Class> {
  using type = Model;
  static constexpr std::string_view alias{};
};

/// The model that a column belongs to in a statement, and the name that its table has there.
template <auto Member, class Where, class Sources>
struct home {
  using source = typename nth_source<find_source<model::model_of<Member>, Where>(Sources{}).index, Sources>::type;
  using model = typename source_traits<source>::model;
  static constexpr std::string_view alias = source_traits<source>::alias;
  static constexpr bool is_outer = source_traits<source>::is_outer;
};
template <auto Member, class Where>
struct home<Member, Where, anywhere> {
  using model = typename own_model<Where, model::model_of<Member>>::type;
  static constexpr std::string_view alias = own_model<Where, model>::alias;
  static constexpr bool is_outer = false;
};

template <auto Member, class Where, class Sources>
constexpr void write_column(rendering& out) {
  using here = home<Member, Where, Sources>;
  constexpr std::string_view table = model::table_words<typename here::model>().name;
  constexpr std::string_view name = name_in<typename here::model, Member>();
  out.name(here::alias.empty() ? table : here::alias) << '.';
  out.name(name);
}

template <class Class, class Where, class Sources>
consteval place find_column(Sources s) {
  constexpr found_source found = find_source<Class, Where>(s);
  if (found.index == no_source) return place::missing;
  if (found.index == several_sources) return place::ambiguous;
  return found.how == match::exact ? place::own : place::by_statement;
}

template <class Class, class Where>
consteval place find_column(anywhere) {
  return entity<typename own_model<Where, Class>::type> ? place::own : place::missing;
}

}  // namespace plinth::sql
