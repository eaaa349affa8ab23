// SPDX-License-Identifier: MIT
#pragma once

// plinth on PostgreSQL: include it where an engine with a postgresql:// URL is constructed.

#include <plinth/dialect/postgresql.hpp>
#include <plinth/driver/postgresql/driver.hpp>
#include <plinth/driver/postgresql/listener.hpp>
#include <plinth/engine/engine.hpp>
