// SPDX-License-Identifier: MIT
#pragma once

// UPDATE and DELETE of many rows at once, as data.

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <plinth/sql/condition.hpp>
#include <plinth/sql/joining.hpp>

namespace plinth::sql {

namespace detail {

/// `detail` has the number of assignments, and above 32 bits that of conditions.
constexpr void render_update(rendering& out, const shape&, std::uint64_t detail) {
  out << "UPDATE ";
  out.next();
  render_clause(out, detail & 0xFFFFFFFFU, " SET ", ", ");
  render_clause(out, detail >> 32, " WHERE ", " AND ");
}

constexpr void render_delete(rendering& out, const shape&, std::uint64_t detail) {
  out << "DELETE FROM ";
  out.next();
  render_clause(out, detail >> 32, " WHERE ", " AND ");
}

inline constexpr shape update_shape{&render_update};
inline constexpr shape delete_shape{&render_delete};

}  // namespace detail

/// The two clauses apart; `statement` puts them together.
class change_parts {
 public:
  change_parts(const shape& verb, const shape& table) : verb_(&verb), table_(&table) {}

  [[nodiscard]] fragment& assignment() {
    ++assignments_;
    return set_;
  }
  [[nodiscard]] fragment& condition() {
    ++conditions_;
    return where_;
  }

  /// The same conditions for another verb. Throws what `statement` throws.
  [[nodiscard]] change_parts with_verb(const shape& verb) const {
    static_cast<void>(statement());
    change_parts result = *this;
    result.verb_ = &verb;
    return result;
  }

  /// Every row is meant, and was said to be.
  void every_row() { every_row_ = true; }

  /// Throws `query_error` (E3306) where all conditions were neutral ones: that a program's filter came out empty must
  /// not empty a table.
  [[nodiscard]] fragment statement() const;

 private:
  const shape* verb_;
  const shape* table_;
  fragment set_;
  fragment where_;
  std::uint64_t assignments_ = 0;
  std::uint64_t conditions_ = 0;
  bool every_row_ = false;
};

template <class Model>
void add_condition(change_parts& parts, const all_rows&) {
  parts.every_row();
}

template <class Model, class E>
void add_condition(change_parts& parts, const E& e) {
  constexpr bool true_or_false = is_condition<E>();
  static_assert(true_or_false, "plinth[E1105]: where takes conditions, or plinth::all_rows, and this is none (E)");
  if constexpr (true_or_false) {
    constexpr bool own = E::template find<sources<Model>>() < place::missing;
    static_assert(own,
                  "plinth[E1201]: a column (in E) belongs to another model than that of the statement (Model); say "
                  "col<&Model::key>.in(query) to go by others");
    if constexpr (decided_at_run_time<E>) {
      if (!e.is_neutral()) parts.condition().append(e.content());
    } else if constexpr (own && !is_rejected<E>) {
      append<rank::conjunction, context_of<E, sources<Model>>>(parts.condition(), e);
    }
  }
}

template <class Term>
inline constexpr bool is_assignment = requires {
  typename Term::is_assignment;
};

template <class Model, class Term>
void add_assignment(change_parts& parts, const Term& term) {
  constexpr bool assigns = is_assignment<Term>;
  static_assert(assigns,
                "plinth[E1208]: set takes assignments, as in set(col<&User::is_active> = false); this is none (Term)");
  if constexpr (assigns && !is_rejected<Term>) {
    constexpr bool own = Term::template find<sources<Model>>() < place::missing;
    static_assert(own, "plinth[E1201]: a column (in Term) belongs to another model than that of the statement (Model)");
    if constexpr (own) append<rank::disjunction, context_of<Term, sources<Model>>>(parts.assignment(), term);
  }
}

}  // namespace plinth::sql

#ifndef PLINTH_PRECOMPILED
#include <plinth/sql/impl/change.hpp>
#endif
