// SPDX-License-Identifier: MIT
#pragma once

// SQLite under migrations. DDL is part of its transactions; a transaction that writes is the lock that keeps others
// out.

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/migrate/server.hpp>

namespace plinth::migrate::sqlite {

class server final : public migrate::server {
 public:
  [[nodiscard]] std::string_view name() const override { return "sqlite"; }
  [[nodiscard]] const dialect::lexical_rules& rules() const override { return dialect::sqlite_lexical_rules; }

  [[nodiscard]] PLINTH_INLINE database inspect(connection& on) const override;
  [[nodiscard]] PLINTH_INLINE database expected(engine& on,
                                                std::span<const catalog::table* const> tables) const override;
  [[nodiscard]] compare_options abilities() const override { return {}; }
  [[nodiscard]] PLINTH_INLINE std::vector<step> render(const database& from,
                                                       const std::vector<operation>& ops) const override;
  [[nodiscard]] PLINTH_INLINE std::vector<std::string> columns_of(connection& on,
                                                                  std::string_view table) const override;

  /// Each revision's own transaction is the lock: it begins IMMEDIATE.
  [[nodiscard]] bool lock(connection& /*on*/, std::chrono::milliseconds /*wait_at_most*/) const override {
    return true;
  }

  /// Inside a transaction the pragma would do nothing, without a word; so it is verified.
  PLINTH_INLINE void prepare(connection& on, bool foreign_keys) const override;
  [[nodiscard]] PLINTH_INLINE std::unique_ptr<guard> watch(connection& on) const override;
  PLINTH_INLINE void settle(connection& on) const noexcept override;

  [[nodiscard]] std::string script_begin() const override { return "PRAGMA foreign_keys = OFF;\nBEGIN IMMEDIATE;\n"; }
  [[nodiscard]] std::string script_end() const override { return "COMMIT;\nPRAGMA foreign_keys = ON;\n"; }
};

}  // namespace plinth::migrate::sqlite

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/sqlite/impl/server.hpp>
#endif
