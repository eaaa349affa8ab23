// SPDX-License-Identifier: MIT
#pragma once

// A field of a schema for changes: absent, null and a value are three different things.
//
//   struct UserUpdate {
//     plinth::patch<std::string> email;                    // absent, or a text; null is refused
//     plinth::patch<std::optional<std::string>> nickname;  // absent, null, or a text
//   };

#include <optional>
#include <type_traits>
#include <utility>

#include <plinth/core/error.hpp>

namespace plinth {

/// Absent until a value is given. An absent one is not written as JSON, and `apply` leaves the model's field as it is.
template <class T>
class patch {
 public:
  using value_type = T;

  patch() = default;

  template <class Value = T>
  requires(std::is_constructible_v<T, Value&&> && !std::is_same_v<std::remove_cvref_t<Value>, patch>)
      patch(Value&& value)
      : value_(std::in_place, std::forward<Value>(value)) {}  // NOLINT: a value is a patch

  [[nodiscard]] bool is_given() const noexcept { return value_.has_value(); }
  [[nodiscard]] explicit operator bool() const noexcept { return is_given(); }

  /// The value that was given. Throws `value_error` if none was.
  [[nodiscard]] const T& value() const {
    if (!value_) throw value_error(4110, "an absent patch was asked for its value; ask is_given() first");
    return *value_;
  }

  /// The same, unchecked.
  [[nodiscard]] const T& operator*() const noexcept { return *value_; }
  [[nodiscard]] T& operator*() noexcept { return *value_; }
  [[nodiscard]] const T* operator->() const noexcept { return &*value_; }

  [[nodiscard]] const T& value_or(const T& otherwise) const noexcept { return value_ ? *value_ : otherwise; }

  /// Absent again.
  void reset() noexcept { value_.reset(); }

  template <class... Argument>
  T& emplace(Argument&&... argument) {
    return value_.emplace(std::forward<Argument>(argument)...);
  }

  friend bool operator==(const patch&, const patch&) = default;

 private:
  std::optional<T> value_;
};

namespace dto {

template <class T>
inline constexpr bool is_patch = false;
template <class T>
inline constexpr bool is_patch<patch<T>> = true;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

}  // namespace dto
}  // namespace plinth
