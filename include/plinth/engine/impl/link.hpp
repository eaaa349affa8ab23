// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/engine/link.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include <plinth/core/cell.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/engine/cursor.hpp>
#include <plinth/engine/options.hpp>
#include <plinth/engine/statement_cache.hpp>
#include <plinth/engine/watch.hpp>
#include <plinth/sql/statement.hpp>

namespace plinth::detail {

PLINTH_INLINE link::link(std::unique_ptr<driver::connection> driver, const engine_options& options)
    : driver_(std::move(driver)), observer_(options.observer.get()), statements_(options.kept_statements) {}

PLINTH_INLINE cursor link::open(const statement_key& key, std::span<const cell> values, std::span<const kind> expected,
                                driver::fetch how) {
  if (observer_ != nullptr) [[unlikely]]
    return open_watched(key, values, expected, how);
  return start(key, values, expected, how, nullptr);
}

PLINTH_INLINE std::int64_t link::execute(const statement_key& key, std::span<const cell> values) {
  return open(key, values, {}, driver::fetch::whole).run();
}

PLINTH_INLINE void link::execute_quietly(const std::string& text) {
  start({{}, text}, {}, {}, driver::fetch::whole, nullptr).run();
}

PLINTH_INLINE bool link::reset() noexcept {
  while (first_open_ != nullptr) {
    first_open_->cut_short_ = true;
    first_open_->finish();
  }
  return driver_->reset();
}

PLINTH_INLINE cursor link::start(const statement_key& key, std::span<const cell> values, std::span<const kind> expected,
                                 driver::fetch how, watch* watched) {
  std::unique_ptr<statement> temporary;
  statement* found = statements_.find(key);
  if (found == nullptr || found->in_use) [[unlikely]] {
    if (watched != nullptr) watched->event.prepared = true;
    found = &prepare(key, found != nullptr, temporary);
  }
  if (watched != nullptr) [[unlikely]]
    note(*watched, *found, values);
  found->prepared->start(values, expected, how);
  const std::size_t columns = expected.empty() ? found->prepared->columns() : expected.size();
  if (found->row.size() != columns) found->row.resize(columns);
  return cursor(first_open_, *found, std::move(temporary));
}

PLINTH_INLINE statement& link::prepare(const statement_key& key, bool namesake_in_use,
                                       std::unique_ptr<statement>& temporary) {
  auto made = std::make_unique<statement>();
  made->text = key.shape.empty() ? std::string(key.text) : sql::render(key.shape, driver_->dialect());
  made->shape.assign(key.shape.begin(), key.shape.end());
  made->prepared = driver_->prepare(made->text);
  statement& result = *made;
  temporary = namesake_in_use ? std::move(made) : statements_.insert(std::move(made));
  return result;
}

PLINTH_INLINE void link::note(watch& watched, statement& running, std::span<const cell> values) const {
  watched.event.sql = running.text;
  if (!observer_->observes_values()) return;
  running.observed_values.assign(values.begin(), values.end());
  watched.event.values = running.observed_values;
}

PLINTH_INLINE cursor link::open_watched(const statement_key& key, std::span<const cell> values,
                                        std::span<const kind> expected, driver::fetch how) {
  auto watched = std::make_unique<watch>(watch{observer_, {.sql = key.text}});
  try {
    cursor result = watched->timed([&] { return start(key, values, expected, how, watched.get()); });
    result.watch_ = std::move(watched);
    return result;
  } catch (const error& failure) {
    watched->tell(&failure);
    throw;
  }
}

}  // namespace plinth::detail
