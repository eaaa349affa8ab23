// SPDX-License-Identifier: MIT
// The only file of the support that knows the drivers.
#include "support/backend.hpp"

#include <atomic>
#include <cstdlib>
#include <iostream>
#include <stdexcept>

#include <unistd.h>

#include <plinth/sqlite.hpp>
#ifdef PLINTH_TEST_HAS_POSTGRESQL
#include <plinth/postgresql.hpp>
#endif

namespace plinth_test {

namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

std::unique_ptr<plinth::driver::connector> postgresql_connector([[maybe_unused]] const plinth::url& where) {
#ifdef PLINTH_TEST_HAS_POSTGRESQL
  return plinth::postgresql::driver_here::open(where);
#else
  throw std::logic_error("this build has no PostgreSQL");
#endif
}

void run_on_server(const std::string& statement) {
  plinth::engine server(postgresql_connector(plinth::url(variable("PLINTH_TEST_POSTGRESQL"))));
  server.connect().run(statement);
}

}  // namespace

backend backend_here() {
  const std::string name = variable("PLINTH_TEST_BACKEND");
  if (name == "postgresql") return backend::postgresql;
  if (name.empty() || name == "sqlite") return backend::sqlite;
  throw std::invalid_argument("PLINTH_TEST_BACKEND is " + name + "; it is sqlite or postgresql");
}

bool has(capability wanted) {
  const bool sqlite = backend_here() == backend::sqlite;
  switch (wanted) {
    case capability::nul_in_text:
    case capability::goes_on_after_errors:
    case capability::reports_keys:
    case capability::gives_keys_back: return sqlite;
    case capability::several_writers:
    case capability::not_a_number:
    case capability::year_zero:
    case capability::alters_everything:
    case capability::locks_by_advice: return !sqlite;
  }
  return false;
}

std::unique_ptr<plinth::driver::connector> connector_for(const plinth::url& where) {
  if (where.scheme() == "sqlite") return plinth::sqlite::driver_here::open(where);
  return postgresql_connector(where);
}

std::string reason_to_skip() {
  if (backend_here() == backend::sqlite) return "";
#ifndef PLINTH_TEST_HAS_POSTGRESQL
  return "this build has no PostgreSQL";
#endif
  return variable("PLINTH_TEST_POSTGRESQL").empty()
             ? "no PostgreSQL server; tools/test starts one, or put the URL of yours in PLINTH_TEST_POSTGRESQL"
             : "";
}

test_database::test_database(where kept) {
  if (backend_here() == backend::sqlite) {
    url_ = kept == where::file ? "sqlite:///" + files_.file("test.db") : "sqlite://";
    return;
  }
  static std::atomic<int> count = 0;
  schema_ = "test_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
  run_on_server("CREATE SCHEMA " + schema_);
  url_ = variable("PLINTH_TEST_POSTGRESQL");
  url_ += url_.find('?') == std::string::npos ? '?' : '&';
  url_ += "options=-csearch_path%3D" + schema_;
}

test_database::~test_database() {
  if (schema_.empty()) return;
  try {
    run_on_server("DROP SCHEMA " + schema_ + " CASCADE");
  } catch (const plinth::error& e) {
    std::cerr << "the schema " << schema_ << " stays on the server: " << e.what() << '\n';
  }
}

std::string test_database::url(std::string_view more) const {
  if (more.empty()) return url_;
  return url_ + (url_.find('?') == std::string::npos ? '?' : '&') + std::string(more);
}

std::string test_database::read_only_url() const {
  return schema_.empty() ? url("mode=ro") : url() + "%20-cdefault_transaction_read_only%3Don";
}

std::unique_ptr<plinth::driver::connector> test_database::connector(std::string_view more) const {
  return connector_for(plinth::url(url(more)));
}

}  // namespace plinth_test
