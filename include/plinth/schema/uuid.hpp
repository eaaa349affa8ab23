// SPDX-License-Identifier: MIT
#pragma once

// boost::uuids::uuid in JSON: `"8c5e2b5a-0a4f-4b7e-9d0c-1f2e3d4c5b6a"`. Read in either case and in this form only,
// written in lower case. Include this header where a schema has one; it makes uuids columns of models, too.

#include <string_view>

#include <plinth/model/uuid.hpp>
#include <plinth/schema/value_type.hpp>

namespace plinth {

template <>
struct json_type<boost::uuids::uuid> {
  static constexpr std::string_view format = "uuid";
  static constexpr std::string_view fault = "invalid_uuid";
  static constexpr std::string_view expected = "a uuid such as 8c5e2b5a-0a4f-4b7e-9d0c-1f2e3d4c5b6a";

  static bool from_text(std::string_view text, boost::uuids::uuid& out);
  static void to_json(json::writer& out, const boost::uuids::uuid& value);
};

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/schema/impl/uuid.hpp>
#endif
