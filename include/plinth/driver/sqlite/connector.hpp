// SPDX-License-Identifier: MIT
#pragma once

// Opens the connections of one engine to one SQLite database.

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include <plinth/dialect/sqlite.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/driver/sqlite/connection.hpp>
#include <plinth/driver/sqlite/settings.hpp>

namespace plinth::sqlite {

/// A database in memory lives as long as its connector, and all connections of the connector see the same one. It is
/// SQLite's "memdb", whose connections lock each other out as those of a file do; the older shared cache does not wait.
class connector final : public driver::connector {
 public:
  explicit connector(settings target) : target_(std::move(target)) {
    if (!target_.file.empty()) return;
    memory_name_ = "/plinth-" + std::to_string(reinterpret_cast<std::uintptr_t>(this));
    keeps_alive_ = detail::open(target_, memory_name_);
  }

  [[nodiscard]] const sql::dialect& dialect() const override { return sqlite_dialect; }

  [[nodiscard]] std::unique_ptr<driver::connection> connect() override {
    return std::make_unique<connection>(target_, memory_name_);
  }

 private:
  settings target_;
  std::string memory_name_;
  detail::database_handle keeps_alive_;
};

}  // namespace plinth::sqlite
