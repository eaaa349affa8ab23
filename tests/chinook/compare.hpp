// SPDX-License-Identifier: MIT
#pragma once

// Compares rows of the example's database with those of chinook.sqlite, field by field.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include <plinth/plinth.hpp>

#include "../../examples/chinook/models.hpp"

namespace chinook_test {

template <class Field>
[[nodiscard]] bool same(const Field& imported, const Field& original) {
  return imported == original;
}
[[nodiscard]] inline bool same(chinook::money imported, double original) {
  return imported.cents == std::llround(original * 100) && std::abs(original * 100 - std::round(original * 100)) < 1e-6;
}
/// Where chinook.sqlite allows NULL without having any, the example does not.
[[nodiscard]] inline bool same(const std::string& imported, const std::optional<std::string>& original) {
  return original == imported;
}

/// Whether the first fields of an imported row, before its relationships, are named as those of the original one.
template <class Imported, class Original>
[[nodiscard]] consteval bool same_names() {
  for (std::size_t i = 0; i < plinth::reflect::field_count<Original>; ++i)
    if (plinth::reflect::field_names<Imported>[i] != plinth::reflect::field_names<Original>[i]) return false;
  return true;
}

/// The name of the first column in which two rows differ; empty where they do not.
template <class Imported, class Original>
[[nodiscard]] std::string first_difference(const Imported& imported, const Original& original) {
  static_assert(same_names<Imported, Original>());
  static_assert(plinth::model::column_count<Imported> == plinth::reflect::field_count<Original>);
  std::string found;
  plinth::reflect::apply_fields(imported, [&](const auto&... left) {
    const auto imported_fields = std::tie(left...);
    plinth::reflect::apply_fields(original, [&](const auto&... right) {
      const auto original_fields = std::tie(right...);
      const auto compare = [&]<std::size_t... I>(std::index_sequence<I...>) {
        const auto one = [&](std::size_t field, bool equal) {
          if (!equal && found.empty()) found = plinth::reflect::field_names<Original>[field];
        };
        (one(I, same(std::get<I>(imported_fields), std::get<I>(original_fields))), ...);
      };
      compare(std::index_sequence_for<decltype(right)...>{});
    });
  });
  return found;
}

}  // namespace chinook_test
