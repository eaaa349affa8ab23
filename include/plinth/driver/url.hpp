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
  explicit url(std::string_view text) {
    const std::size_t colon = text.find("://");
    if (colon == 0 || colon == std::string_view::npos || !is_scheme(text.substr(0, colon)))
      throw connection_error(2001, "a database URL starts with its scheme, as in sqlite:///blog.db; this one does not");
    scheme_ = text.substr(0, colon);
    text.remove_prefix(colon + 3);
    read_options(cut_after(text, '?'));
    const std::size_t slash = text.find('/');
    if (slash != std::string_view::npos) {
      has_database_ = true;
      database_ = decoded(text.substr(slash + 1));
      text = text.substr(0, slash);
    }
    read_authority(text);
  }

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
  [[nodiscard]] std::string shown() const {
    std::string text = scheme_ + "://" + user_;
    if (!password_.empty()) text += ":***";
    if (!user_.empty() || !password_.empty()) text += '@';
    text += host_;
    if (!port_.empty()) text += ':' + port_;
    if (has_database_) text += '/' + database_;
    char separator = '?';
    for (const auto& [name, value] : options_) {
      text += separator + name + '=' + (is_secret(name) ? std::string("***") : value);
      separator = '&';
    }
    return text;
  }

 private:
  [[nodiscard]] static bool is_scheme(std::string_view text) {
    for (const char c : text)
      if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.')) return false;
    return true;
  }

  [[nodiscard]] static bool is_secret(std::string_view name) {
    return name.find("pass") != std::string_view::npos || name.find("key") != std::string_view::npos ||
           name.find("secret") != std::string_view::npos || name.find("token") != std::string_view::npos;
  }

  /// Shortens `text` to what stands before the first `mark` and returns what stands behind it.
  [[nodiscard]] static std::string_view cut_after(std::string_view& text, char mark) {
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = text.substr(at + 1);
    text = text.substr(0, at);
    return rest;
  }

  [[nodiscard]] static int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  }

  [[nodiscard]] static std::string decoded(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '%') {
        result += text[i];
        continue;
      }
      const int high = i + 2 < text.size() ? digit_of(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? digit_of(text[i + 2]) : -1;
      if (high < 0 || low < 0 || high + low == 0)
        throw connection_error(2001,
                               "a % in a database URL is followed by two hexadecimal digits that are not 00; "
                               "write a % itself as %25");
      result += static_cast<char>(high * 16 + low);
      i += 2;
    }
    return result;
  }

  void read_options(std::string_view text) {
    while (!text.empty()) {
      const std::string_view rest = cut_after(text, '&');
      const std::string_view value = cut_after(text, '=');
      options_.emplace_back(decoded(text), decoded(value));
      text = rest;
    }
  }

  void read_authority(std::string_view text) {
    const std::size_t at = text.rfind('@');
    if (at != std::string_view::npos) {
      std::string_view user = text.substr(0, at);
      password_ = decoded(cut_after(user, ':'));
      user_ = decoded(user);
      text = text.substr(at + 1);
    }
    const std::size_t colon = text.rfind(':');
    if (colon != std::string_view::npos && text.find(']', colon) == std::string_view::npos) {
      port_ = text.substr(colon + 1);
      text = text.substr(0, colon);
    }
    host_ = decoded(text);
  }

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
