// SPDX-License-Identifier: MIT
#pragma once

// Many rows into one table by what the driver has for that (`driver::connection::rows_into`), told to the observer as
// one statement.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include <plinth/core/cell.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/engine/watch.hpp>

namespace plinth::detail {

/// Must not outlive its connection. One that goes before `end` has loaded nothing for sure: what surrounds it is to be
/// undone.
class row_loader {
 public:
  /// `table` is quoted, the columns are not.
  row_loader(connection& to, std::string_view table, std::span<const std::string_view> columns);
  row_loader(const row_loader&) = delete;
  row_loader& operator=(const row_loader&) = delete;
  ~row_loader();

  /// Whether the driver has a way for this table. Without it nothing else may be called.
  [[nodiscard]] bool possible() const noexcept { return sink_ != nullptr; }

  /// As `driver::row_sink::take`.
  [[nodiscard]] bool take(std::span<const cell> values);

  void end();

 private:
  template <class Work>
  void watched(const Work& work);

  std::unique_ptr<driver::row_sink> sink_;
  std::optional<watch> watch_;
};

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/engine/impl/row_loader.hpp>
#endif
