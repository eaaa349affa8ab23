// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/engine/cursor.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include <plinth/core/cell.hpp>
#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/engine/observer.hpp>
#include <plinth/engine/statement_cache.hpp>
#include <plinth/engine/watch.hpp>

namespace plinth {

PLINTH_INLINE cursor::cursor(cursor&& other) noexcept
    : statement_(std::exchange(other.statement_, nullptr)),
      next_open_(other.next_open_),
      place_(other.place_),
      rows_(other.rows_),
      cut_short_(other.cut_short_),
      temporary_(std::move(other.temporary_)),
      watch_(std::move(other.watch_)) {
  if (statement_ == nullptr) return;
  *place_ = this;
  if (next_open_ != nullptr) next_open_->place_ = &next_open_;
}

PLINTH_INLINE cursor::~cursor() { finish(); }

PLINTH_INLINE std::string cursor::column_name(std::size_t column) const {
  return statement_ == nullptr ? std::string() : statement_->prepared->column_name(column);
}

PLINTH_INLINE void cursor::finish() noexcept {
  if (statement_ != nullptr) close(nullptr);
}

PLINTH_INLINE cursor::cursor(cursor*& first_open, detail::statement& statement,
                             std::unique_ptr<detail::statement> temporary) noexcept
    : statement_(&statement), next_open_(first_open), place_(&first_open), temporary_(std::move(temporary)) {
  statement.in_use = true;
  first_open = this;
  if (next_open_ != nullptr) next_open_->place_ = &next_open_;
}

PLINTH_INLINE void cursor::close(const error* failure) noexcept {
  detail::statement& ended = *std::exchange(statement_, nullptr);
  ended.prepared->finish();
  ended.in_use = false;
  *place_ = next_open_;
  if (next_open_ != nullptr) next_open_->place_ = place_;
  if (watch_ != nullptr) [[unlikely]] {
    if (ended.row.empty()) watch_->event.rows = ended.prepared->affected();
    watch_->tell(failure);
    watch_.reset();
  }
  temporary_.reset();  // before the connection can be another thread's
}

PLINTH_INLINE std::int64_t cursor::run() {
  if (watch_ != nullptr) [[unlikely]]
    return run_watched();
  driver::prepared& running = *statement_->prepared;
  while (running.next(nullptr)) {
  }
  return running.affected();
}

PLINTH_INLINE std::int64_t cursor::run_watched() {
  driver::prepared& running = *statement_->prepared;
  try {
    while (watch_->timed([&] { return running.next(nullptr); })) ++watch_->event.rows;
    return running.affected();
  } catch (const error& failure) {
    close(&failure);
    throw;
  }
}

PLINTH_INLINE bool cursor::next_watched() {
  try {
    const bool more = watch_->timed([this] { return statement_->prepared->next(statement_->row.data()); });
    if (more)
      ++watch_->event.rows;
    else
      close(nullptr);
    return more;
  } catch (const error& failure) {
    close(&failure);
    throw;
  } catch (...) {
    close(nullptr);
    throw;
  }
}

PLINTH_INLINE bool cursor::after_end() const {
  if (cut_short_)
    throw session_error(2224,
                        "this cursor was read after its connection had been given back; read it to its end, or "
                        "keep the connection");
  return false;
}

}  // namespace plinth
