// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/engine/row_loader.hpp>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/engine/link.hpp>
#include <plinth/engine/observer.hpp>

namespace plinth::detail {

PLINTH_INLINE row_loader::row_loader(connection& to, std::string_view table, std::span<const std::string_view> columns)
    : sink_(to.driver().rows_into(table, columns)) {
  if (sink_ != nullptr && to.link_->observer() != nullptr)
    watch_.emplace(watch{to.link_->observer(), {.sql = sink_->text()}});
}

/// Given up before its end: as nothing of it remains, no row is told of.
PLINTH_INLINE row_loader::~row_loader() {
  if (!watch_) return;
  watch_->event.rows = 0;
  watch_->tell(nullptr);
}

template <class Work>
void row_loader::watched(const Work& work) {
  if (!watch_) return work();
  try {
    watch_->timed(work);
  } catch (const error& failure) {
    watch_->tell(&failure);
    watch_.reset();
    throw;
  }
}

PLINTH_INLINE bool row_loader::take(std::span<const cell> values) {
  bool taken = false;
  watched([&] { taken = sink_->take(values); });
  if (taken && watch_) ++watch_->event.rows;
  return taken;
}

PLINTH_INLINE void row_loader::end() {
  watched([&] { sink_->end(); });
  if (watch_) watch_->tell(nullptr);
  watch_.reset();
}

}  // namespace plinth::detail
