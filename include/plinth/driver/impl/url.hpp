// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/driver/url.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>

namespace plinth {

PLINTH_INLINE url::url(std::string_view text) {
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

PLINTH_INLINE std::string url::shown() const {
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

PLINTH_INLINE bool url::is_scheme(std::string_view text) {
  for (const char c : text)
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.')) return false;
  return true;
}

PLINTH_INLINE bool url::is_secret(std::string_view name) {
  return name.find("pass") != std::string_view::npos || name.find("key") != std::string_view::npos ||
         name.find("secret") != std::string_view::npos || name.find("token") != std::string_view::npos;
}

PLINTH_INLINE std::string_view url::cut_after(std::string_view& text, char mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = text.substr(at + 1);
  text = text.substr(0, at);
  return rest;
}

PLINTH_INLINE int url::digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

PLINTH_INLINE std::string url::decoded(std::string_view text) {
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

PLINTH_INLINE void url::read_options(std::string_view text) {
  while (!text.empty()) {
    const std::string_view rest = cut_after(text, '&');
    const std::string_view value = cut_after(text, '=');
    options_.emplace_back(decoded(text), decoded(value));
    text = rest;
  }
}

PLINTH_INLINE void url::read_authority(std::string_view text) {
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

}  // namespace plinth
