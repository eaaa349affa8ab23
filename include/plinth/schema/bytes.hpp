// SPDX-License-Identifier: MIT
#pragma once

// std::vector<std::byte> as JSON text in base64 (RFC 4648, section 4: with padding, and nothing but its 64 characters).

#include <cstddef>
#include <string_view>
#include <vector>

#include <plinth/schema/value_type.hpp>

namespace plinth {

template <>
struct json_type<std::vector<std::byte>> {
  static constexpr std::string_view format = "base64";
  static constexpr std::string_view fault = "invalid_base64";
  static constexpr std::string_view expected = "bytes in base64";

  static bool from_text(std::string_view text, std::vector<std::byte>& out);
  static void to_json(json::writer& out, const std::vector<std::byte>& value);
};

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/schema/impl/bytes.hpp>
#endif
