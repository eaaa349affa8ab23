// SPDX-License-Identifier: MIT
#pragma once

// SQL in the words of the server, with bound values, into structs by the names of columns or into tuples by position:
//
//   struct Line { std::string email; std::int64_t items; };
//   session.raw<Line>("SELECT email, count(*) AS items FROM ... WHERE id > ? GROUP BY email", 7).all();

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <plinth/session/query_run.hpp>
#include <plinth/session/row_layout.hpp>
#include <plinth/session/session.hpp>
#include <plinth/sql/bind.hpp>

namespace plinth {

namespace detail {

/// A value as its own type says, for a place where no column is known.
template <class V>
[[nodiscard]] sql::parameter bind_raw(const V& value) {
  if constexpr (std::is_same_v<V, std::nullopt_t>)
    return {};
  else if constexpr (std::is_convertible_v<const V&, std::string_view>)
    return sql::bytes_parameter(value);
  else
    return sql::encoded_parameter(&model::field_codec<V>::encode, &value);
}

/// SQL text and the values for its placeholders.
struct raw_statement {
  std::string text;
  std::vector<sql::parameter> values;

  [[nodiscard]] std::vector<cell> cells() const;
};

/// A layout for the columns that a statement really has, in its order.
struct fitted_layout {
  std::vector<std::string_view> fields;
  std::vector<kind> kinds;
  std::vector<model::field_place> places;
  row_layout layout;
};

/// Throws `query_error` (E3305) with all names that have no counterpart.
[[nodiscard]] fitted_layout fit_by_name(const row_layout& wanted, std::span<const std::string_view> names,
                                        std::span<const std::string> columns);

/// The names of the columns, without running the statement.
[[nodiscard]] std::vector<std::string> columns_of(connection& c, const std::string& text);

/// What a struct's fields are called in a result: a model's have their columns' names.
template <class Row>
[[nodiscard]] std::vector<std::string_view> result_names() {
  std::vector<std::string_view> names;
  if constexpr (entity<Row>) {
    for (const model::column_info& c : model::info_of<Row>().columns) names.push_back(c.name);
  } else {
    names.assign(reflect::field_names<Row>.begin(), reflect::field_names<Row>.end());
  }
  return names;
}

}  // namespace detail

/// Rows of a statement in SQL. Nothing is sent before a method that gives rows; each of them flushes first.
template <class Row>
class raw_query {
 public:
  raw_query(detail::session_core& s, detail::raw_statement statement)
      : session_(&s), statement_(std::move(statement)) {}

  /// Throws `query_error` (E3305) where columns and fields do not match by name; all that do not are named.
  [[nodiscard]] std::vector<Row> all() const { return read(static_cast<std::size_t>(-1)); }

  /// The first row, or nothing. The statement has no LIMIT but its own; later rows are not read.
  [[nodiscard]] std::optional<Row> first() const {
    std::vector<Row> rows = read(1);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
  }

  /// The only row. Throws `no_row` (E3201) or `several_rows` (E3202).
  [[nodiscard]] Row one() const {
    std::vector<Row> rows = read(2);
    if (rows.empty()) detail::refuse_none("a raw statement");
    if (rows.size() > 1) detail::refuse_several("a raw statement");
    return std::move(rows.front());
  }

  [[nodiscard]] std::optional<Row> one_or_none() const {
    std::vector<Row> rows = read(2);
    if (rows.empty()) return std::nullopt;
    if (rows.size() > 1) detail::refuse_several("a raw statement");
    return std::move(rows.front());
  }

  /// The value of the only row of the only column; like `one`.
  [[nodiscard]] Row scalar() const { return one(); }

 private:
  [[nodiscard]] std::vector<Row> read(std::size_t most) const {
    session_->autoflush();
    connection& c = session_->read_connection();
    if constexpr (entity<Row> || detail::plain_struct<Row>) {
      const std::vector<std::string> columns = detail::columns_of(c, statement_.text);
      const detail::fitted_layout fitted =
          detail::fit_by_name(detail::layout_of<Row>(), detail::result_names<Row>(), columns);
      return read_with(c, fitted.layout, most);
    } else {
      return read_with(c, detail::layout_of<Row>(), most);
    }
  }

  [[nodiscard]] std::vector<Row> read_with(connection& c, const detail::row_layout& layout, std::size_t most) const {
    const std::vector<cell> values = statement_.cells();
    cursor rows = c.open(std::string_view(statement_.text), values, layout.kinds);
    std::vector<Row> result;
    while (result.size() < most)
      if (!detail::next_row(rows, layout, &result.emplace_back())) {
        result.pop_back();
        break;
      }
    return result;
  }

  detail::session_core* session_;
  detail::raw_statement statement_;
};

template <class Row, class... Value>
auto session::raw(std::string sql, const Value&... values) {
  return raw_query<Row>(*this, {std::move(sql), {detail::bind_raw(values)...}});
}

template <class... Value>
std::int64_t session::execute_sql(std::string_view sql, const Value&... values) {
  const std::vector<sql::parameter> parameters{detail::bind_raw(values)...};
  std::vector<cell> cells;
  for (const sql::parameter& p : parameters) cells.push_back(p.value);
  autoflush();
  return write_connection().execute(sql, cells);
}

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/raw_query.hpp>
#endif
