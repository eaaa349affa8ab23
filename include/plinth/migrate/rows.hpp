// SPDX-License-Identifier: MIT
#pragma once

// Small reads of a server's own tables.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/engine/connection.hpp>

namespace plinth::migrate {

/// All rows of a query as texts; NULL is an empty one.
[[nodiscard]] std::vector<std::vector<std::string>> rows_of(connection& on, std::string_view query,
                                                            std::initializer_list<std::string_view> values = {});

/// The first column of all rows.
[[nodiscard]] std::vector<std::string> texts_of(connection& on, std::string_view query,
                                                std::initializer_list<std::string_view> values = {});

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/rows.hpp>
#endif
