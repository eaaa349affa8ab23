// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/json/fault.hpp>

#include <plinth/core/inline.hpp>

namespace plinth::json {

PLINTH_INLINE syntax_error::syntax_error(int code, std::string_view what, text_position position,
                                         std::source_location where)
    : error(code,
            "line " + std::to_string(position.line) + ", column " + std::to_string(position.column) + " (byte " +
                std::to_string(position.offset) + "): " + std::string(what),
            where),
      position_(position) {}

}  // namespace plinth::json
