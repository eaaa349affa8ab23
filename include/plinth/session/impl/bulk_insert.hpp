// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/bulk_insert.hpp>

#include <bit>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/engine/row_loader.hpp>
#include <plinth/session/statements.hpp>
#include <plinth/session/values_to_write.hpp>

namespace plinth::detail {

PLINTH_INLINE bulk_inserter::bulk_inserter(session_core& s, const model::model_info& m) noexcept
    : session_(s), model_(m), now_(s.clock()) {}

PLINTH_INLINE bulk_inserter::~bulk_inserter() = default;

/// Rows that leave the same columns to the database go together.
PLINTH_INLINE void bulk_inserter::insert(std::span<const void* const> rows) {
  while (!rows.empty()) {
    column_set bound = 0;
    std::size_t count = read(rows, bound);
    if (loads(bound, count)) {
      const std::size_t loaded = load(count);
      rows = rows.subspan(loaded);
      if (loaded == count) continue;
      end();  // the next row is none for the loader; where the first was not, the others may be like it
      may_load_ = loaded > 0;
      count = read(rows.first(1), bound);
    }
    count = bound == 0 ? 1 : std::bit_floor(count);
    execute(bound, count);
    rows = rows.subspan(count);
  }
}

PLINTH_INLINE std::size_t bulk_inserter::read(std::span<const void* const> rows, column_set& bound) {
  keep_.clear();
  cells_.clear();
  std::size_t count = 0;
  for (const void* row : rows) {
    refuse_related(model_, row, "bulk_insert");
    const column_set columns = append_new_row(model_, row, 0, now_, keep_, cells_).bound;
    if (count == 0) bound = columns;
    if (columns != bound) break;
    ++count;
  }
  return count;
}

/// Statements come in few sizes: powers of two.
PLINTH_INLINE void bulk_inserter::execute(column_set bound, std::size_t count) {
  cells_.resize(count * static_cast<std::size_t>(std::popcount(bound)));
  session_.write_connection().execute(insert_statement(model_, bound, count, 0).view(), cells_);
}

/// A new loader is asked for where a whole lot of rows is there for it. Fewer go by the one that is open.
PLINTH_INLINE bool bulk_inserter::loads(column_set bound, std::size_t count) {
  if (loader_ != nullptr && bound == loaded_) return true;
  end();
  if (!may_load_ || bound == 0 || count < most_rows) return false;
  connection& to = session_.write_connection();
  const std::string table = sql::text_of(to.dialect(), [&](sql::writer& out) { out.name(model_.table->name); });
  std::vector<std::string_view> columns;
  for (std::size_t i = 0; i < model_.columns.size(); ++i)
    if (has_column(bound, i)) columns.push_back(model_.columns[i].name);
  auto made = std::make_unique<row_loader>(to, table, columns);
  may_load_ = made->possible();
  if (!may_load_) return false;
  loader_ = std::move(made);
  loaded_ = bound;
  return true;
}

PLINTH_INLINE std::size_t bulk_inserter::load(std::size_t count) {
  const std::size_t width = static_cast<std::size_t>(std::popcount(loaded_));
  for (std::size_t i = 0; i < count; ++i)
    if (!loader_->take(std::span(cells_).subspan(i * width, width))) return i;
  return count;
}

PLINTH_INLINE void bulk_inserter::end() {
  if (loader_ == nullptr) return;
  loader_->end();
  loader_.reset();
}

}  // namespace plinth::detail
