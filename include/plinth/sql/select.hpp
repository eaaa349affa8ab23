// SPDX-License-Identifier: MIT
#pragma once

// A SELECT as data: its tokens in the order of the text, so that its shape is ready at any moment, and its values in
// the same order. The first token counts what each clause has.

#include <algorithm>
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
inline constexpr shape all_columns_shape{&render_all_columns, &source_data<Source>};

}  // namespace detail

/// A statement's text and what is bound to its placeholders, in their order: for looking at.
struct statement_text {
  std::string text;
  std::vector<parameter> values;
};

[[nodiscard]] inline statement_text text_of_statement(fragment statement, const dialect& d) {
  return {render(statement.tokens, d), std::move(statement.values)};
}

class select_parts {
 public:
  select_parts(const shape& columns, const shape& from) {
    content_.tokens.reserve(8);
    content_.tokens.push_back({&detail::select_shape, 0});
    token_ends_.fill(1);
    add(part::columns, columns);
    add(part::from, from);
  }

  // ---- adding -------------------------------------------------------------------------------------------------------

  /// Takes tokens and values of one more item of a clause, behind everything; `close` moves them to their place.
  [[nodiscard]] fragment& open() {
    first_token_ = content_.tokens.size();
    first_value_ = content_.values.size();
    return content_;
  }

  void close(part p) {
    move_last(content_.tokens, first_token_, token_ends_, p);
    move_last(content_.values, first_value_, value_ends_, p);
    count(p, 1);
  }

  void add(part p, const shape& s) {
    open().tokens.push_back({&s, 0});
    close(p);
  }

  void add(part p, const fragment& item) {
    open().append(item);
    close(p);
  }

  void clear(part p) {
    erase(content_.tokens, token_ends_, p, 1);
    erase(content_.values, value_ends_, p, 0);
    const detail::count_field f = detail::count_fields[static_cast<std::size_t>(p)];
    head() &= ~(((std::uint64_t{1} << f.bits) - 1) << f.shift);
  }

  void distinct() { head() |= detail::distinct_flag; }

  /// Throws `query_error` (E3303) for a negative number, which servers take for anything from an error to no limit.
  void limit(std::int64_t rows) {
    limit_ = not_negative(rows, "limit");
    head() |= detail::limit_flag;
  }

  /// Without a limit there is one of 2^63 - 1 rows: SQLite and MariaDB have no OFFSET without LIMIT.
  void offset(std::int64_t rows) {
    offset_ = not_negative(rows, "offset");
    head() |= detail::limit_flag | detail::offset_flag;
  }

  /// At most `rows`, and no more than before.
  void limit_further(std::int64_t rows) { limit(std::min(rows, limit_)); }

  // ---- reading ------------------------------------------------------------------------------------------------------

  [[nodiscard]] std::span<const token> shape() const noexcept { return content_.tokens; }

  [[nodiscard]] bool has(part p) const noexcept { return detail::count_in(head(), p) > 0; }

  [[nodiscard]] std::size_t value_count() const noexcept {
    return content_.values.size() + (has_limit() ? 1U : 0U) + (has_offset() ? 1U : 0U);
  }

  /// Writes the bound values, in the order of the text. Their bytes belong to this object.
  void write_values(cell* to) const noexcept {
    for (const parameter& p : content_.values) *to++ = p.value;
    if (has_limit()) *to++ = cell::of_integer(limit_);
    if (has_offset()) *to++ = cell::of_integer(offset_);
  }

  /// The whole statement as a piece of another one.
  void add_to(fragment& to) const {
    to.append(content_);
    if (has_limit()) to.values.push_back({cell::of_integer(limit_), nullptr});
    if (has_offset()) to.values.push_back({cell::of_integer(offset_), nullptr});
  }

  // ---- statements made from it --------------------------------------------------------------------------------------

  /// How many rows it has: a plain count where that is the same, else a count of the whole.
  [[nodiscard]] fragment counting() const {
    select_parts inner = *this;
    inner.clear(part::order_by);
    fragment result;
    if ((head() & (detail::distinct_flag | detail::limit_flag)) == 0 && !has(part::group_by) && !has(part::having)) {
      inner.replace_columns(detail::count_shape);
    } else {
      result.tokens.push_back({&detail::counted_shape, 0});
    }
    inner.add_to(result);
    return result;
  }

  /// Whether it has a row.
  [[nodiscard]] fragment existing() const {
    select_parts inner = *this;
    inner.clear(part::order_by);
    if (!has(part::having) && !has(part::group_by)) inner.replace_columns(detail::one_shape);
    fragment result;
    result.tokens.push_back({&detail::exists_shape, 0});
    inner.add_to(result);
    return result;
  }

  void replace_columns(const sql::shape& columns) {
    clear(part::columns);
    add(part::columns, columns);
  }

 private:
  using ends = std::array<std::uint32_t, part_count>;

  [[nodiscard]] std::uint64_t& head() noexcept { return content_.tokens.front().detail; }
  [[nodiscard]] std::uint64_t head() const noexcept { return content_.tokens.front().detail; }
  [[nodiscard]] bool has_limit() const noexcept { return (head() & detail::limit_flag) != 0; }
  [[nodiscard]] bool has_offset() const noexcept { return (head() & detail::offset_flag) != 0; }

  static std::int64_t not_negative(std::int64_t rows, const char* what) {
    if (rows < 0)
      throw query_error(3303, std::string(what) + "(" + std::to_string(rows) + "): a number of rows is not negative");
    return rows;
  }

  template <class T>
  static void move_last(std::vector<T>& items, std::size_t first, ends& at, part p) {
    const auto added = static_cast<std::uint32_t>(items.size() - first);
    const auto place = static_cast<std::ptrdiff_t>(at[static_cast<std::size_t>(p)]);
    if (static_cast<std::size_t>(place) != first)
      std::rotate(items.begin() + place, items.begin() + static_cast<std::ptrdiff_t>(first), items.end());
    for (auto i = static_cast<std::size_t>(p); i < part_count; ++i) at[i] += added;
  }

  template <class T>
  static void erase(std::vector<T>& items, ends& at, part p, std::uint32_t before_all) {
    const auto i = static_cast<std::size_t>(p);
    const std::uint32_t begin = i == 0 ? before_all : at[i - 1];
    const std::uint32_t removed = at[i] - begin;
    items.erase(items.begin() + begin, items.begin() + at[i]);
    for (std::size_t k = i; k < part_count; ++k) at[k] -= removed;
  }

  void count(part p, std::uint64_t more) {
    const detail::count_field f = detail::count_fields[static_cast<std::size_t>(p)];
    if (f.bits == 0) return;
    const std::uint64_t most = (std::uint64_t{1} << f.bits) - 1;
    if (detail::count_in(head(), p) + more > most)
      throw query_error(3304, "one clause of a statement has more than " + std::to_string(most) +
                                  " items; join conditions with plinth::all_of, or split the statement");
    head() += more << f.shift;
  }

  fragment content_;
  ends token_ends_{};
  ends value_ends_{};
  std::size_t first_token_ = 0;
  std::size_t first_value_ = 0;
  std::int64_t limit_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t offset_ = 0;
};

}  // namespace plinth::sql
