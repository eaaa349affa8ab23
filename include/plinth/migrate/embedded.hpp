// SPDX-License-Identifier: MIT
#pragma once

// Revisions that are part of the program, run at its start. `plinth_embed_migrations` of CMake makes the array:
//
//   plinth::engine engine{"sqlite:///blog.db"};
//   plinth::migrate::upgrade(engine, blog::migrations);

#include <span>
#include <string_view>
#include <vector>

#include <plinth/engine/engine.hpp>
#include <plinth/migrate/folder.hpp>
#include <plinth/migrate/runner.hpp>

namespace plinth::migrate {

/// Applies what is missing. Does as `upgrade` with files does: other processes that start at the same time wait, and
/// find nothing to do.
std::vector<finished_revision> upgrade(engine& on, std::span<const embedded_file> revisions,
                                       std::string_view target = "head", const run_options& options = {});

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/embedded.hpp>
#endif
