// SPDX-License-Identifier: MIT
#pragma once

// JSON for what the tool tells: an object, filled by chained calls.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/json/writer.hpp>

namespace plinth::migrate::detail {

/// JSON of two spaces a level.
class json_text {
 public:
  json_text() : out_({.indent = 2}) { out_.begin_object(); }

  json_text& text(std::string_view key, std::string_view value) {
    out_.key(key);
    out_.string(value);
    return *this;
  }
  json_text& flag(std::string_view key, bool value) {
    out_.key(key);
    out_.boolean(value);
    return *this;
  }
  json_text& number(std::string_view key, std::int64_t value) {
    out_.key(key);
    out_.integer(value);
    return *this;
  }
  json_text& texts(std::string_view key, const std::vector<std::string>& values) {
    return list(key, values, [this](const std::string& value) { out_.string(value); });
  }

  template <class Item, class Write>
  json_text& list(std::string_view key, const std::vector<Item>& items, const Write& write) {
    out_.key(key);
    out_.begin_array();
    for (const Item& item : items) {
      out_.element();
      write(item);
    }
    out_.end_array();
    return *this;
  }

  /// An object in a list, or as a value behind `key`.
  template <class Fill>
  void object(const Fill& fill) {
    out_.begin_object();
    fill(*this);
    out_.end_object();
  }
  template <class Fill>
  json_text& object(std::string_view key, const Fill& fill) {
    out_.key(key);
    object(fill);
    return *this;
  }

  [[nodiscard]] std::string take() {
    out_.end_object();
    return out_.take();
  }

 private:
  json::writer out_;
};

}  // namespace plinth::migrate::detail
