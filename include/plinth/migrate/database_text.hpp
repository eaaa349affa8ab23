// SPDX-License-Identifier: MIT
#pragma once

// A database as text: as JSON for programs, and as models in C++ for who begins with a database that is there.

#include <string>

#include <plinth/migrate/database.hpp>

namespace plinth::migrate {

/// All tables with columns, keys, constraints and indexes; triggers and views word for word. Ends with a newline.
[[nodiscard]] std::string as_json(const database& d);

/// A header with a struct for each table and the metadata of all. What a model cannot say stands there as a comment. A
/// table without a primary key becomes a comment, for a model has one.
[[nodiscard]] std::string as_models(const database& d);

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/database_json.hpp>
#include <plinth/migrate/impl/models_text.hpp>
#endif
