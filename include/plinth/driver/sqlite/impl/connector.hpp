// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/driver/sqlite/connector.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include <plinth/core/inline.hpp>
#include <plinth/dialect/sqlite.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/driver/sqlite/connection.hpp>
#include <plinth/driver/sqlite/open.hpp>
#include <plinth/driver/sqlite/settings.hpp>

namespace plinth::sqlite {

PLINTH_INLINE connector::connector(settings target) : target_(std::move(target)) {
  if (!target_.file.empty()) return;
  memory_name_ = "/plinth-" + std::to_string(reinterpret_cast<std::uintptr_t>(this));
  keeps_alive_ = detail::open(target_, memory_name_);
}

PLINTH_INLINE const sql::dialect& connector::dialect() const { return sqlite_dialect; }

PLINTH_INLINE std::unique_ptr<driver::connection> connector::connect() {
  return std::make_unique<connection>(target_, memory_name_);
}

PLINTH_INLINE std::unique_ptr<driver::connector> connector::scratch() const {
  return std::make_unique<connector>(settings{});
}

}  // namespace plinth::sqlite
