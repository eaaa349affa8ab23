// SPDX-License-Identifier: MIT
#pragma once

// Queries whose rows become values of the program's own: plain structs, tuples, single values. The session does not
// know them afterwards.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <plinth/session/query_run.hpp>
#include <plinth/session/row_layout.hpp>
#include <plinth/session/session.hpp>
#include <plinth/sql/projecting.hpp>

namespace plinth {

namespace detail {

/// The rows of a running statement, column by column in the order of the fields.
template <class Row>
class plain_rows {
 public:
  plain_rows(session_core& s, const sql::select_parts& parts, fetch how)
      : parts_(parts), layout_(layout_of<Row>()), running_(s, parts_, layout_.kinds, how) {}

  /// Reads the next row over this one; false at the end.
  bool next(Row& row) { return next_row(running_.rows(), layout_, &row); }

 private:
  sql::select_parts parts_;  ///< has the values' bytes
  const row_layout& layout_;
  running running_;
};

}  // namespace detail

/// The rows of a running statement, one at a time and without keeping any: for results larger than memory. A range of
/// `const Row&`, to be read once; a row is overwritten by the next one. While it is there its statement is running.
template <class Row, class Rows = detail::plain_rows<Row>>
class row_stream {
 public:
  row_stream(detail::session_core& s, const sql::select_parts& parts, fetch how) : rows_(s, parts, how) {}
  row_stream(const row_stream&) = delete;
  row_stream& operator=(const row_stream&) = delete;

  struct end_of_rows {};

  class iterator {
   public:
    using value_type = Row;
    using difference_type = std::ptrdiff_t;

    explicit iterator(row_stream* stream) : stream_(stream) {}
    [[nodiscard]] const Row& operator*() const { return stream_->row_; }
    [[nodiscard]] const Row* operator->() const { return &stream_->row_; }
    iterator& operator++() {
      if (!stream_->rows_.next(stream_->row_)) stream_ = nullptr;
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator& i, end_of_rows) noexcept { return i.stream_ == nullptr; }

   private:
    row_stream* stream_;
  };

  /// Steps to the first row. To be called once.
  [[nodiscard]] iterator begin() { return iterator(rows_.next(row_) ? this : nullptr); }
  [[nodiscard]] end_of_rows end() const noexcept { return {}; }

 private:
  Rows rows_;
  Row row_{};
};

namespace detail {

/// How the rows of a query become a vector: column by column in the order of the fields.
template <class Row>
struct plain_reader {
  static constexpr bool by_column = true;
  static constexpr bool streams = true;
  using rows = plain_rows<Row>;

  static std::vector<Row> read(session_core& s, const sql::select_parts& parts) {
    const row_layout& layout = layout_of<Row>();
    running statement(s, parts, layout.kinds);
    std::vector<Row> result;
    result.reserve(room_for(statement.rows(), sizeof(Row)) + 1);
    while (next_row(statement.rows(), layout, &result.emplace_back())) {
    }
    result.pop_back();  // which found no row
    if (is_too_much(result.capacity(), result.size(), sizeof(Row))) result.shrink_to_fit();
    return result;
  }
};

}  // namespace detail

template <class Row, class Sources, class Reader = detail::plain_reader<Row>>
class row_query : public sql::selecting<row_query<Row, Sources, Reader>, Sources> {
  using clauses = sql::selecting<row_query<Row, Sources, Reader>, Sources>;

 public:
  using row_type = Row;
  using fetch = plinth::fetch;  // for layers that do not know of engines

  row_query(detail::session_core& s, sql::select_parts parts) : clauses(std::move(parts)), session_(&s) {}

  /// Rows as structs, column by column in the order of the fields.
  template <class Struct>
  [[nodiscard]] auto into() const requires(Reader::by_column) {
    constexpr bool as_many = std::tuple_size_v<sql::columns_of_row<Row>> == reflect::field_count<Struct>;
    static_assert(as_many,
                  "plinth[E1211]: the struct has another number of fields than the query has columns (Struct, Row); "
                  "select one column for each field, in their order");
    if constexpr (as_many)
      return into_fields<Struct>(sql::misfits_of<Struct, Row>{});
    else
      return *this;
  }

  /// One SELECT. Throws `value_error` where a value does not fit its field; all fields of the row are named.
  [[nodiscard]] std::vector<Row> all() const { return read(this->parts_); }

  /// The first row, or nothing. Emits the SELECT with LIMIT 1.
  [[nodiscard]] std::optional<Row> first() const {
    std::vector<Row> rows = at_most(1);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
  }

  /// The only row. Throws `no_row` (E3201) where there is none, `several_rows` (E3202) where there are more; emits
  /// the SELECT with LIMIT 2.
  [[nodiscard]] Row one() const {
    std::vector<Row> rows = at_most(2);
    if (rows.empty()) detail::refuse_none(table_name());
    if (rows.size() > 1) detail::refuse_several(table_name());
    return std::move(rows.front());
  }

  /// The only row, or nothing. Throws `several_rows` (E3202) where there are more.
  [[nodiscard]] std::optional<Row> one_or_none() const {
    std::vector<Row> rows = at_most(2);
    if (rows.empty()) return std::nullopt;
    if (rows.size() > 1) detail::refuse_several(table_name());
    return std::move(rows.front());
  }

  /// The value of the only row of the only column; like `one`.
  [[nodiscard]] Row scalar() const {
    static_assert(model::is_column_field<Row>,
                  "plinth[E1210]: scalar() gives the value of a query of one column; use one() for rows of several");
    return one();
  }

  /// The rows one by one, none of them kept. Schemas in which others are nested have none: what is nested is read for
  /// all rows together. On PostgreSQL another statement of the session takes the rows that are still to come into
  /// memory; `fetch::whole` has all of them there from the start, which is faster for results that are not large.
  [[nodiscard]] auto stream(fetch how = fetch::by_row) const requires(Reader::streams) {
    return row_stream<Row, typename Reader::rows>(*session_, this->parts_, how);
  }

  /// SELECT count(*) over this query, its limit and distinct included.
  [[nodiscard]] std::int64_t count() const {
    return detail::read_number(*session_, this->parts_.counting(), kind::integer);
  }

  /// SELECT EXISTS over this query.
  [[nodiscard]] bool exists() const {
    return detail::read_number(*session_, this->parts_.existing(), kind::boolean) != 0;
  }

 private:
  /// `Misfits` are the positions, from 1, of all columns that do not fit; the others are 0.
  template <class Struct, std::size_t... Misfits>
  [[nodiscard]] auto into_fields(std::index_sequence<Misfits...>) const {
    constexpr bool fit = ((Misfits == 0) && ...);
    static_assert(fit,
                  "plinth[E1212]: columns of the query do not fit the struct's fields (Struct; Misfits has their "
                  "positions from 1): a field has the column's type, and is a std::optional where the column may be "
                  "NULL");
    if constexpr (fit)
      return row_query<Struct, Sources>(*session_, this->parts_);
    else
      return *this;
  }

  [[nodiscard]] std::vector<Row> at_most(std::int64_t rows) const {
    sql::select_parts limited = this->parts_;
    limited.limit_further(rows);
    return read(limited);
  }

  [[nodiscard]] std::vector<Row> read(const sql::select_parts& parts) const { return Reader::read(*session_, parts); }

  [[nodiscard]] static std::string_view table_name() {
    return sql::source_data<typename sql::nth_source<0, Sources>::type>.table->name;
  }

  detail::session_core* session_;
};

}  // namespace plinth
