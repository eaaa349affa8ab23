// SPDX-License-Identifier: MIT
#pragma once

// Short words for cells.

#include <cstdint>
#include <string>
#include <string_view>

#include <plinth/core/cell.hpp>

namespace plinth_test {

[[nodiscard]] inline plinth::cell text(std::string_view bytes) { return plinth::cell::of_bytes(bytes); }
[[nodiscard]] inline plinth::cell blob(std::string_view bytes) {
  return plinth::cell::of_bytes(bytes, plinth::kind::blob);
}
[[nodiscard]] inline plinth::cell integer(std::int64_t value) { return plinth::cell::of_integer(value); }
[[nodiscard]] inline plinth::cell real(double value) { return plinth::cell::of_real(value); }

/// A cell as text that shows its kind, to compare whole rows: "integer 1", "text a".
[[nodiscard]] inline std::string shown(const plinth::cell& value) {
  switch (value.kind) {
    case plinth::kind::null: return "null";
    case plinth::kind::boolean: return value.integer != 0 ? "true" : "false";
    case plinth::kind::integer: return "integer " + std::to_string(value.integer);
    case plinth::kind::real: return "real " + std::to_string(value.real);
    case plinth::kind::text: return "text " + std::string(value.bytes());
    case plinth::kind::blob: return "blob " + std::string(value.bytes());
    case plinth::kind::timestamp: return "timestamp " + std::to_string(value.integer);
    case plinth::kind::local_timestamp: return "local_timestamp " + std::to_string(value.integer);
    case plinth::kind::date: return "date " + std::to_string(value.integer);
    case plinth::kind::uuid: return "uuid " + std::string(value.bytes());
    case plinth::kind::json: return "json " + std::string(value.bytes());
    case plinth::kind::decimal: return "decimal " + std::to_string(value.integer);
  }
  return "?";
}

}  // namespace plinth_test
