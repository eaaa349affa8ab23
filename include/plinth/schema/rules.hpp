// SPDX-License-Identifier: MIT
#pragma once

// What a schema says of one field, or of itself, as plain data.

#include <cstdint>
#include <string_view>

namespace plinth {

/// What becomes of members of a JSON object that its schema does not have.
enum class unknown_fields : std::uint8_t { error, ignore };

}  // namespace plinth

namespace plinth::dto {

/// The rules that can be set. A rule that a derived schema sets replaces the base's rule of the same kind.
enum rule : std::uint32_t {
  rule_min_length = 1U << 0,
  rule_max_length = 1U << 1,
  rule_pattern = 1U << 2,
  rule_email = 1U << 3,
  rule_gt = 1U << 4,
  rule_ge = 1U << 5,
  rule_lt = 1U << 6,
  rule_le = 1U << 7,
  rule_multiple_of = 1U << 8,
  rule_strict = 1U << 9,
  rule_min_items = 1U << 10,
  rule_max_items = 1U << 11,
  rule_unique_items = 1U << 12,
  rule_read_only = 1U << 13,
  rule_write_only = 1U << 14,
  rule_required = 1U << 15,
  rule_defaulted = 1U << 16,
  rule_alias = 1U << 17,
  rule_title = 1U << 18,
  rule_description = 1U << 19,
  rule_example = 1U << 20,
  rule_example_json = 1U << 21,
  rule_unknown_fields = 1U << 22,
};

inline constexpr std::uint32_t text_rules = rule_min_length | rule_max_length | rule_pattern | rule_email;
inline constexpr std::uint32_t number_rules = rule_gt | rule_ge | rule_lt | rule_le | rule_multiple_of | rule_strict;
inline constexpr std::uint32_t item_rules = rule_min_items | rule_max_items | rule_unique_items;
inline constexpr std::uint32_t value_rules = text_rules | number_rules | item_rules;

/// A limit of a number, exact for integers and for floating-point numbers.
struct bound {
  double real = 0;
  std::int64_t integer = 0;
  bool integral = true;
};

/// Texts have static storage, as literals do.
struct rules {
  std::uint32_t set = 0;
  std::uint32_t min_length = 0;
  std::uint32_t max_length = 0;
  std::uint32_t min_items = 0;
  std::uint32_t max_items = 0;
  plinth::unknown_fields unknown = plinth::unknown_fields::error;
  std::string_view pattern{};
  bound gt{};
  bound ge{};
  bound lt{};
  bound le{};
  bound multiple_of{};
  std::string_view alias{};
  std::string_view title{};
  std::string_view description{};
  std::string_view example{};

  [[nodiscard]] constexpr bool has(std::uint32_t which) const noexcept { return (set & which) != 0; }
};

/// Adds what `more` says to `out`; where both speak, `more` has it.
constexpr void merge(rules& out, const rules& more) {
  const auto take = [&](std::uint32_t which, auto member) {
    if (more.has(which)) out.*member = more.*member;
  };
  take(rule_min_length, &rules::min_length);
  take(rule_max_length, &rules::max_length);
  take(rule_min_items, &rules::min_items);
  take(rule_max_items, &rules::max_items);
  take(rule_pattern, &rules::pattern);
  take(rule_gt, &rules::gt);
  take(rule_ge, &rules::ge);
  take(rule_lt, &rules::lt);
  take(rule_le, &rules::le);
  take(rule_multiple_of, &rules::multiple_of);
  take(rule_alias, &rules::alias);
  take(rule_title, &rules::title);
  take(rule_description, &rules::description);
  take(rule_example | rule_example_json, &rules::example);
  take(rule_unknown_fields, &rules::unknown);
  if (more.has(rule_required)) out.set &= ~static_cast<std::uint32_t>(rule_defaulted);
  if (more.has(rule_defaulted)) out.set &= ~static_cast<std::uint32_t>(rule_required);
  if (more.has(rule_example)) out.set &= ~static_cast<std::uint32_t>(rule_example_json);
  if (more.has(rule_example_json)) out.set &= ~static_cast<std::uint32_t>(rule_example);
  out.set |= more.set;
}

}  // namespace plinth::dto
