// SPDX-License-Identifier: MIT
#pragma once

// Opens the connections of one engine to one SQLite database.

#include <memory>
#include <string>

#include <plinth/core/inline.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/driver/sqlite/connection.hpp>
#include <plinth/driver/sqlite/settings.hpp>

namespace plinth::sqlite {

/// A database in memory lives as long as its connector, and all connections of the connector see the same one. It is
/// SQLite's "memdb", whose connections lock each other out as those of a file do; the older shared cache does not wait.
class connector final : public driver::connector {
 public:
  explicit connector(settings target);

  [[nodiscard]] PLINTH_INLINE const sql::dialect& dialect() const override;

  [[nodiscard]] PLINTH_INLINE std::unique_ptr<driver::connection> connect() override;

  /// A database in memory.
  [[nodiscard]] PLINTH_INLINE std::unique_ptr<driver::connector> scratch() const override;

 private:
  settings target_;
  std::string memory_name_;
  detail::database_handle keeps_alive_;
};

}  // namespace plinth::sqlite

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/sqlite/impl/connector.hpp>
#endif
