// SPDX-License-Identifier: MIT
#pragma once

// Queries of a session: `session.query<User>().filter(col<&User::email>.like("%@example.org")).all()`.
//
// A query is a value: every method gives a new one, and nothing is sent before a method that gives rows. Each of those
// flushes what is pending first (`session_options::autoflush`).

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <plinth/sql/expressions.hpp>

#include <plinth/session/load.hpp>
#include <plinth/session/query_run.hpp>
#include <plinth/session/result.hpp>
#include <plinth/session/row_query.hpp>
#include <plinth/session/session.hpp>
#include <plinth/session/shaped_rows.hpp>

namespace plinth {

/// A query of a model's objects: rows become objects of the session, one for each key.
template <class Model, class Sources = sql::sources<Model>>
class query : public sql::joining<query<Model, Sources>, Sources> {
  using clauses = sql::joining<query<Model, Sources>, Sources>;

 public:
  using row_type = Model;

  explicit query(detail::session_core& s)
      : clauses(sql::select_parts(sql::detail::all_columns_shape<Model>, sql::detail::table_shape<Model>)),
        session_(&s) {}
  query(detail::session_core& s, sql::select_parts parts, std::vector<detail::load_path> paths = {})
      : clauses(std::move(parts)), session_(&s), paths_(std::move(paths)) {}

  // ---- what comes out -----------------------------------------------------------------------------------------------

  /// Plain structs in place of the session's objects: nothing is tracked, and relationships are not loaded.
  [[nodiscard]] row_query<Model, Sources> as_values() const& { return {*session_, this->parts_}; }
  [[nodiscard]] row_query<Model, Sources> as_values() && { return {*session_, std::move(this->parts_)}; }

  /// A schema in place of the session's objects: its columns only, and for each nested schema one more SELECT for all
  /// rows together. A field without a counterpart in the model is an error of the compiler's.
  template <class Row>
  [[nodiscard]] auto as() const {
    if constexpr (model::row_shaped<Row, Model>) {
      static_cast<void>(sizeof(typename model::shape_of<Row, Model>::check));
      return row_query<Row, Sources, detail::shaped_reader<Row, Model>>(*session_, this->parts_);
    } else {
      static_cast<void>(sizeof(detail::no_row_of_model<Row, Model>));
      return as_values();
    }
  }

  /// Columns and expressions in place of objects: rows are the value itself of one, std::tuple of several. `into` makes
  /// structs of them.
  template <class... E>
  [[nodiscard]] auto select(const E&... columns) const& {
    return query(*this).select(columns...);
  }
  template <class... E>
  [[nodiscard]] auto select(const E&... columns) && {
    constexpr bool expressions = (sql::expression<E> && ...);
    static_assert(expressions,
                  "plinth[E1207]: select takes columns and other expressions (E); bind a value with lit()");
    if constexpr (expressions) {
      constexpr bool found = sql::place_of_all<Sources, E...>() < sql::place::missing;
      static_assert(found,
                    "plinth[E1201]: a column (in E) belongs to none of the statement's models, or to several "
                    "(Sources); join its model before, or say whose it is with col_of<Model, &Model::member>");
      if constexpr (found && !(sql::is_rejected<E> || ...)) {
        this->parts_.clear(sql::part::columns);
        (sql::add_column<Sources>(this->parts_, columns), ...);
        return row_query<sql::selected_row<Sources, E...>, Sources>(*session_, std::move(this->parts_));
      } else {
        return std::move(*this).as_values();
      }
    } else {
      return std::move(*this).as_values();
    }
  }

