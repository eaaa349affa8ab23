// SPDX-License-Identifier: MIT
#pragma once

// The binary form of NUMERIC: a count of digits to the base of 10,000, the power that the first of them has, a sign,
// and how many decimal digits stand behind the point.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <plinth/core/inline.hpp>

namespace plinth::postgresql::detail {

/// `value` times 10 to the power of minus `scale`.
struct scaled_number {
  std::int64_t value = 0;
  std::uint8_t scale = 0;
};

/// Nothing where it is NaN or infinite, or does not fit.
[[nodiscard]] std::optional<scaled_number> read_numeric(std::string_view bytes) noexcept;

/// The nearest double; NaN and the infinities are themselves.
[[nodiscard]] double read_numeric_as_real(std::string_view bytes);

/// Its decimal digits as text: "-12.50". Empty for NaN and the infinities.
[[nodiscard]] std::string text_of_numeric(std::string_view bytes);

/// What `write_numeric` needs at most.
inline constexpr std::size_t numeric_room = 8 + 2 * 12;

/// Writes the number into `to`, which has `numeric_room`; the bytes used.
[[nodiscard]] std::string_view write_numeric(scaled_number number, char* to) noexcept;

}  // namespace plinth::postgresql::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/postgresql/impl/numeric.hpp>
#endif
