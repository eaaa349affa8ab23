// SPDX-License-Identifier: MIT
#pragma once

// The clauses that every query has, whatever comes out of it. Each method gives a new query; a temporary one is moved
// along, so that a chain copies nothing.

#include <cstdint>
#include <type_traits>
#include <utility>

#include <plinth/sql/condition.hpp>
#include <plinth/sql/select.hpp>

namespace plinth::sql {

/// Where the text depends on the statement, the statement is part of the shape.
template <class E, class Sources>
using context_of = std::conditional_t<E::template find<Sources>() == place::own, anywhere, Sources>;

template <class Term>
inline constexpr bool is_term = expression<Term> || requires { typename Term::is_ordering; };

template <class Derived, class Sources>
class selecting {
 public:
  /// Only rows for which all the conditions hold (WHERE … AND …). Filters add up.
  template <class... Condition>
  [[nodiscard]] Derived filter(const Condition&... conditions) const& {
    return copy().filter(conditions...);
  }
  template <class... Condition>
  [[nodiscard]] Derived filter(const Condition&... conditions) && {
    (add_condition(part::where, conditions), ...);
    return moved();
  }

  /// The same where `wanted` is true, and nothing where not. The condition is evaluated either way.
  template <class Condition>
  [[nodiscard]] Derived filter_if(bool wanted, const Condition& c) const& {
    return copy().filter_if(wanted, c);
  }
  template <class Condition>
  [[nodiscard]] Derived filter_if(bool wanted, const Condition& c) && {
    if (wanted) add_condition(part::where, c);
    return moved();
  }

  /// Terms add up: rows that are equal in the earlier ones are ordered by the later.
  template <class... Term>
  [[nodiscard]] Derived order_by(const Term&... terms) const& {
    return copy().order_by(terms...);
  }
  template <class... Term>
  [[nodiscard]] Derived order_by(const Term&... terms) && {
    (add_term(part::order_by, terms), ...);
    return moved();
  }

  template <class... Term>
  [[nodiscard]] Derived group_by(const Term&... terms) const& {
    return copy().group_by(terms...);
  }
  template <class... Term>
  [[nodiscard]] Derived group_by(const Term&... terms) && {
    (add_term(part::group_by, terms), ...);
    return moved();
  }

  /// Only groups for which all the conditions hold.
  template <class... Condition>
  [[nodiscard]] Derived having(const Condition&... conditions) const& {
    return copy().having(conditions...);
  }
  template <class... Condition>
  [[nodiscard]] Derived having(const Condition&... conditions) && {
    (add_condition(part::having, conditions), ...);
    return moved();
  }

  /// At most that many rows; a later limit replaces an earlier one. Throws `query_error` (E3303) below 0.
  [[nodiscard]] Derived limit(std::int64_t rows) const& { return copy().limit(rows); }
  [[nodiscard]] Derived limit(std::int64_t rows) && {
    parts_.limit(rows);
    return moved();
  }

  /// Skips that many rows. Without order_by, which they are is the server's choice.
  [[nodiscard]] Derived offset(std::int64_t rows) const& { return copy().offset(rows); }
  [[nodiscard]] Derived offset(std::int64_t rows) && {
    parts_.offset(rows);
    return moved();
  }

  /// Each row once, where all of its columns are equal.
  [[nodiscard]] Derived distinct() const& { return copy().distinct(); }
  [[nodiscard]] Derived distinct() && {
    parts_.distinct();
    return moved();
  }

  /// The statement as data.
  [[nodiscard]] const select_parts& parts() const noexcept { return parts_; }
  void add_to(fragment& to) const { parts_.add_to(to); }

  /// What would be sent to a server that speaks this dialect (`engine.dialect()`). Sends nothing.
  [[nodiscard]] statement_text to_sql(const dialect& d) const {
    fragment statement;
    parts_.add_to(statement);
    return text_of_statement(std::move(statement), d);
  }

 protected:
  explicit selecting(select_parts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] Derived copy() const { return static_cast<const Derived&>(*this); }
  [[nodiscard]] Derived moved() { return std::move(static_cast<Derived&>(*this)); }

  template <class E>
  void add_condition(part p, const E& e) {
    constexpr bool true_or_false = is_condition<E>();
    static_assert(true_or_false,
                  "plinth[E1105]: a condition is wanted here (a comparison, a bool column, plinth::condition) and this "
                  "is none (E)");
    if constexpr (true_or_false) {
      constexpr place found = E::template find<Sources>();
      static_assert(found != place::missing,
                    "plinth[E1201]: a column (in E) belongs to a model that the statement neither selects nor joins "
                    "(Sources); add .join<Model>(condition) or .join<&Model::relationship>() before");
      static_assert(found != place::ambiguous,
                    "plinth[E1202]: several models of the statement (Sources) inherit a column (in E); say whose it is "
                    "with col_of<Model, &Model::member>");
      if constexpr (decided_at_run_time<E>) {
        if (!e.is_neutral()) parts_.add(p, e.content());
      } else if constexpr (found < place::missing && !is_rejected<E>) {
        append<rank::conjunction, context_of<E, Sources>>(parts_.open(), e);
        parts_.close(p);
      }
    }
  }

  template <class Term>
  void add_term(part p, const Term& term) {
    constexpr bool known = is_term<Term>;
    static_assert(known,
                  "plinth[E1203]: order_by and group_by take columns and other expressions; this is none (Term)");
    if constexpr (known) {
      constexpr place found = Term::template find<Sources>();
      static_assert(found != place::missing,
                    "plinth[E1201]: a column (in Term) belongs to a model that the statement neither selects nor joins "
                    "(Sources); add .join<Model>(condition) or .join<&Model::relationship>() before");
      static_assert(found != place::ambiguous,
                    "plinth[E1202]: several models of the statement (Sources) inherit a column (in Term); say whose it "
                    "is with col_of<Model, &Model::member>");
      if constexpr (found < place::missing && !is_rejected<Term>) {
        append<rank::disjunction, context_of<Term, Sources>>(parts_.open(), term);
        parts_.close(p);
      }
    }
  }

  select_parts parts_;
};

}  // namespace plinth::sql
