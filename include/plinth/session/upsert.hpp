// SPDX-License-Identifier: MIT
#pragma once

// INSERT of rows that may be there already, and what is done then:
//
//   session.insert(tags).on_conflict(col<&Tag::name>).do_nothing().execute();
//   auto [tag, outcome] = session.insert(Tag{.name = "new"})
//                             .on_conflict(col<&Tag::name>)
//                             .do_update(col<&Tag::note>, col<&Tag::uses> = col<&Tag::uses> + 1)
//                             .one();
//
// Rows go past the session's objects, but objects that are loaded have their row's new values afterwards.

#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

#include <plinth/sql/expressions.hpp>

#include <plinth/session/bulk.hpp>
#include <plinth/session/nested.hpp>
#include <plinth/session/row_layout.hpp>
#include <plinth/session/session.hpp>
#include <plinth/session/upsert_writer.hpp>
#include <plinth/sql/change.hpp>
#include <plinth/sql/unique_columns.hpp>

namespace plinth {

/// In `do_update`: the column of the row that was to be inserted.
template <auto Member>
inline constexpr auto excluded = col<Member, "excluded">;

/// A row as the database has it, and what became of the one that was given.
template <class T>
struct upserted {
  T row;
  row_outcome outcome = row_outcome::unchanged;
};

struct upsert_counts {
  std::int64_t inserted = 0;
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;

  friend bool operator==(const upsert_counts&, const upsert_counts&) = default;
};

namespace detail {

/// `Rows` is a model's struct or a range of them; a reference where they are the program's.
template <class Rows>
struct rows_given {
  using range = std::remove_cvref_t<Rows>;
  static constexpr bool are_one = entity<range>;

  template <class Function>
  static void each(const range& rows, const Function& f) {
    if constexpr (are_one)
      f(rows);
    else
      for (const auto& row : rows) f(row);
  }
};

template <class Range>
struct row_in {
  using type = void;
};
template <entity T>
struct row_in<T> {
  using type = T;
};
template <class Range>
requires(!entity<Range> && requires(const Range& r) { *r.begin(); }) struct row_in<Range> {
  using type = std::remove_cvref_t<decltype(*std::declval<const Range&>().begin())>;
};
template <class Rows>
using row_given = typename row_in<std::remove_cvref_t<Rows>>::type;

}  // namespace detail

/// An INSERT that knows what to do about rows that are there.
template <class Rows>
class upsert_query {
  using given = detail::rows_given<Rows>;
  using model_type = detail::row_given<Rows>;

 public:
  upsert_query(detail::session_core& s, Rows&& rows, detail::conflict_rule rule)
      : session_(&s), rows_(std::forward<Rows>(rows)), rule_(std::move(rule)) {}

  /// One INSERT for each row, after a flush; of a range all of them in a part of the transaction of their own
  /// (SAVEPOINT), so that a failure leaves none. How many rows were inserted, updated and left as they were.
  ///
  /// Where the server does not tell a new row from an updated one (SQLite), a SELECT goes before each INSERT that may
  /// update; both see the same rows, for the transaction is the only one that writes, or fails (E2207).
  ///
  /// Objects of the session whose rows were written have their new values then, with relationships to be loaded again;
  /// a rollback takes both back. Collections that are loaded do not gain the new rows. Throws what constraints other
  /// than that of `on_conflict` refuse, `query_error` (E3307) for a row without a value to compare, `session_error`
  /// (E3121) for one that holds objects.
  upsert_counts execute() const {
    upsert_counts counts;
    const auto write_all = [&] {
      detail::upsert_writer to(*session_, model::info_of<model_type>(), rule_);
      given::each(rows_, [&](const model_type& row) { count(counts, to.write(&row)); });
    };
    if constexpr (given::are_one) {
      session_->flush();
      write_all();
    } else {
      nested all_of_them = session_->begin_nested();
      write_all();
      all_of_them.commit();
    }
    return counts;
  }

  /// The same for a single struct, with its row as the database has it: the one in the way, read by one more SELECT,
  /// where it was left as it is. Throws `no_row` (E3204) where that one is gone again.
  [[nodiscard]] upserted<model_type> one() const requires(given::are_one) {
    session_->flush();
    detail::upsert_writer to(*session_, model::info_of<model_type>(), rule_);
    upserted<model_type> result{};
    const detail::row_target back{&detail::layout_of<model_type>(), &result.row};
    result.outcome = to.write(&rows_, &back);
    return result;
  }

