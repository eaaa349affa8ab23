// SPDX-License-Identifier: MIT
#pragma once

// From JSON text to structs.

#include <source_location>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/reflect/type_name.hpp>
#include <plinth/schema/describe.hpp>
#include <plinth/schema/fault.hpp>
#include <plinth/schema/reading.hpp>

namespace plinth {

/// A value, or what is wrong with the text that it should have come from.
template <class T>
class [[nodiscard]] json_result {
 public:
  json_result(T value, std::vector<fault> faults, std::source_location where)
      : value_(std::move(value)), faults_(std::move(faults)), where_(where) {}

  [[nodiscard]] bool has_value() const noexcept { return faults_.empty(); }
  [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

  /// Throws `validation_error` where there are faults.
  [[nodiscard]] const T& value() const& {
    require();
    return value_;
  }
  [[nodiscard]] T&& value() && {
    require();
    return std::move(value_);
  }

  /// The same, unchecked: with faults, its fields hold what could be read.
  [[nodiscard]] const T& operator*() const noexcept { return value_; }
  [[nodiscard]] T& operator*() noexcept { return value_; }
  [[nodiscard]] const T* operator->() const noexcept { return &value_; }

  [[nodiscard]] const std::vector<fault>& faults() const& noexcept { return faults_; }
  [[nodiscard]] std::vector<fault> faults() && noexcept { return std::move(faults_); }

 private:
  void require() const {
    if (!faults_.empty()) throw validation_error(reflect::type_name<T>, faults_, where_);
  }

  T value_;
  std::vector<fault> faults_;
  std::source_location where_;
};

namespace dto {

/// Reads a text into a value. What is no JSON is one fault, whatever had been found before.
[[nodiscard]] std::vector<fault> read_text(const value_type& type, void* value, std::string_view text,
                                           const read_options& options, std::source_location where);

/// The common part of both functions below.
template <class T>
json_result<T> read_json(std::string_view text, const read_options& options, std::source_location where) {
  T value{};
  std::vector<fault> faults;
  if constexpr (json_is_sound<T>) faults = read_text(codec<T>::type, &value, text, options, where);
  return {std::move(value), std::move(faults), where};
}

}  // namespace dto

/// The value of a JSON text, or every fault of it. Does not throw for a text of any content; only for want of memory,
/// and what the user's own functions throw.
template <class T>
json_result<T> try_from_json(std::string_view text, const read_options& options = {},
                             std::source_location where = std::source_location::current()) {
  static_cast<void>(sizeof(dto::check_of_json<T>));
  return dto::read_json<T>(text, options, where);
}

/// The value of a JSON text. Throws `validation_error` with every fault that was found: of syntax one (E4101), else all
/// of them (E4102), each with its place.
template <class T>
[[nodiscard]] T from_json(std::string_view text, const read_options& options = {},
                          std::source_location where = std::source_location::current()) {
  static_cast<void>(sizeof(dto::check_of_json<T>));
  return dto::read_json<T>(text, options, where).value();
}

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/schema/impl/from_json.hpp>
#endif
