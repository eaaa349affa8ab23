// SPDX-License-Identifier: MIT
#pragma once

// A driver around another one whose n-th call fails: for tests of what a failure at any step leaves behind.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <plinth/core/error.hpp>
#include <plinth/driver/driver.hpp>

namespace plinth_test {

/// Counts calls and fails one of them. Shared by everything that one connector opens; for one thread.
class fault {
 public:
  enum class moment : std::uint8_t { before, after };  ///< whether the call that fails has had its effect

  /// The `n`-th call from now on fails, counted from 1; 0 is none.
  void set(std::int64_t n, moment when) {
    left_ = n;
    when_ = when;
    failed_ = false;
  }

  [[nodiscard]] bool has_failed() const noexcept { return failed_; }

  template <class Call>
  decltype(auto) around(const Call& call) {
    const bool fails = left_ > 0 && --left_ == 0;
    if (fails && when_ == moment::before) fail();
    if constexpr (std::is_void_v<decltype(call())>) {
      call();
      if (fails) fail();
    } else {
      auto result = call();
      if (fails) fail();
      return result;
    }
  }

 private:
  [[noreturn]] void fail() {
    failed_ = true;
    throw plinth::statement_error(2299, "this call was meant to fail; nothing else is wrong", "");
  }

  std::int64_t left_ = 0;
  moment when_ = moment::before;
  bool failed_ = false;
};

class failing_prepared final : public plinth::driver::prepared {
 public:
  failing_prepared(std::unique_ptr<prepared> inner, std::shared_ptr<fault> f)
      : inner_(std::move(inner)), fault_(std::move(f)) {}

  void start(std::span<const plinth::cell> values, std::span<const plinth::kind> expected,
             plinth::driver::fetch how) override {
    fault_->around([&] { inner_->start(values, expected, how); });
  }
  bool next(plinth::cell* row) override {
    return fault_->around([&] { return inner_->next(row); });
  }
  plinth::driver::row_place next_into(std::span<const plinth::model::field_place> places, void* object,
                                      plinth::cell* row) override {
    return fault_->around([&] { return inner_->next_into(places, object, row); });
  }
  [[nodiscard]] std::int64_t affected() const override { return inner_->affected(); }
  void finish() noexcept override { inner_->finish(); }
  [[nodiscard]] std::size_t columns() const override { return inner_->columns(); }
  [[nodiscard]] std::string column_name(std::size_t column) const override { return inner_->column_name(column); }

 private:
  std::unique_ptr<prepared> inner_;
  std::shared_ptr<fault> fault_;
};

class failing_connection final : public plinth::driver::connection {
 public:
  failing_connection(std::unique_ptr<connection> inner, std::shared_ptr<fault> f)
      : inner_(std::move(inner)), fault_(std::move(f)) {}

  [[nodiscard]] const plinth::sql::dialect& dialect() const override { return inner_->dialect(); }
  [[nodiscard]] std::unique_ptr<plinth::driver::prepared> prepare(std::string_view text) override {
    return fault_->around([&]() -> std::unique_ptr<plinth::driver::prepared> {
      return std::make_unique<failing_prepared>(inner_->prepare(text), fault_);
    });
  }
  void run(std::string_view script) override {
    fault_->around([&] { inner_->run(script); });
  }
  void begin(const plinth::driver::transaction_options& how) override {
    fault_->around([&] { inner_->begin(how); });
  }
  void commit() override {
    fault_->around([&] { inner_->commit(); });
  }
  void rollback() override {
    fault_->around([&] { inner_->rollback(); });
  }
  [[nodiscard]] bool in_transaction() const override { return inner_->in_transaction(); }
  [[nodiscard]] std::int64_t generated_key() const override { return inner_->generated_key(); }
  [[nodiscard]] bool keys_will_be_consecutive(std::string_view table, std::string_view key,
                                              std::int64_t rows) override {
    return inner_->keys_will_be_consecutive(table, key, rows);
  }
  [[nodiscard]] bool healthy() noexcept override { return inner_->healthy(); }
  [[nodiscard]] bool reset() noexcept override { return inner_->reset(); }
  [[nodiscard]] bool lost() const noexcept override { return inner_->lost(); }
  void cancel() noexcept override { inner_->cancel(); }

 private:
  std::unique_ptr<connection> inner_;
  std::shared_ptr<fault> fault_;
};

class failing_connector final : public plinth::driver::connector {
 public:
  failing_connector(std::unique_ptr<connector> inner, std::shared_ptr<fault> f)
      : inner_(std::move(inner)), fault_(std::move(f)) {}

  [[nodiscard]] const plinth::sql::dialect& dialect() const override { return inner_->dialect(); }
  [[nodiscard]] std::unique_ptr<plinth::driver::connection> connect() override {
    return fault_->around([&]() -> std::unique_ptr<plinth::driver::connection> {
      return std::make_unique<failing_connection>(inner_->connect(), fault_);
    });
  }
  [[nodiscard]] std::unique_ptr<connector> scratch() const override { return inner_->scratch(); }

 private:
  std::unique_ptr<connector> inner_;
  std::shared_ptr<fault> fault_;
};

}  // namespace plinth_test
