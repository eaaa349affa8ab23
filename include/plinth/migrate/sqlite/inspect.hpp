// SPDX-License-Identifier: MIT
#pragma once

// What a SQLite database has, as a value.

#include <span>
#include <string_view>

#include <plinth/catalog/table.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/migrate/database.hpp>

namespace plinth::migrate::sqlite {

/// Emits SELECTs on sqlite_schema and pragma functions only. Inside a transaction it sees what that has done so far.
[[nodiscard]] database inspect(connection& on);

/// How SQLite tells the tables of the models: makes them in `scratch`, an empty database, and reads them as `inspect`
/// does. So both sides of a comparison are read by the same eyes.
[[nodiscard]] database expected(connection& scratch, std::span<const catalog::table* const> tables);

}  // namespace plinth::migrate::sqlite

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/sqlite/impl/inspect.hpp>
#endif
