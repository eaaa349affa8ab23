// SPDX-License-Identifier: MIT
#pragma once

// What the words for a column's type mean: SQLite takes any.

#include <string>
#include <string_view>

#include <plinth/migrate/database.hpp>

namespace plinth::migrate::sqlite {

/// The type that the words stand for. Words that are not the ones plinth itself would write are kept as `declared`;
/// those that nobody knows are also the type's name, and then stand for themselves only.
[[nodiscard]] own::data_type read_type(std::string_view words, bool strict);

/// The words that plinth writes for a type.
[[nodiscard]] std::string words_for(const own::data_type& type, bool strict);

}  // namespace plinth::migrate::sqlite

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/sqlite/impl/types.hpp>
#endif
