// SPDX-License-Identifier: MIT
#pragma once

// The server that this run of the tests is for. The same tests run on each: `sqlite` unless PLINTH_TEST_BACKEND says
// otherwise, and PostgreSQL on the server at the URL in PLINTH_TEST_POSTGRESQL. What not every server has is a named
// capability, and a test that needs it asks for it; a test for one server alone has the tag [sqlite] or [postgresql].

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <plinth/driver/driver.hpp>
#include <plinth/driver/url.hpp>
#include <plinth/engine/engine.hpp>

#include "support/temp_dir.hpp"

namespace plinth_test {

enum class backend : std::uint8_t { sqlite, postgresql };

/// Throws for a name that is no backend's.
[[nodiscard]] backend backend_here();

enum class capability : std::uint8_t {
  nul_in_text,           ///< a text may have NUL bytes
  goes_on_after_errors,  ///< a statement that fails leaves its transaction usable
  reports_keys,          ///< the connection itself tells the key that an INSERT was given; else RETURNING does
  gives_keys_back,       ///< a generated key that was rolled back is given again
  several_writers,       ///< two transactions may write at once, to different rows
  not_a_number,          ///< NaN can be stored
  year_zero,             ///< dates and times before year 1, or after 9999
  alters_everything,     ///< ALTER TABLE changes whatever a table has, and renames its constraints
  locks_by_advice,       ///< programs lock something that is no table
};

[[nodiscard]] bool has(capability wanted);

/// By how much later keys are larger after so many were generated and rolled back.
[[nodiscard]] inline std::int64_t lost_keys(std::int64_t rolled_back) {
  return has(capability::gives_keys_back) ? 0 : rolled_back;
}

/// The connector for any URL of a server that this build has, for what is given URLs: `workspace::connect`.
[[nodiscard]] std::unique_ptr<plinth::driver::connector> connector_for(const plinth::url& where);

/// Why no test can run here; empty where they can.
[[nodiscard]] std::string reason_to_skip();

/// An empty database of a test's own, gone with everything in it at the end of the scope: SQLite's in memory or in a
/// file, or a schema of its own on PostgreSQL.
class test_database {
 public:
  enum class where : std::uint8_t { memory, file };

  explicit test_database(where kept = where::memory);
  test_database(const test_database&) = delete;
  test_database& operator=(const test_database&) = delete;
  ~test_database();

  /// The URL, with more options behind it: `url("statement_timeout=100")`.
  [[nodiscard]] std::string url(std::string_view more = {}) const;

  /// The same database, for which writing is not allowed.
  [[nodiscard]] std::string read_only_url() const;

  /// For an engine: `plinth::engine engine(here.connector());`. Its file needs no driver's header.
  [[nodiscard]] std::unique_ptr<plinth::driver::connector> connector(std::string_view more = {}) const;

 private:
  temp_dir files_;
  std::string url_;
  std::string schema_;
};

}  // namespace plinth_test
