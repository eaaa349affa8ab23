// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/core/error.hpp>

#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>

namespace plinth {

PLINTH_INLINE error::error(int code, std::string_view what, std::source_location where)
    : std::runtime_error(joined({"plinth[E", std::to_string(code), "]: ", what})), code_(code), where_(where) {}

PLINTH_INLINE statement_error::statement_error(int code, std::string_view what, std::string_view sql,
                                               std::source_location where)
    : error(code, what, where), sql_(sql) {}

PLINTH_INLINE constraint_violation::constraint_violation(int code, std::string_view what, std::string_view sql,
                                                         constraint_place place, std::source_location where)
    : statement_error(code, what, sql, where), place_(std::move(place)) {}

}  // namespace plinth
