// SPDX-License-Identifier: MIT
#pragma once

// The functions of <plinth/sqlite.hpp>, for the one file that compiles them
// (docs/decisions/precompiled.md). Written by tools/update_headers.

#include <plinth/driver/sqlite/impl/connection.hpp>
#include <plinth/driver/sqlite/impl/connector.hpp>
#include <plinth/driver/sqlite/impl/driver.hpp>
#include <plinth/driver/sqlite/impl/errors.hpp>
#include <plinth/driver/sqlite/impl/open.hpp>
#include <plinth/driver/sqlite/impl/prepared.hpp>
#include <plinth/driver/sqlite/impl/settings.hpp>
#include <plinth/driver/sqlite/impl/text_forms.hpp>
#include <plinth/driver/sqlite/impl/values.hpp>
