// SPDX-License-Identifier: MIT
#pragma once

// Where a database is: scheme://user:password@host:port/database?name=value&name=value, each part percent-decoded.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/error.hpp>

namespace plinth {

/// A parsed database URL. Reading one does no I/O.
class url {
 public:
  /// Throws `connection_error` (E2001) where the text is no URL. The password is never part of an error's text.
  explicit url(std::string_view text);

  [[nodiscard]] const std::string& scheme() const noexcept { return scheme_; }
  [[nodiscard]] const std::string& user() const noexcept { return user_; }
  [[nodiscard]] const std::string& password() const noexcept { return password_; }
  [[nodiscard]] const std::string& host() const noexcept { return host_; }
  [[nodiscard]] const std::string& port() const noexcept { return port_; }

  /// What follows the slash after the host: "blog.db" of sqlite:///blog.db, "/var/blog.db" of sqlite:////var/blog.db.
  [[nodiscard]] const std::string& database() const noexcept { return database_; }

  /// The options in the order in which they stand.
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& options() const noexcept { return options_; }

  /// For messages: the URL with *** in the place of the password, and in the place of an option named like one.
  [[nodiscard]] std::string shown() const;

 private:
  [[nodiscard]] static bool is_scheme(std::string_view text);

  [[nodiscard]] static bool is_secret(std::string_view name);

  /// Shortens `text` to what stands before the first `mark` and returns what stands behind it.
  [[nodiscard]] static std::string_view cut_after(std::string_view& text, char mark);

  [[nodiscard]] static int digit_of(char c);

  [[nodiscard]] static std::string decoded(std::string_view text);

  void read_options(std::string_view text);

  void read_authority(std::string_view text);

  std::string scheme_;
  std::string user_;
  std::string password_;
  std::string host_;
  std::string port_;
  std::string database_;
  bool has_database_ = false;
  std::vector<std::pair<std::string, std::string>> options_;
};

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/impl/url.hpp>
#endif
