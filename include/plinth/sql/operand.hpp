// SPDX-License-Identifier: MIT
#pragma once

// What can be asked of a column and of every other expression: `.like()`, `.in()`, `.desc()` and the like, and columns
// themselves. Operators stand in operators.hpp.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>

#include <plinth/sql/expression.hpp>

namespace plinth::sql {

enum class operation : std::uint8_t {
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  conjunction,
  disjunction,
  add,
  subtract,
  multiply,
  divide,
  concatenate,
};

enum class like_style : std::uint8_t { plain, ignoring_case, escaped };
enum class direction : std::uint8_t { ascending, descending };
enum class nulls : std::uint8_t { anywhere, first, last };

template <class E, bool Negated>
struct null_test;
template <class E, like_style Style>
struct like_test;
template <class E, class Low, class High>
struct between_test;
template <class E, bool Negated>
struct in_list;
template <class E, bool Negated, class Row>
struct in_select;
template <class E, direction Direction, nulls Nulls>
struct ordering;
template <class Column, class Value>
struct assignment;

// Mistakes are one assertion each, on a plain bool and one call below what the user wrote at most: that keeps what the
// compilers say to a dozen lines, in which the column and the value's type stand as template arguments.

/// A value as the operand of a column: an expression is one already.
template <class Column, class V>
constexpr auto operand_for(const V& value) {
  if constexpr (expression<V>) {
    return value;
  } else {
    constexpr bool fits = fits_column<plain<typename Column::value_type>, V>();
    static_assert(fits,
                  "plinth[E1101]: a column meets a value of another type (Column, V); give the value the type of the "
                  "model's member");
    if constexpr (fits)
      return bound{bind_as<plain<typename Column::value_type>>(value)};
    else
      return typename rejection<V>::type{};
  }
}

/// The pattern that matches `text` itself: what LIKE would read as a wildcard is escaped with '!'.
[[nodiscard]] std::string escaped_pattern(std::string_view before, std::string_view text, std::string_view after);

// ---- what every expression offers -----------------------------------------------------------------------------------

template <class Self>
struct operand {
  [[nodiscard]] constexpr auto is_null() const { return null_test<Self, false>{{}, self()}; }
  [[nodiscard]] constexpr auto is_not_null() const { return null_test<Self, true>{{}, self()}; }

  /// SQL's LIKE: % and _ in the pattern are wildcards. Whether it ignores the case of ASCII letters is the server's
  /// choice: SQLite does, PostgreSQL does not.
  [[nodiscard]] auto like(std::string_view pattern) const { return like_as<like_style::plain>(pattern); }
  /// The same, ignoring case on every server.
  [[nodiscard]] auto ilike(std::string_view pattern) const { return like_as<like_style::ignoring_case>(pattern); }

  // The text is taken as it is, wildcards and all. Case is as for `like`.

  [[nodiscard]] auto starts_with(std::string_view text) const {
    return like_as<like_style::escaped>(escaped_pattern("", text, "%"));
  }
  [[nodiscard]] auto ends_with(std::string_view text) const {
    return like_as<like_style::escaped>(escaped_pattern("%", text, ""));
  }
  [[nodiscard]] auto contains(std::string_view text) const {
    return like_as<like_style::escaped>(escaped_pattern("%", text, "%"));
  }

  /// From `low` to `high`, both included.
  template <class Low, class High>
  [[nodiscard]] constexpr auto between(const Low& low, const High& high) const {
    using low_operand = decltype(operand_for<Self>(low));
    using high_operand = decltype(operand_for<Self>(high));
    if constexpr (is_rejected<low_operand> || is_rejected<high_operand>)
      return typename rejection<Self>::type{};
    else
      return between_test<Self, low_operand, high_operand>{{}, self(), operand_for<Self>(low), operand_for<Self>(high)};
  }

  /// Among the values of a range, or the rows of a query of one column. Nothing is in an empty range. The number of
  /// placeholders grows in powers of two, the last value repeated, so that lists of all lengths share few statements.
  /// Throws `query_error` (E3302) for more than 30,000 values.
  template <class Values>
  [[nodiscard]] auto in(const Values& values) const {
    return among<false>(values);
  }
  template <class Value>
  [[nodiscard]] auto in(std::initializer_list<Value> values) const {
    return among<false>(values);
  }
  template <class Values>
  [[nodiscard]] auto not_in(const Values& values) const {
    return among<true>(values);
  }
  template <class Value>
  [[nodiscard]] auto not_in(std::initializer_list<Value> values) const {
    return among<true>(values);
  }

