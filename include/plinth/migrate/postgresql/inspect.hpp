// SPDX-License-Identifier: MIT
#pragma once

// What a schema of PostgreSQL has, read from its system catalogs. Expressions come in the server's own spelling, so
// those of models are only comparable once the server has seen them: `expected` makes the models' tables as temporary
// ones, reads them back and rolls everything back.

#include <span>
#include <string_view>
#include <vector>

#include <plinth/catalog/table.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/migrate/database.hpp>

namespace plinth::migrate::postgresql {

/// The tables, views and triggers of the current schema, which is the first of search_path that exists; what belongs to
/// an extension is passed over. An enumeration of a model is a text with a check here, and is told as such.
[[nodiscard]] database inspect(connection& on);

/// The tables as `inspect` would tell them once they are there. Begins a transaction and rolls it back; needs the
/// privilege TEMPORARY. Throws what the server says where it refuses a table.
[[nodiscard]] database expected(connection& on, std::span<const catalog::table* const> tables);
[[nodiscard]] database expected(connection& on, const std::vector<own::table>& tables);

/// A type by the words of format_type(). What plinth has no word for keeps those words as its name.
[[nodiscard]] own::data_type read_type(std::string_view words);

}  // namespace plinth::migrate::postgresql

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/postgresql/impl/inspect.hpp>
#endif
