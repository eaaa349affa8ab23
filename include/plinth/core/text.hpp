// SPDX-License-Identifier: MIT
#pragma once

// Putting messages together. A chain of + compiles to a page of code at each place; this is one call.

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace plinth {

/// The parts, one behind the other.
[[nodiscard]] std::string joined(std::initializer_list<std::string_view> parts);

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/core/impl/text.hpp>
#endif