  [[nodiscard]] constexpr auto asc() const { return ordering<Self, direction::ascending, nulls::anywhere>{self()}; }
  [[nodiscard]] constexpr auto desc() const { return ordering<Self, direction::descending, nulls::anywhere>{self()}; }

 private:
  [[nodiscard]] constexpr const Self& self() const { return static_cast<const Self&>(*this); }

  template <like_style Style>
  [[nodiscard]] auto like_as(std::string_view pattern) const {
    constexpr bool text = is_text<plain<typename Self::value_type>> || is_rejected<Self>;
    static_assert(text,
                  "plinth[E1104]: only a text column (std::string) has like, starts_with, ends_with and contains; "
                  "compare this one (Self) with == or between");
    if constexpr (text && !is_rejected<Self>)
      return like_test<Self, Style>{{}, self(), {bytes_parameter(pattern)}};
    else
      return typename rejection<Self>::type{};
  }

  template <bool Negated, class Values>
  [[nodiscard]] auto among(const Values& values) const;
};

struct rejected : operand<rejected> {
  using is_expression = void;
  using is_ordering = void;
  using is_assignment = void;
  using value_type = bool;
  static constexpr rank binds = rank::primary;

  template <class>
  static constexpr void write(rendering&) {}
  template <class>
  static consteval place find() {
    return place::own;
  }
  template <class>
  static consteval bool may_be_missing() {
    return false;
  }
  void collect(fragment&) const {}
};

// ---- columns --------------------------------------------------------------------------------------------------------

/// A model's column. Its text is "table"."column", always with the table's name or alias.
template <auto Member, class Where = by_class>
struct column : operand<column<Member, Where>> {
  using is_expression = void;
  using class_type = model::model_of<Member>;
  using where = Where;
  using value_type = reflect::detail::member_of<Member>;
  static constexpr auto member = Member;
  static constexpr rank binds = rank::primary;

  template <class Sources>
  static constexpr void write(rendering& out) {
    write_column<Member, Where, Sources>(out);
  }
  template <class Sources>
  static consteval place find() {
    return find_column<class_type, Where>(Sources{});
  }
  template <class Sources>
  static consteval bool may_be_missing() {
    return home<Member, Where, Sources>::is_outer;
  }
  void collect(fragment&) const {}

  /// For an UPDATE: `set(col<&User::is_active> = false)`. The value may be an expression.
  template <class Value>
  constexpr auto operator=(const Value& value) const;
};

/// Whether the member is a field that the model has a column for. Of a struct that is no model itself, only its type
/// is looked at: the models that inherit the member decide.
template <auto Member>
consteval bool is_mapped() {
  using model_type = model::model_of<Member>;
  if constexpr (!model::is_column_field<reflect::detail::member_of<Member>>)
    return false;
  else if constexpr (entity<model_type>)
    return model::column_index_of<model_type, Member>() < model::column_count<model_type>;
  else
    return true;
}

template <auto Member, class Where>
consteval auto make_column() {
  constexpr bool mapped = is_mapped<Member>();
  static_assert(mapped,
                "plinth[E1102]: this member (Member) is no column: it is a relationship or unmapped; name a column, "
                "join a relationship with .join<&Model::member>()");
  if constexpr (mapped)
    return column<Member, Where>{};
  else
    return rejected{};
}

template <fixed_string Alias>
using where_by = std::conditional_t<Alias.view().empty(), by_class, by_alias<Alias>>;

}  // namespace plinth::sql

namespace plinth {

/// A column by its member: `col<&User::email>`. A member that several of a statement's models inherit, or one of a
/// model read twice, says more: `col_of<Item, &Item::created_at>`, `col<&User::id, "manager">` (see `aliased`).
template <auto Member, sql::fixed_string Alias = "">
inline constexpr auto col = sql::make_column<Member, sql::where_by<Alias>>();

/// The same for a member of a base struct that more than one model of the statement has.
template <class Model, auto Member>
inline constexpr auto col_of = sql::make_column<Member, sql::by_model<Model>>();

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/sql/impl/operand.hpp>
#endif
