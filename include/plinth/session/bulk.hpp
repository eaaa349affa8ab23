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

#include <plinth/session/flush_time.hpp>
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

/// `"updated_at" = ?`
inline void render_time_assignment(sql::rendering& out, const sql::shape& self, std::uint64_t) {
  out.name(static_cast<const catalog::column*>(self.subject)->name) << " = ";
  out.parameter();
}

template <class Model>
inline constexpr model::time_column updated_column = model::time_column_of<Model, &model::entry::updated_at>();
template <class Model>
inline constexpr model::time_column removed_column = model::time_column_of<Model, &model::entry::soft_delete>();

template <class Model, std::int16_t Column>
inline constexpr sql::shape time_assignment{&render_time_assignment, &model::table_of<Model>.columns[Column]};

template <class Model, std::int16_t Column>
void assign_time(sql::change_parts& parts, cell time) {
  sql::fragment& assignment = parts.assignment();
  assignment.tokens.push_back({&time_assignment<Model, Column>, 0});
  assignment.values.push_back({time, nullptr});
}

/// Rows that were removed and kept are not meant. Throws where no condition says which are.
template <class Model>
void leave_removed(sql::change_parts& parts) {
  if constexpr (model::keeps_removed_rows<Model>) {
    static_cast<void>(parts.statement());
    parts.condition().tokens.push_back({&sql::detail::not_removed_shape<Model>, 0});
  }
}

/// Whether the assignment is to the model's `updated_at` column.
template <class Model, class Assignment>
constexpr bool sets_updated() {
  if constexpr (sql::is_assignment<Assignment> && updated_column<Model>.column >= 0)
    return model::column_index_of<Model, Assignment::column::member>() ==
           static_cast<std::size_t>(updated_column<Model>.column);
  return false;
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
    result.sets_updated_ = sets_updated_;
    result.add_conditions(conditions...);
    return result;
  }

  /// `set(col<&User::is_active> = false, col<&User::age> = col<&User::age> + 1)`
  template <class... Assignment>
  [[nodiscard]] auto set(const Assignment&... assignments) const {
    update_query<Model, HasConditions, true> result(*session_, parts_);
    result.sets_updated_ = sets_updated_;
    result.add_assignments(assignments...);
    return result;
  }

  /// `set<&User::is_active>(false)`
  template <auto Member, class Value>
  [[nodiscard]] auto set(const Value& value) const {
    return set(col<Member> = value);
  }

  /// One UPDATE, after a flush; a column of `updated_at` that is not assigned gets the time. The number of rows that it
  /// met. Throws what constraints of the database refuse.
  std::int64_t execute() const {
    static_assert(HasConditions,
                  "plinth[E1205]: this UPDATE has no condition and would meet every row of the table; say "
                  ".where(condition), or .where(plinth::all_rows) if every row is meant");
    static_assert(HasAssignments, "plinth[E1209]: this UPDATE sets nothing; say .set(col<&Model::member> = value)");
    if constexpr (HasConditions && HasAssignments) return detail::run_change(*session_, timed());
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
    sets_updated_ = sets_updated_ || (detail::sets_updated<Model, Assignment>() || ...);
  }

  [[nodiscard]] sql::change_parts timed() const {
    sql::change_parts parts = parts_;
    detail::leave_removed<Model>(parts);
    constexpr model::time_column updated = detail::updated_column<Model>;
    if constexpr (updated.column >= 0)
      if (!sets_updated_)
        detail::assign_time<Model, updated.column>(parts, detail::flush_time(session_->clock()).of(updated));
    return parts;
  }

  detail::session_core* session_;
  sql::change_parts parts_;
  bool sets_updated_ = false;
};

template <class Model, bool HasConditions = false>
class remove_query {
  template <class, bool>
  friend class remove_query;

 public:
  explicit remove_query(detail::session_core& s)
      : session_(&s), parts_(sql::detail::delete_shape, sql::detail::table_shape<Model>) {}
  remove_query(detail::session_core& s, sql::change_parts parts) : session_(&s), parts_(std::move(parts)) {}

  /// The rows that it meets (several conditions: all of them), or `plinth::all_rows`.
  template <class... Condition>
  [[nodiscard]] auto where(const Condition&... conditions) const {
    sql::change_parts parts = parts_;
    (sql::add_condition<Model>(parts, conditions), ...);
    remove_query<Model, true> result(*session_, std::move(parts));
    result.for_good_ = for_good_;
    return result;
  }

  /// Rows of a model with `soft_delete` are deleted all the same, those that were removed before included.
  [[nodiscard]] remove_query for_good() const {
    remove_query result = *this;
    result.for_good_ = true;
    return result;
  }

  /// One DELETE, after a flush, or, of a model with `soft_delete`, one UPDATE of that column. The number of rows that
  /// it met. Throws what constraints of the database refuse.
  std::int64_t execute() const {
    static_assert(HasConditions,
                  "plinth[E1205]: this DELETE has no condition and would meet every row of the table; say "
                  ".where(condition), or .where(plinth::all_rows) if every row is meant");
    if constexpr (HasConditions) return detail::run_change(*session_, removing());
    return 0;
  }

  /// What would be sent to a server that speaks this dialect. Sends nothing.
  [[nodiscard]] sql::statement_text to_sql(const sql::dialect& d) const {
    return sql::text_of_statement(parts_.statement(), d);
  }

 private:
  [[nodiscard]] sql::change_parts removing() const {
    constexpr model::time_column removed = detail::removed_column<Model>;
    if constexpr (removed.column >= 0) {
      if (for_good_) return parts_;
      sql::change_parts marking = parts_.with_verb(sql::detail::update_shape);
      detail::flush_time now(session_->clock());
      detail::assign_time<Model, removed.column>(marking, now.of(removed));
      constexpr model::time_column updated = detail::updated_column<Model>;
      if constexpr (updated.column >= 0) detail::assign_time<Model, updated.column>(marking, now.of(updated));
      detail::leave_removed<Model>(marking);
      return marking;
    }
    return parts_;
  }

  detail::session_core* session_;
  sql::change_parts parts_;
  bool for_good_ = false;
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
