// SPDX-License-Identifier: MIT
#pragma once

// A SELECT as data: its tokens in the order of the text, so that its shape is ready at any moment, and its values in
// the same order. The first token counts what each clause has.

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/sql/nodes.hpp>

namespace plinth::sql {

/// The clauses, in the order of the text.
enum class part : std::uint8_t { columns, from, joins, where, group_by, having, order_by };
inline constexpr std::size_t part_count = 7;

namespace detail {

/// Where the first token's number has the count of a clause, and how many bits.
struct count_field {
  unsigned shift;
  unsigned bits;
};
inline constexpr std::array<count_field, part_count> count_fields{
    {{3, 10}, {0, 0}, {13, 8}, {21, 16}, {37, 8}, {45, 8}, {53, 8}}};

inline constexpr std::uint64_t distinct_flag = 1;
inline constexpr std::uint64_t limit_flag = 2;
inline constexpr std::uint64_t offset_flag = 4;

constexpr std::uint64_t count_in(std::uint64_t detail, part p) {
  const count_field f = count_fields[static_cast<std::size_t>(p)];
  return (detail >> f.shift) & ((std::uint64_t{1} << f.bits) - 1);
}

constexpr void render_clause(rendering& out, std::uint64_t count, std::string_view opening,
                             std::string_view separator) {
  for (std::uint64_t i = 0; i < count; ++i) {
    out << (i == 0 ? opening : separator);
    out.next();
  }
}

constexpr void render_select(rendering& out, const shape&, std::uint64_t detail) {
  out << ((detail & distinct_flag) != 0 ? "SELECT DISTINCT " : "SELECT ");
  render_clause(out, count_in(detail, part::columns), "", ", ");
  out << " FROM ";
  out.next();
  render_clause(out, count_in(detail, part::joins), "", "");
  render_clause(out, count_in(detail, part::where), " WHERE ", " AND ");
  render_clause(out, count_in(detail, part::group_by), " GROUP BY ", ", ");
  render_clause(out, count_in(detail, part::having), " HAVING ", " AND ");
  render_clause(out, count_in(detail, part::order_by), " ORDER BY ", ", ");
  if ((detail & limit_flag) != 0) {
    out << " LIMIT ";
    out.parameter();
  }
  if ((detail & offset_flag) != 0) {
    out << " OFFSET ";
    out.parameter();
  }
}

constexpr void write_source(rendering& out, const source& s) {
  out.name(s.table->name);
  if (!s.alias.empty()) (out << " AS ").name(s.alias);
}

constexpr void render_source(rendering& out, const shape& self, std::uint64_t) {
  write_source(out, *static_cast<const source*>(self.subject));
}

/// All columns of a source, in the table's order.
constexpr void render_all_columns(rendering& out, const shape& self, std::uint64_t) {
  const auto& s = *static_cast<const source*>(self.subject);
  const char* separator = "";
  for (const catalog::column& c : s.table->columns) {
    (out << separator).name(s.alias.empty() ? s.table->name : s.alias) << '.';
    out.name(c.name);
    separator = ", ";
  }
}

constexpr void write_column_of(rendering& out, const source& s, std::string_view column) {
  out.name(s.alias.empty() ? s.table->name : s.alias) << '.';
  out.name(column);
}

/// Of a model that keeps removed rows: those that are not removed.
constexpr void write_not_removed(rendering& out, const source& s) {
  write_column_of(out, s, s.removal);
  out << " IS NULL";
}

constexpr void render_not_removed(rendering& out, const shape& self, std::uint64_t) {
  write_not_removed(out, *static_cast<const source*>(self.subject));
}

constexpr void render_count(rendering& out, const shape&, std::uint64_t) { out << "count(*)"; }
constexpr void render_one(rendering& out, const shape&, std::uint64_t) { out << '1'; }

constexpr void render_counted(rendering& out, const shape&, std::uint64_t) {
  out << "SELECT count(*) FROM (";
  out.next();
  out << ") AS \"counted\"";
}

constexpr void render_exists(rendering& out, const shape&, std::uint64_t) {
  out << "SELECT EXISTS (";
  out.next();
  out << ')';
}

inline constexpr shape select_shape{&render_select};
inline constexpr shape count_shape{&render_count};
inline constexpr shape one_shape{&render_one};
inline constexpr shape counted_shape{&render_counted};
inline constexpr shape exists_shape{&render_exists};

template <class Source>
inline constexpr shape table_shape{&render_source, &source_data<Source>};
template <class Source>
inline constexpr shape not_removed_shape{&render_not_removed, &source_data<Source>};
template <class Source>
inline constexpr shape all_columns_shape{&render_all_columns, &source_data<Source>};

}  // namespace detail

/// A statement's text and what is bound to its placeholders, in their order: for looking at.
struct statement_text {
  std::string text;
  std::vector<parameter> values;
};

[[nodiscard]] statement_text text_of_statement(fragment statement, const dialect& d);

class select_parts {
 public:
  select_parts(const sql::shape& columns, const sql::shape& from);

