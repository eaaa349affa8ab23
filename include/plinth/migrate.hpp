// SPDX-License-Identifier: MIT
#pragma once

// Migrations: the tool of an application, and its commands as functions. Include it where the tool is built, beside the
// header of a driver (<plinth/sqlite.hpp>); a program that only runs embedded revisions needs no more than
// <plinth/migrate/embedded.hpp>.

#include <plinth/migrate/autogenerate.hpp>
#include <plinth/migrate/commands.hpp>
#include <plinth/migrate/compare.hpp>
#include <plinth/migrate/embedded.hpp>
#include <plinth/migrate/erd.hpp>
#include <plinth/migrate/look.hpp>
#include <plinth/migrate/runner.hpp>
#include <plinth/migrate/tool.hpp>
