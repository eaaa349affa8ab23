// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/driver/postgresql/copy.hpp>

#include <charconv>
#include <cstdint>
#include <utility>

#include <plinth/core/error.hpp>
#include <plinth/core/text.hpp>
#include <plinth/dialect/postgresql.hpp>
#include <plinth/driver/postgresql/bytes.hpp>

namespace plinth::postgresql::detail {

PLINTH_INLINE std::string copy_text(std::string_view table, std::span<const std::string_view> columns) {
  constexpr plinth::dialect::postgresql dialect;
  return sql::text_of(dialect, [&](sql::writer& out) {
    out << "COPY " << table << " (";
    const char* separator = "";
    for (const std::string_view column : columns) {
      (out << separator).name(column);
      separator = ", ";
    }
    out << ") FROM STDIN (FORMAT binary)";
  });
}

/// The table as a literal that the server looks up as it does a name in a statement.
[[nodiscard]] PLINTH_INLINE std::string table_literal(channel& on, std::string_view table) {
  char* quoted = PQescapeLiteral(on.handle(), table.data(), table.size());
  if (quoted == nullptr) on.require(0);
  std::string literal = quoted;
  PQfreemem(quoted);
  return literal;
}

/// COPY does what INSERT does, triggers and defaults included, except that it knows no rules and refuses tables with
/// row security. Columns of a domain are sent as the type below it.
PLINTH_INLINE std::vector<form> forms_for_copy(channel& on, type_book& types, std::string_view table,
                                               std::span<const std::string_view> columns) {
  const std::string question = joined(
      {"SELECT a.attname, CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END FROM pg_catalog.pg_class c JOIN "
       "pg_catalog.pg_attribute a ON a.attrelid = c.oid JOIN pg_catalog.pg_type t ON t.oid = a.atttypid WHERE c.oid = ",
       table_literal(on, table),
       "::pg_catalog.regclass AND a.attnum > 0 AND c.relkind IN ('r', 'p') AND NOT c.relhasrules AND NOT "
       "pg_catalog.row_security_active(c.oid)"});
  on.settle();
  on.begin_now();
  const result_handle answer = on.command(question.c_str());
  std::vector<form> forms;
  for (const std::string_view column : columns) {
    int row = 0;
    while (row < PQntuples(answer.get()) && column != PQgetvalue(answer.get(), row, 0)) ++row;
    if (row == PQntuples(answer.get())) return {};
    const std::string_view number = PQgetvalue(answer.get(), row, 1);
    Oid type = 0;
    std::from_chars(number.data(), number.data() + number.size(), type);
    forms.push_back(types.form_on(on, type));
  }
  return forms;
}

PLINTH_INLINE copy_sink::~copy_sink() {
  if (open_) on_.copy_give_up();
}

PLINTH_INLINE bool copy_sink::take(std::span<const cell> values) {
  throw_kept();
  if (values_.write(values, forms_) != values.size()) return false;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values_.formats()[i] == 0) return false;  // a text that the server would have to read as something else
  if (!open_) begin_part();
  append_row();
  if (bytes_.size() >= most_kept) send_kept();
  if (in_part_ >= most_in_part) end_part();
  return true;
}

PLINTH_INLINE void copy_sink::end() {
  throw_kept();
  if (open_) end_part();
}

PLINTH_INLINE void copy_sink::append_count(std::size_t bytes, std::uint64_t count) {
  for (std::size_t i = bytes; i > 0; --i) bytes_ += static_cast<char>(count >> (8 * (i - 1)) & 0xFF);
}

PLINTH_INLINE void copy_sink::append_row() {
  append_count(2, forms_.size());
  for (std::size_t i = 0; i < forms_.size(); ++i) {
    const char* data = values_.data()[i];
    const auto size = static_cast<std::uint32_t>(values_.sizes()[i]);
    append_count(4, data == nullptr ? 0xFFFF'FFFF : size);
    if (data != nullptr) bytes_.append(data, size);
  }
}

PLINTH_INLINE void copy_sink::begin_part() {
  constexpr std::string_view signature("PGCOPY\n\377\r\n\0", 11);
  constexpr std::string_view no_flags_no_extension("\0\0\0\0\0\0\0\0", 8);
  on_.copy(*this, text_);
  open_ = true;
  bytes_.append(signature).append(no_flags_no_extension);
}

PLINTH_INLINE void copy_sink::send_kept() {
  in_part_ += bytes_.size();
  on_.copy_bytes(bytes_);
  bytes_.clear();
}

PLINTH_INLINE void copy_sink::end_part() {
  append_count(2, 0xFFFF);
  send_kept();
  in_part_ = 0;
  open_ = false;
  on_.copy_end(text_);
}

PLINTH_INLINE void copy_sink::take_rest() noexcept {
  try {
    end_part();
  } catch (...) {
    failure_ = std::current_exception();
  }
}

PLINTH_INLINE void copy_sink::throw_kept() {
  if (failure_ != nullptr) std::rethrow_exception(std::exchange(failure_, nullptr));
}

}  // namespace plinth::postgresql::detail