  // ---- adding -------------------------------------------------------------------------------------------------------

  /// Takes tokens and values of one more item of a clause, behind everything; `close` moves them to their place.
  [[nodiscard]] fragment& open() {
    first_token_ = content_.tokens.size();
    first_value_ = content_.values.size();
    return content_;
  }

  void close(part p);

  void add(part p, const sql::shape& s);

  void add(part p, const fragment& item);

  void clear(part p);

  /// Takes the clause's first item away where it is this shape alone, without values; false where it is another.
  bool remove_first(part p, const sql::shape& s);

  void distinct() { head() |= detail::distinct_flag; }

  /// Throws `query_error` (E3303) for a negative number, which servers take for anything from an error to no limit.
  void limit(std::int64_t rows);

  /// Without a limit there is one of 2^63 - 1 rows: SQLite and MariaDB have no OFFSET without LIMIT.
  void offset(std::int64_t rows);

  /// At most `rows`, and no more than before.
  void limit_further(std::int64_t rows);

  // ---- reading ------------------------------------------------------------------------------------------------------

  [[nodiscard]] std::span<const token> shape() const noexcept { return content_.tokens; }

  [[nodiscard]] bool has(part p) const noexcept { return size(p) > 0; }
  [[nodiscard]] std::uint64_t size(part p) const noexcept { return detail::count_in(head(), p); }

  /// Tokens and values of one clause.
  [[nodiscard]] fragment clause(part p) const;

  [[nodiscard]] std::size_t value_count() const noexcept {
    return content_.values.size() + (has_limit() ? 1U : 0U) + (has_offset() ? 1U : 0U);
  }

  /// Writes the bound values, in the order of the text. Their bytes belong to this object.
  void write_values(cell* to) const noexcept;

  /// The whole statement as a piece of another one.
  void add_to(fragment& to) const;

  // ---- statements made from it --------------------------------------------------------------------------------------

  /// How many rows it has: a plain count where that is the same, else a count of the whole.
  [[nodiscard]] fragment counting() const;

  /// Whether it has a row.
  [[nodiscard]] fragment existing() const;

  void replace_columns(const sql::shape& columns);

 private:
  using ends = std::array<std::uint32_t, part_count>;

  [[nodiscard]] std::uint64_t& head() noexcept { return content_.tokens.front().detail; }
  [[nodiscard]] std::uint64_t head() const noexcept { return content_.tokens.front().detail; }
  [[nodiscard]] bool has_limit() const noexcept { return (head() & detail::limit_flag) != 0; }
  [[nodiscard]] bool has_offset() const noexcept { return (head() & detail::offset_flag) != 0; }

  static std::int64_t not_negative(std::int64_t rows, const char* what);

  template <class T>
  static void move_last(std::vector<T>& items, std::size_t first, ends& at, part p);
  template <class T>
  static void erase(std::vector<T>& items, ends& at, part p, std::uint32_t before_all);

  void count(part p, std::uint64_t more);

  fragment content_;
  ends token_ends_{};
  ends value_ends_{};
  std::size_t first_token_ = 0;
  std::size_t first_value_ = 0;
  std::int64_t limit_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t offset_ = 0;
};

}  // namespace plinth::sql

#ifndef PLINTH_PRECOMPILED
#include <plinth/sql/impl/select.hpp>
#endif
