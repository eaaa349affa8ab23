// SPDX-License-Identifier: MIT
#pragma once

// plinth on SQLite: include it where an engine with a sqlite:// URL is constructed.

#include <plinth/dialect/sqlite.hpp>
#include <plinth/driver/sqlite/driver.hpp>
#include <plinth/engine/engine.hpp>
