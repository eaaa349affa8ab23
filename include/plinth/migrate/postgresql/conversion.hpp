// SPDX-License-Identifier: MIT
#pragma once

// How the values of a column become those of another type.

#include <string>
#include <string_view>

#include <plinth/migrate/database.hpp>

namespace plinth::migrate::postgresql {

/// The type in the words of CREATE TABLE.
[[nodiscard]] std::string words_for(const own::data_type& type);

/// What stands behind USING; empty where the server converts by itself. There is one for every pair of types; where a
/// value does not fit, the statement fails. An instant becomes the wall clock's reading at UTC, a text its bytes in
/// UTF-8; what has no nearer way goes through its text.
[[nodiscard]] std::string conversion(std::string_view column, const own::data_type& from, const own::data_type& to);

}  // namespace plinth::migrate::postgresql

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/postgresql/impl/conversion.hpp>
#endif
