// SPDX-License-Identifier: MIT
#pragma once

// PostgreSQL under migrations. DDL is part of its transactions; an advisory lock of the session keeps other runs out.

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/migrate/server.hpp>

namespace plinth::migrate::postgresql {

class server final : public migrate::server {
 public:
  [[nodiscard]] std::string_view name() const override { return "postgresql"; }
  [[nodiscard]] const dialect::lexical_rules& rules() const override { return dialect::postgresql_lexical_rules; }

  [[nodiscard]] PLINTH_INLINE database inspect(connection& on) const override;
  [[nodiscard]] PLINTH_INLINE database expected(engine& on,
                                                std::span<const catalog::table* const> tables) const override;
  [[nodiscard]] compare_options abilities() const override {
    return {.renames_constraints = true, .targets_may_be_missing = false};
  }
  [[nodiscard]] PLINTH_INLINE std::vector<step> render(const database& from,
                                                       const std::vector<operation>& ops) const override;
  [[nodiscard]] PLINTH_INLINE std::vector<std::string> columns_of(connection& on,
                                                                  std::string_view table) const override;

  /// One lock for each schema, so that applications that share a database do not wait for each other.
  [[nodiscard]] PLINTH_INLINE bool lock(connection& on, std::chrono::milliseconds wait_at_most) const override;

  /// A statement waits ten seconds for its lock at most: whoever waits for a table makes everybody behind it wait. A
  /// lock_timeout that the connection has already is kept.
  PLINTH_INLINE void prepare(connection& on, bool foreign_keys) const override;
  [[nodiscard]] PLINTH_INLINE std::unique_ptr<guard> watch(connection& on) const override;
  PLINTH_INLINE void settle(connection& on) const noexcept override;

  [[nodiscard]] std::string script_begin() const override { return "BEGIN;\n"; }
  [[nodiscard]] std::string script_end() const override { return "COMMIT;\n"; }
};

}  // namespace plinth::migrate::postgresql

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/postgresql/impl/server.hpp>
#endif
