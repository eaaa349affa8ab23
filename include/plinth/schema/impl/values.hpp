// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/schema/values.hpp>

#include <limits>
#include <string>
#include <utility>

#include <plinth/core/inline.hpp>

namespace plinth::dto {

PLINTH_INLINE void refuse_number(reading& in, json::value_fault why, std::string_view expected) {
  if (why == json::value_fault::wrong_kind) return in.refuse("wrong_type", expected);
  if (why == json::value_fault::not_integral) return in.refuse("not_integral", expected);
  in.refuse("out_of_range", expected);
}

/// Whether the number between two places of the text is written with a fraction or an exponent.
[[nodiscard]] inline bool written_as_real(const char* begin, const char* end) noexcept {
  for (; begin != end; ++begin)
    if (*begin == '.' || *begin == 'e' || *begin == 'E') return true;
  return false;
}

[[nodiscard]] inline std::string range_words(std::int64_t least, std::uint64_t most) {
  return "an integer from " + std::to_string(least) + " to " + std::to_string(most);
}

PLINTH_INLINE bool read_integer(reading& in, std::int64_t least, std::uint64_t most, const ready_rules* r,
                                std::int64_t& value) {
  const char* const begin = in.in.mark().at;
  const json::reader::bookmark before = in.in.mark();
  const bool wide = most > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  json::value_fault why = json::value_fault::none;
  if (wide) {
    const auto found = in.in.read_uint64();
    why = found.fault;
    value = static_cast<std::int64_t>(found.value);
  } else {
    const auto found = in.in.read_int64();
    why = found.fault;
    value = found.value;
    if (found && (value < least || std::cmp_greater(value, most))) {
      in.in.go_back(before);
      why = json::value_fault::out_of_range;
    }
  }
  if (why != json::value_fault::none) {
    const bool other_kind = why == json::value_fault::wrong_kind || why == json::value_fault::not_integral;
    refuse_number(in, why, other_kind ? "an integer" : range_words(least, most));
    return false;
  }
  if (!r) return true;
  if (r->has(rule_strict) && written_as_real(begin, in.in.mark().at)) {
    in.note("not_integral", "an integer has to be written without a fraction and an exponent");
    return false;
  }
  check_integer(in, value, wide && value < 0, *r);
  return true;
}

PLINTH_INLINE std::optional<std::size_t> read_name(reading& in, std::span<const std::string_view> names) {
  if (in.in.next_kind() != json::value_kind::string) {
    in.refuse("wrong_type", "a text");
    return std::nullopt;
  }
  const json::reader::bookmark before = in.in.mark();
  const std::string_view text = in.in.read_string().value;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == text) return i;
  in.in.go_back(before);
  std::string expected = "one of";
  for (const std::string_view name : names) expected.append(name == names.front() ? " " : ", ").append(name);
  in.refuse("not_in_enum", expected);
  return std::nullopt;
}

PLINTH_INLINE void codec<bool>::read(reading& in, void* field, const ready_rules*) {
  if (const auto value = in.in.read_bool())
    *static_cast<bool*>(field) = value.value;
  else
    in.refuse("wrong_type", "true or false");
}

PLINTH_INLINE void codec<std::string>::read(reading& in, void* field, const ready_rules* r) {
  const auto value = in.in.read_string();
  if (!value) return in.refuse("wrong_type", "a text");
  auto& text = *static_cast<std::string*>(field);
  text.assign(value.value);
  if (r) check_text(in, text, *r);
}

}  // namespace plinth::dto