  /// Loads relationships with the objects: `options(selectin<&User::items>, selectin<&User::team>)`. The words behind
  /// a path stand in session/load_path.hpp.
  template <detail::loads_along Path>
  [[nodiscard]] query options(const Path& path) const& {
    return query(*this).options(path);
  }
  template <detail::loads_along Path>
  [[nodiscard]] query options(const Path& path) && {
    constexpr bool begins_here = Path::template begins_at<Model>;
    static_assert(begins_here,
                  "plinth[E1213]: options() names relationships (Path): the first of the query's model (Model), each "
                  "further one of the model that the one before leads to");
    if constexpr (begins_here) paths_.push_back(path.template from<Model>());
    return this->moved();
  }
  template <class First, class... Rest>
  requires(sizeof...(Rest) > 0) [[nodiscard]] query options(const First& first, const Rest&... rest) const {
    return query(*this).options(first).options(rest...);
  }

  /// Rows that were removed and kept (`plinth::soft_delete`) as well. Relationships and joins still do not lead to
  /// them.
  [[nodiscard]] query unfiltered() const& { return query(*this).unfiltered(); }
  [[nodiscard]] query unfiltered() && {
    static_assert(
        model::keeps_removed_rows<Model>,
        "plinth[E1290]: unfiltered() shows rows that were removed and kept, and this model (Model) keeps none; "
        "take the word away, or mark a column with plinth::soft_delete");
    static_cast<void>(this->parts_.remove_first(sql::part::where, sql::detail::not_removed_shape<Model>));
    return this->moved();
  }

  template <class More>
  [[nodiscard]] plinth::query<Model, More> over() {
    return {*session_, std::move(this->parts_), std::move(paths_)};
  }

  // ---- running it ---------------------------------------------------------------------------------------------------

  /// One SELECT, and those of `options`.
  [[nodiscard]] result<Model> all() const { return {read(this->parts_), &session_->store()}; }

  /// The object of the first row, or a null handle. Emits the SELECT with LIMIT 1.
  [[nodiscard]] ref<Model> first() const { return handle(at_most(1)); }

  /// The object of the only row. Throws `no_row` (E3201) where there is none, `several_rows` (E3202) where there are
  /// more; emits the SELECT with LIMIT 2.
  [[nodiscard]] ref<Model> one() const {
    const std::vector<model::node*> nodes = at_most(2);
    if (nodes.empty()) detail::refuse_none(model::table_of<Model>.name);
    return one_of(nodes);
  }

  /// The object of the only row, or a null handle. Throws `several_rows` (E3202) where there are more.
  [[nodiscard]] ref<Model> one_or_none() const { return one_of(at_most(2)); }

  /// SELECT count(*) over this query, its limit and distinct included.
  [[nodiscard]] std::int64_t count() const {
    return detail::read_number(*session_, this->parts_.counting(), kind::integer);
  }

  /// SELECT EXISTS over this query.
  [[nodiscard]] bool exists() const {
    return detail::read_number(*session_, this->parts_.existing(), kind::boolean) != 0;
  }

 private:
  [[nodiscard]] std::vector<model::node*> read(const sql::select_parts& parts) const {
    return detail::read_entities(*session_, parts, model::info_of<Model>(), paths_);
  }
  [[nodiscard]] std::vector<model::node*> at_most(std::int64_t rows) const {
    sql::select_parts limited = this->parts_;
    limited.limit_further(rows);
    return read(limited);
  }
  [[nodiscard]] static ref<Model> handle(const std::vector<model::node*>& nodes) {
    return nodes.empty() ? ref<Model>() : ref<Model>(*nodes.front());
  }
  [[nodiscard]] static ref<Model> one_of(const std::vector<model::node*>& nodes) {
    if (nodes.size() > 1) detail::refuse_several(model::table_of<Model>.name);
    return handle(nodes);
  }

  detail::session_core* session_;
  std::vector<detail::load_path> paths_;
};

template <entity T>
auto session::query() {
  if constexpr (model::keeps_removed_rows<T>) {
    sql::select_parts parts(sql::detail::all_columns_shape<T>, sql::detail::table_shape<T>);
    parts.add(sql::part::where, sql::detail::not_removed_shape<T>);
    return plinth::query<T>(*this, std::move(parts));
  } else {
    return plinth::query<T>(*this);
  }
}

}  // namespace plinth
