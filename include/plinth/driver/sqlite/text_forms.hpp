// SPDX-License-Identifier: MIT
#pragma once

// How SQLite, which has no types for them, stores instants, wall clocks, dates and uuids: as text that sorts in their
// order. Writing and reading of these texts, without the client library. Years run from 0000 to 9999.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace plinth::sqlite {

inline constexpr std::int64_t microseconds_per_day = 86'400'000'000;
inline constexpr std::int64_t first_day = -719'528;  ///< 0000-01-01, counted from 1970-01-01
inline constexpr std::int64_t last_day = 2'932'896;  ///< 9999-12-31

/// Room for the longest of the texts, a uuid's.
using text_form = std::array<char, 40>;

/// YYYY-MM-DD into `to`; empty for a day outside the years 0000 to 9999.
[[nodiscard]] std::string_view write_date(std::int64_t days, char* to) noexcept;

/// YYYY-MM-DDTHH:MM:SS.ffffff into `to`, with Z behind it for an instant; empty outside the years 0000 to 9999.
/// Always with six digits, so that texts sort in the order of time.
[[nodiscard]] std::string_view write_timestamp(std::int64_t microseconds, bool utc, char* to) noexcept;

/// Thirty-six lower-case characters into `to`.
[[nodiscard]] std::string_view write_uuid(const char* bytes, char* to) noexcept;

/// Days since 1970-01-01 of YYYY-MM-DD.
[[nodiscard]] std::optional<std::int64_t> read_date(std::string_view text) noexcept;

/// Microseconds since 1970-01-01 00:00 of YYYY-MM-DDTHH:MM:SS, with a space for the T, and a fraction, if one likes.
/// An instant (`utc`) may end in Z or an offset, and is UTC without, as SQLite's own CURRENT_TIMESTAMP is; a wall
/// clock has neither, because it could not keep it.
[[nodiscard]] std::optional<std::int64_t> read_timestamp(std::string_view text, bool utc) noexcept;

/// The sixteen bytes of a uuid's thirty-six characters, of either case, into `to`; false where it is none.
[[nodiscard]] bool read_uuid(std::string_view text, char* to) noexcept;

}  // namespace plinth::sqlite

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/sqlite/impl/text_forms.hpp>
#endif
