// SPDX-License-Identifier: MIT
#pragma once

// The functions of <plinth/postgresql.hpp>, for the one file that compiles them
// (docs/decisions/precompiled.md). Written by tools/update_headers.

#include <plinth/driver/postgresql/impl/channel.hpp>
#include <plinth/driver/postgresql/impl/connection.hpp>
#include <plinth/driver/postgresql/impl/copy.hpp>
#include <plinth/driver/postgresql/impl/errors.hpp>
#include <plinth/driver/postgresql/impl/listener.hpp>
#include <plinth/driver/postgresql/impl/numeric.hpp>
#include <plinth/driver/postgresql/impl/open.hpp>
#include <plinth/driver/postgresql/impl/prepared.hpp>
#include <plinth/driver/postgresql/impl/read_value.hpp>
#include <plinth/driver/postgresql/impl/runs_ahead.hpp>
#include <plinth/driver/postgresql/impl/settings.hpp>
#include <plinth/driver/postgresql/impl/sql_text.hpp>
#include <plinth/driver/postgresql/impl/type_book.hpp>
#include <plinth/driver/postgresql/impl/types.hpp>
#include <plinth/driver/postgresql/impl/write_value.hpp>
