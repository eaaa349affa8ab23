// SPDX-License-Identifier: MIT
#pragma once

// One value on its way between a C++ field and a database: what drivers read, what they bind. A cell says what a value
// *is* (an instant, a date, a uuid), never how a server stores it; turning one into the other is the driver's work.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace plinth {

/// What a cell holds. The comments name the member of `cell` that carries it.
enum class kind : std::uint8_t {
  null,
  boolean,          ///< integer: 0 or 1
  integer,          ///< integer
  real,             ///< real
  text,             ///< data, size: UTF-8, NUL bytes allowed
  blob,             ///< data, size
  timestamp,        ///< integer: microseconds since 1970-01-01 00:00 UTC
  local_timestamp,  ///< integer: microseconds since 1970-01-01 00:00 on some wall clock
  date,             ///< integer: days since 1970-01-01
  uuid,             ///< data: 16 bytes, most significant first
  json,             ///< data, size: JSON text
  decimal,          ///< integer: value times 10^scale
};

/// A value that does not own its bytes: `data` lives as long as whoever made the cell says.
struct cell {
  /// The `scale` of a decimal that was read from where only the column's declaration knows it (SQLite).
  static constexpr std::uint8_t declared_scale = 255;

  plinth::kind kind = plinth::kind::null;
  std::uint8_t scale = 0;
  std::uint32_t size = 0;
  union {
    std::int64_t integer = 0;
    double real;
    const char* data;
  };

  [[nodiscard]] static cell of_integer(std::int64_t value, plinth::kind kind = plinth::kind::integer) noexcept {
    cell result;
    result.kind = kind;
    result.integer = value;
    return result;
  }

  [[nodiscard]] static cell of_real(double value) noexcept {
    cell result;
    result.kind = plinth::kind::real;
    result.real = value;
    return result;
  }

  /// The caller has checked that the size fits 32 bits (`checked_size` in model/column_type.hpp).
  [[nodiscard]] static cell of_bytes(std::string_view bytes, plinth::kind kind = plinth::kind::text) noexcept {
    cell result;
    result.kind = kind;
    result.size = static_cast<std::uint32_t>(bytes.size());
    result.data = bytes.data();
    return result;
  }

  [[nodiscard]] std::string_view bytes() const noexcept { return {data, size}; }
  [[nodiscard]] bool is_null() const noexcept { return kind == plinth::kind::null; }
};

static_assert(sizeof(cell) == 16, "a row of cells is meant to stay in a cache line or two");

/// Whether the kind's value is `data` and `size`.
[[nodiscard]] constexpr bool has_bytes(kind k) noexcept {
  return k == kind::text || k == kind::blob || k == kind::uuid || k == kind::json;
}

/// Bytes that cells point to while a statement is being bound: kept until `clear`.
class scratch {
 public:
  [[nodiscard]] std::string_view keep(std::string_view bytes);

  void clear() noexcept { blocks_.clear(); }

 private:
  std::vector<std::unique_ptr<char[]>> blocks_;
};

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/core/impl/cell.hpp>
#endif
