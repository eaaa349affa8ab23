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

  [[nodiscard]] fragment statement() const {
    fragment result;
    result.tokens.push_back({verb_, assignments_ | (conditions_ << 32)});
    result.tokens.push_back({table_, 0});
    result.append(set_);
    result.append(where_);
    return result;
  }

 private:
  const shape* verb_;
  const shape* table_;
  fragment set_;
  fragment where_;
  std::uint64_t assignments_ = 0;
  std::uint64_t conditions_ = 0;
};

template <class Term>
struct assignment_wanted {
  static constexpr bool ok = requires { typename Term::is_assignment; };
  static_assert(ok, "plinth[E1208]: set takes assignments, as in set(col<&User::is_active> = false); this is none (Term)");
};

template <bool HasConditions, bool HasAssignments>
struct complete_change {
  static_assert(HasConditions,
                "plinth[E1205]: this UPDATE or DELETE has no condition and would meet every row of the table; say "
                ".where(condition), or .where(plinth::all_rows) if every row is meant");
  static_assert(!HasConditions || HasAssignments, "plinth[E1209]: this UPDATE sets nothing; say .set(col<&Model::member> = value)");
  static constexpr bool ok = HasConditions && HasAssignments;
};

template <class Model>
void add_condition(change_parts& parts, const all_rows&) {
  static_cast<void>(parts);
}
template <class Model, class E>
void add_condition(change_parts& parts, const E& e) {
  if constexpr (!is_rejected<E>) {
    if constexpr (condition_wanted<E>::ok) {
      if constexpr (decided_at_run_time<E>) {
        parts.condition().append(e.content());
      } else if constexpr (in_statement<E, sources<Model>>::ok) {
        append<rank::conjunction, typename in_statement<E, sources<Model>>::context>(parts.condition(), e);
      }
    }
  }
}

template <class Model, class Term>
void add_assignment(change_parts& parts, const Term& term) {
  if constexpr (!is_rejected<Term> && assignment_wanted<Term>::ok)
    if constexpr (in_statement<Term, sources<Model>>::ok)
      append<rank::disjunction, typename in_statement<Term, sources<Model>>::context>(parts.assignment(), term);
}

}  // namespace plinth::sql
