// SPDX-License-Identifier: MIT
#pragma once

// Amounts of money, exact: a whole number of cents in the program and in the database. 0.99 has no exact double, so a
// sum of prices that were read as doubles is off by a cent sooner or later, and no server sums them in the same order.

#include <charconv>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <plinth/plinth.hpp>
#include <plinth/schema.hpp>

namespace chinook {

struct money {
  std::int64_t cents = 0;

  friend auto operator<=>(const money&, const money&) = default;
};

/// The amount as people write it: 12.50. In JSON it is a number with these digits.
[[nodiscard]] inline std::string text_of(money amount) {
  const std::uint64_t cents =
      amount.cents < 0 ? 0 - static_cast<std::uint64_t>(amount.cents) : static_cast<std::uint64_t>(amount.cents);
  std::string fraction = std::to_string(cents % 100);
  if (fraction.size() < 2) fraction.insert(0, 1, '0');
  return (amount.cents < 0 ? "-" : "") + std::to_string(cents / 100) + '.' + fraction;
}

/// Reads digits with at most two decimals, never through a double. Nothing for any other text.
[[nodiscard]] inline std::optional<money> money_from(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  std::string digits(text.substr(0, point));
  std::string_view decimals = point == std::string_view::npos ? "00" : text.substr(point + 1);
  if (digits.empty() || digits.size() > 15 || decimals.empty() || decimals.size() > 2) return std::nullopt;
  digits += decimals;
  if (decimals.size() == 1) digits += '0';

  std::uint64_t cents = 0;  // without a sign, so that a second minus is refused
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), cents);
  if (fault != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  const auto amount = static_cast<std::int64_t>(cents);
  return money{negative ? -amount : amount};
}

// plinth's own sum() and * take numbers only, for it cannot know that adding up what a type of ours is stored as makes
// sense. For cents it does, so here are the two expressions that the reports need.

/// SQL's sum() of amounts: NULL, so empty, of no rows.
template <plinth::sql::expression Amounts>
[[nodiscard]] constexpr auto total_of(const Amounts& amounts) {
  return plinth::sql::make_call<"sum(", std::optional<money>>(amounts);
}

/// The amount, so many times.
template <plinth::sql::expression Amount, plinth::sql::expression Count>
[[nodiscard]] constexpr auto times(const Amount& amount, const Count& count) {
  return plinth::sql::binary<plinth::sql::operation::multiply, Amount, Count, money>{{}, amount, count};
}

}  // namespace chinook

template <>
struct plinth::column_type<chinook::money> {
  using stored = std::int64_t;
  static stored to_stored(chinook::money amount) { return amount.cents; }
  static chinook::money from_stored(stored cents) { return {cents}; }
};

template <>
struct plinth::json_type<chinook::money> {
  static constexpr std::string_view expected = "an amount with at most two decimals, such as 12.50";

  static bool from_json_text(std::string_view text, chinook::money& out) {
    const auto amount = chinook::money_from(text);
    if (amount) out = *amount;
    return amount.has_value();
  }
  static void to_json(json::writer& out, chinook::money amount) { out.raw(chinook::text_of(amount)); }
};
