// SPDX-License-Identifier: MIT
#pragma once

// UPDATE and DELETE of many rows with one statement:
//
//   session.update<User>().where(col<&User::id> < 100).set(col<&User::is_active> = false).execute();
//   session.remove<User>().where(!col<&User::is_active>).execute();
//
// They go past the session's objects: objects that are loaded keep the values they have until refresh() or a new
// session, and one whose row is gone throws `stale_row` when it is written. Cascades of the program do not take place,
// those of the database do.

#include <cstdint>
#include <type_traits>
#include <utility>

#include <plinth/sql/expressions.hpp>

#include <plinth/session/query_run.hpp>
#include <plinth/session/session.hpp>
#include <plinth/sql/change.hpp>
#include <plinth/sql/select.hpp>

namespace plinth {

namespace detail {

/// Flushes, then runs the statement in the session's transaction. The number of rows that it changed.
inline std::int64_t run_change(session_core& s, const sql::change_parts& parts) {
  const sql::fragment statement = parts.statement();
  const bound_cells values(statement);
  s.autoflush();
  return s.write_connection().execute(statement.tokens, values.view());
}

}  // namespace detail

template <class Model, bool HasConditions = false, bool HasAssignments = false>
class update_query {
 public:
  explicit update_query(detail::session_core& s)
      : session_(&s), parts_(sql::detail::update_shape, sql::detail::table_shape<Model>) {}
  update_query(detail::session_core& s, sql::change_parts parts) : session_(&s), parts_(std::move(parts)) {}

  /// The rows that it meets (several conditions: all of them), or `plinth::all_rows`.
  template <class... Condition>
  [[nodiscard]] auto where(const Condition&... conditions) const {
    update_query<Model, true, HasAssignments> result(*session_, parts_);
    result.add_conditions(conditions...);
    return result;
  }

  /// `set(col<&User::is_active> = false, col<&User::age> = col<&User::age> + 1)`
  template <class... Assignment>
  [[nodiscard]] auto set(const Assignment&... assignments) const {
    update_query<Model, HasConditions, true> result(*session_, parts_);
    result.add_assignments(assignments...);
    return result;
  }

  /// `set<&User::is_active>(false)`
  template <auto Member, class Value>
  [[nodiscard]] auto set(const Value& value) const {
    return set(col<Member> = value);
  }

  /// One UPDATE, after a flush. The number of rows that it met. Throws what constraints of the database refuse.
  std::int64_t execute() const {
    static_assert(HasConditions,
                  "plinth[E1205]: this UPDATE has no condition and would meet every row of the table; say "
                  ".where(condition), or .where(plinth::all_rows) if every row is meant");
    static_assert(HasAssignments, "plinth[E1209]: this UPDATE sets nothing; say .set(col<&Model::member> = value)");
    if constexpr (HasConditions && HasAssignments) return detail::run_change(*session_, parts_);
    return 0;
  }

  /// What would be sent to a server that speaks this dialect. Sends nothing.
  [[nodiscard]] sql::statement_text to_sql(const sql::dialect& d) const {
    return sql::text_of_statement(parts_.statement(), d);
  }

 private:
  template <class, bool, bool>
  friend class update_query;

  template <class... Condition>
  void add_conditions(const Condition&... conditions) {
    (sql::add_condition<Model>(parts_, conditions), ...);
  }
  template <class... Assignment>
  void add_assignments(const Assignment&... assignments) {
    (sql::add_assignment<Model>(parts_, assignments), ...);
  }

  detail::session_core* session_;
  sql::change_parts parts_;
};

template <class Model, bool HasConditions = false>
class remove_query {
 public:
  explicit remove_query(detail::session_core& s)
      : session_(&s), parts_(sql::detail::delete_shape, sql::detail::table_shape<Model>) {}
  remove_query(detail::session_core& s, sql::change_parts parts) : session_(&s), parts_(std::move(parts)) {}

  /// The rows that it meets (several conditions: all of them), or `plinth::all_rows`.
  template <class... Condition>
  [[nodiscard]] auto where(const Condition&... conditions) const {
    sql::change_parts parts = parts_;
    (sql::add_condition<Model>(parts, conditions), ...);
    return remove_query<Model, true>(*session_, std::move(parts));
  }

  /// One DELETE, after a flush. The number of rows that it met. Throws what constraints of the database refuse.
  std::int64_t execute() const {
    static_assert(HasConditions,
                  "plinth[E1205]: this DELETE has no condition and would meet every row of the table; say "
                  ".where(condition), or .where(plinth::all_rows) if every row is meant");
    if constexpr (HasConditions) return detail::run_change(*session_, parts_);
    return 0;
  }

  /// What would be sent to a server that speaks this dialect. Sends nothing.
  [[nodiscard]] sql::statement_text to_sql(const sql::dialect& d) const {
    return sql::text_of_statement(parts_.statement(), d);
  }

 private:
  detail::session_core* session_;
  sql::change_parts parts_;
};

template <entity T>
auto session::update() {
  return update_query<T>(*this);
}

template <entity T>
auto session::remove() {
  return remove_query<T>(*this);
}

}  // namespace plinth
