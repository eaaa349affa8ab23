// SPDX-License-Identifier: MIT
#pragma once

// Opens the connections of one engine to one PostgreSQL database.

#include <memory>
#include <utility>

#include <plinth/driver/driver.hpp>
#include <plinth/driver/postgresql/connection.hpp>
#include <plinth/driver/postgresql/settings.hpp>
#include <plinth/driver/postgresql/type_book.hpp>

namespace plinth::postgresql {

class connector final : public driver::connector {
 public:
  explicit connector(settings target) : target_(std::move(target)) {}

  [[nodiscard]] const sql::dialect& dialect() const override { return postgresql_dialect; }

  [[nodiscard]] std::unique_ptr<driver::connection> connect() override {
    return std::make_unique<connection>(target_, types_);
  }

 private:
  settings target_;
  detail::type_book types_;
};

}  // namespace plinth::postgresql
