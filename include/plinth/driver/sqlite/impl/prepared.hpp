// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/driver/sqlite/prepared.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <sqlite3.h>

#include <plinth/core/cell.hpp>
#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/driver/sqlite/errors.hpp>
#include <plinth/driver/sqlite/values.hpp>

namespace plinth::sqlite {

PLINTH_INLINE prepared::prepared(detail::statement_handle statement)
    : statement_(std::move(statement)),
      db_(sqlite3_db_handle(statement_.get())),
      parameters_(sqlite3_bind_parameter_count(statement_.get())) {}

PLINTH_INLINE void prepared::start(std::span<const cell> values, std::span<const kind> expected, driver::fetch) {
  finish();
  columns_ = sqlite3_column_count(statement_.get());
  if (values.size() != static_cast<std::size_t>(parameters_)) refuse_values(values.size());
  if (!expected.empty() && expected.size() != static_cast<std::size_t>(columns_)) refuse_columns(expected.size());
  expected_ = expected;
  make_room_for_uuids();
  affected_ = 0;
  changes_before_ = sqlite3_total_changes64(db_);
  int position = 0;
  for (const cell& value : values) {
    const int status = detail::bind(statement_.get(), position + 1, value, room_for_form(value.kind, position));
    if (status != SQLITE_OK) detail::raise(db_, status, sql());
    ++position;
  }
  open_ = true;
}

PLINTH_INLINE bool prepared::next(cell* row) {
  if (!step()) return false;
  if (row != nullptr) read(row);
  return true;
}

PLINTH_INLINE driver::row_place prepared::next_into(std::span<const model::field_place> places, void* object,
                                                    cell* row) {
  if (!step()) return driver::row_place::none;
  sqlite3_stmt* const from = statement_.get();
  int column = 0;
  try {
    for (const model::field_place& place : places) {
      sqlite3_value* const value = sqlite3_column_value(from, column);
      if (!detail::read_into(value, place.common, static_cast<std::byte*>(object) + place.offset)) [[unlikely]]
        read_by_cell(value, column, place, object, row);
      ++column;
    }
  } catch (const value_error&) {
    if (!open_) throw;  // what is stored is not of the expected kind
    read(row);
    return driver::row_place::cells;
  }
  return driver::row_place::object;
}

PLINTH_INLINE void prepared::read_by_cell(sqlite3_value* value, int column, const model::field_place& place,
                                          void* object, cell* row) {
  const int type = sqlite3_value_type(value);
  cell& c = row[column];
  if (!detail::read_as_is(value, type, expected_[static_cast<std::size_t>(column)], c))
    c = convert(value, type, column);
  model::decode_field(place, c, object);
}

PLINTH_INLINE bool prepared::step() {
  if (!open_) return false;
  const int status = sqlite3_step(statement_.get());
  if (status == SQLITE_ROW) [[likely]]
    return true;
  if (status != SQLITE_DONE) fail(status);
  if (sqlite3_total_changes64(db_) != changes_before_) affected_ = sqlite3_changes64(db_);
  finish();
  return false;
}

PLINTH_INLINE std::int64_t prepared::affected() const { return affected_; }

PLINTH_INLINE void prepared::finish() noexcept {
  if (!open_) return;
  open_ = false;
  sqlite3_reset(statement_.get());  // its status is that of the last step, which was reported
}

PLINTH_INLINE std::size_t prepared::columns() const {
  return static_cast<std::size_t>(sqlite3_column_count(statement_.get()));
}

PLINTH_INLINE std::string prepared::column_name(std::size_t column) const {
  const char* name = sqlite3_column_name(statement_.get(), static_cast<int>(column));
  return name != nullptr ? name : "";
}

PLINTH_INLINE std::string_view prepared::sql() const {
  const char* text = sqlite3_sql(statement_.get());
  return text != nullptr ? text : "";
}

PLINTH_INLINE cell prepared::convert(sqlite3_value* value, int type, int column) {
  const auto at = static_cast<std::size_t>(column);
  char* const room = uuids_ != nullptr ? uuids_.get() + at * 16 : nullptr;
  try {
    return detail::read_converted(value, type, expected_.empty() ? kind::null : expected_[at], column, room);
  } catch (...) {
    finish();
    throw;
  }
}

PLINTH_INLINE void prepared::make_room_for_uuids() {
  if (uuids_size_ >= expected_.size() ||
      std::memchr(expected_.data(), static_cast<int>(kind::uuid), expected_.size()) == nullptr)
    return;
  uuids_ = std::make_unique<char[]>(expected_.size() * 16);
  uuids_size_ = expected_.size();
}

PLINTH_INLINE char* prepared::room_for_form(kind k, int position) {
  if (!detail::has_text_form(k)) return nullptr;
  if (forms_ == nullptr) forms_ = std::make_unique<text_form[]>(static_cast<std::size_t>(parameters_));
  return forms_[static_cast<std::size_t>(position)].data();
}

PLINTH_INLINE void prepared::fail(int status) {
  struct at_exit {
    prepared& self;
    ~at_exit() { self.finish(); }
  } finishing{*this};
  detail::raise(db_, status, sql());
}

PLINTH_INLINE void prepared::refuse_values(std::size_t given) const {
  throw statement_error(2220,
                        joined({"the statement has ", std::to_string(parameters_), " places for values and was given ",
                                std::to_string(given)}),
                        sql());
}

PLINTH_INLINE void prepared::refuse_columns(std::size_t expected) const {
  throw statement_error(2221,
                        joined({"the statement's result has ", std::to_string(columns_), " columns and ",
                                std::to_string(expected), " are expected"}),
                        sql());
}

}  // namespace plinth::sqlite
