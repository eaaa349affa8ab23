// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/borrowed.hpp>

#include <cstdint>
#include <memory>
#include <string_view>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/driver/driver.hpp>

namespace plinth::migrate {

namespace detail {

class borrowed_connection final : public driver::connection {
 public:
  explicit borrowed_connection(driver::connection& on) : on_(on) {}

  [[nodiscard]] const sql::dialect& dialect() const override { return on_.dialect(); }
  [[nodiscard]] std::unique_ptr<driver::prepared> prepare(std::string_view text) override { return on_.prepare(text); }
  void run(std::string_view script) override { on_.run(script); }

  void begin(const driver::transaction_options&) override {
    on_.run("SAVEPOINT plinth_data_migration");
    open_ = true;
  }
  void commit() override {
    on_.run("RELEASE SAVEPOINT plinth_data_migration");
    open_ = false;
  }
  void rollback() override {
    if (!open_) return;
    on_.run("ROLLBACK TO SAVEPOINT plinth_data_migration");
    commit();
  }
  [[nodiscard]] bool in_transaction() const override { return open_; }

  [[nodiscard]] std::int64_t generated_key() const override { return on_.generated_key(); }
  [[nodiscard]] bool keys_will_be_consecutive(std::string_view table, std::string_view key,
                                              std::int64_t rows) override {
    return on_.keys_will_be_consecutive(table, key, rows);
  }
  [[nodiscard]] bool healthy() noexcept override { return true; }
  [[nodiscard]] bool reset() noexcept override {
    try {
      rollback();
      return true;
    } catch (const error&) {
      return false;
    }
  }
  [[nodiscard]] bool lost() const noexcept override { return on_.lost(); }

 private:
  driver::connection& on_;
  bool open_ = false;
};

class borrowed_connector final : public driver::connector {
 public:
  explicit borrowed_connector(driver::connection& on) : on_(on) {}
  [[nodiscard]] const sql::dialect& dialect() const override { return on_.dialect(); }
  [[nodiscard]] std::unique_ptr<driver::connection> connect() override {
    return std::make_unique<borrowed_connection>(on_);
  }

 private:
  driver::connection& on_;
};

}  // namespace detail

PLINTH_INLINE std::unique_ptr<driver::connector> borrow(driver::connection& on) {
  return std::make_unique<detail::borrowed_connector>(on);
}

}  // namespace plinth::migrate
