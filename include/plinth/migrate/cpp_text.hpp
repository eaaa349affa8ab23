// SPDX-License-Identifier: MIT
#pragma once

// Names and texts of a database as words of C++.

#include <string>
#include <string_view>
#include <vector>

namespace plinth::migrate::detail {

/// A name as an identifier: other characters become _, a keyword gets one behind it.
[[nodiscard]] std::string cpp_word(std::string_view name);

/// The same, another one than those that are taken and than `other`.
[[nodiscard]] std::string unused_word(std::string_view name, const std::vector<std::string>& taken,
                                      std::string_view other);

/// A text as a literal with its quotes.
[[nodiscard]] std::string cpp_literal(std::string_view text);

}  // namespace plinth::migrate::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/cpp_text.hpp>
#endif
