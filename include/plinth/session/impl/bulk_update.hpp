// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/bulk_update.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/session/snapshot.hpp>
#include <plinth/session/values_to_write.hpp>

namespace plinth::detail {

PLINTH_INLINE bulk_updater::bulk_updater(session_core& s, const model::model_info& m, column_set columns)
    : session_(s), model_(m), columns_(columns), now_(s.clock()) {
  if (columns == 0) columns_ = settable_columns(m) & ~(set_of(m.created) | set_of(m.updated));
  columns_ &= ~version_columns(m);
  set_by_time_ = set_of(m.updated) & ~columns_;
  if (columns_ != 0) columns_ |= version_columns(m) | set_by_time_;
}

PLINTH_INLINE void bulk_updater::update(const void* row) {
  if (columns_ == 0) return;  // the key is all there is
  keep_.clear();
  cells_.clear();
  const std::int64_t version = version_of(row);
  append_changed_row(model_, row, columns_, set_by_time_, version + 1, now_, keep_, cells_);
  const std::size_t key = cells_.size();
  for (const std::uint16_t k : model_.key) cells_.push_back(value_to_write(model_, row, k, keep_));
  if (model_.version_column >= 0) cells_.push_back(cell::of_integer(version));
  const std::int64_t met = session_.write_connection().execute(update_statement(model_, columns_).view(), cells_);
  if (met != 1) refuse_stale(std::span<const cell>(cells_).subspan(key, model_.key.size()));
  ++done_;
}

PLINTH_INLINE std::int64_t bulk_updater::version_of(const void* row) {
  if (model_.version_column < 0) return 0;
  return value_to_write(model_, row, static_cast<std::size_t>(model_.version_column), keep_).integer;
}

PLINTH_INLINE void bulk_updater::refuse_stale(std::span<const cell> key) const {
  throw stale_row(3124, joined({"the row of ", model_.name, " ", key_text(key), ", number ", std::to_string(done_ + 1),
                                " of those given to bulk_update, was not there to be changed",
                                model_.version_column >= 0 ? " from the version that its struct has" : "",
                                "; none of them has been changed: read the rows again"}));
}

}  // namespace plinth::detail
