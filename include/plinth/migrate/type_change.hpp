// SPDX-License-Identifier: MIT
#pragma once

// What differs between two forms of a column, and what its values may lose on the way.

#include <string>

#include <plinth/migrate/database.hpp>

namespace plinth::migrate {

/// Whether both are the same type to a program, whatever words the server has for them.
[[nodiscard]] bool same_type(const own::data_type& a, const own::data_type& b);

/// "VARCHAR(40)" and so on, in plain words that are no server's: "text(40)".
[[nodiscard]] std::string shown_type(const own::data_type& type);

/// What changes, for people: "text(40) to text(80), NOT NULL to NULL".
[[nodiscard]] std::string difference_of(const own::column& from, const own::column& to);

/// What values may lose, or which rows may stand in the way; empty for nothing.
[[nodiscard]] std::string loss_of(const own::column& from, const own::column& to);

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/type_change.hpp>
#endif
