// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/engine/engine.hpp>

#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/driver/drivers.hpp>
#include <plinth/driver/url.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/engine/options.hpp>
#include <plinth/engine/pool.hpp>

namespace plinth {

PLINTH_INLINE engine::engine(std::unique_ptr<driver::connector> connector, engine_options options)
    : pool_(std::make_shared<detail::pool>(std::move(connector), std::move(options))) {}

PLINTH_INLINE connection engine::connect() { return connection(pool_); }

PLINTH_INLINE const sql::dialect& engine::dialect() const { return pool_->dialect(); }

PLINTH_INLINE const engine_options& engine::options() const noexcept { return pool_->options(); }

PLINTH_INLINE std::unique_ptr<engine> engine::scratch() const {
  std::unique_ptr<driver::connector> empty = pool_->scratch();
  return empty == nullptr ? nullptr : std::make_unique<engine>(std::move(empty));
}

PLINTH_INLINE pool_stats engine::stats() const { return pool_->stats(); }

}  // namespace plinth