 private:
  static void count(upsert_counts& counts, row_outcome outcome) {
    if (outcome == row_outcome::inserted) ++counts.inserted;
    if (outcome == row_outcome::updated) ++counts.updated;
    if (outcome == row_outcome::unchanged) ++counts.unchanged;
  }

  detail::session_core* session_;
  Rows rows_;
  detail::conflict_rule rule_;
};

/// An INSERT that knows by which columns a row is found to be there.
template <class Rows>
class conflict_query {
  using model_type = detail::row_given<Rows>;
  using with_excluded = sql::sources<model_type, aliased<model_type, "excluded">>;

 public:
  conflict_query(detail::session_core& s, Rows&& rows, detail::conflict_rule rule)
      : session_(&s), rows_(std::forward<Rows>(rows)), rule_(std::move(rule)) {}

  /// The row that is there stays as it is.
  [[nodiscard]] upsert_query<Rows> do_nothing() && { return {*session_, std::forward<Rows>(rows_), std::move(rule_)}; }

  /// Sets these columns of the row that is there: a column alone to the value of the row that was given, or
  /// `column = expression`, in which the model's columns are the row's that is there and `excluded<&Model::member>`
  /// those that were given. A `row_version` is counted by itself, and a column of `updated_at` that is not named gets
  /// the time. Of a model with `soft_delete`, a row that was removed counts as being there, and stays removed.
  template <class... Term>
  [[nodiscard]] upsert_query<Rows> do_update(const Term&... terms) && {
    constexpr bool settable = sizeof...(Term) > 0 && (sql::may_be_set<model_type, with_excluded, Term>() && ...);
    static_assert(
        settable,
        "plinth[E1221]: do_update takes columns of the model that is inserted, alone or with a value, but not "
        "those of its key, a version or a computed one (Rows, Term): do_update(col<&User::name>)");
    if constexpr (settable) (set(terms), ...);
    return {*session_, std::forward<Rows>(rows_), std::move(rule_)};
  }

 private:
  template <class Term>
  void set(const Term& term) {
    if constexpr (sql::is_assignment<Term>) {
      sql::append<sql::rank::disjunction, with_excluded>(rule_.assigned, term);
      ++rule_.assignments;
      rule_.assigns_time = rule_.assigns_time || detail::sets_updated<model_type, Term>();
    } else {
      rule_.taken_over |= sql::column_bit<model_type, Term>;
    }
  }

  detail::session_core* session_;
  Rows rows_;
  detail::conflict_rule rule_;
};

/// What `session.insert` gives: nothing is sent before it is known what to do about rows that are there.
template <class Rows>
class insert_query {
  using model_type = detail::row_given<Rows>;

 public:
  insert_query(detail::session_core& s, Rows&& rows) : session_(&s), rows_(std::forward<Rows>(rows)) {}

  /// A row is there when one has the same values in these columns: the primary key, or columns that are unique
  /// together.
  template <class... Column>
  [[nodiscard]] conflict_query<Rows> on_conflict(const Column&...) && {
    constexpr bool together = sql::unique_together<model_type, Column...>();
    static_assert(together,
                  "plinth[E1220]: on_conflict takes the columns of the primary key, or of one unique constraint or "
                  "index, of the model that is inserted, and these (Column) are none; name all of its columns and no "
                  "other");
    detail::conflict_rule rule;
    if constexpr (together) rule.compared = (sql::column_bit<model_type, Column> | ...);
    return {*session_, std::forward<Rows>(rows_), std::move(rule)};
  }

 private:
  detail::session_core* session_;
  Rows rows_;
};

template <class Rows>
auto session::insert(Rows&& rows) {
  constexpr bool models = entity<detail::row_given<Rows>>;
  static_assert(models, "plinth[E1222]: insert() takes a model's struct or a range of them, and this (Rows) is none");
  if constexpr (models) return insert_query<Rows>(*this, std::forward<Rows>(rows));
}

}  // namespace plinth
