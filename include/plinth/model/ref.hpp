// SPDX-License-Identifier: MIT
#pragma once

// A handle to an object of a session's store.

#include <compare>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <plinth/core/error.hpp>
#include <plinth/model/node.hpp>

namespace plinth {

namespace model {

[[noreturn]] void refuse_null_handle();

}  // namespace model

/// A pointer-like handle to an object that a session owns. It keeps the store alive, so the object outlives the
/// session; copies are cheap. Reading through a handle to a mutable model makes the session compare the object at the
/// next flush; `ref<const User>` does not. Null handles exist (`get` of a row that is not there).
template <class T>
class ref {
 public:
  ref() = default;
  ref(std::nullptr_t) noexcept {}  // NOLINT: like a pointer
  explicit ref(model::node& n) noexcept : node_(&n), store_(n.store) {
    if (store_) store_->retain();
  }
  ref(const ref& other) noexcept : node_(other.node_), store_(other.store_) {
    if (store_) store_->retain();
  }
  ref(ref&& other) noexcept
      : node_(std::exchange(other.node_, nullptr)), store_(std::exchange(other.store_, nullptr)) {}
  template <class U>
  requires(std::is_same_v<T, const U>) ref(const ref<U>& other)
  noexcept : ref(other ? ref(*other.node()) : ref()) {}  // NOLINT: adding const
  ref& operator=(ref other) noexcept {
    std::swap(node_, other.node_);
    std::swap(store_, other.store_);
    return *this;
  }
  ~ref() {
    if (store_) store_->release();
  }

  [[nodiscard]] explicit operator bool() const noexcept { return node_ != nullptr; }
  /// Throws `session_error` (E3108) where the handle is null.
  [[nodiscard]] T& operator*() const { return *followed(); }
  [[nodiscard]] T* operator->() const { return followed(); }

  /// The object, or null. Throws what taking a snapshot may throw (no memory).
  [[nodiscard]] T* get() const {
    if (!node_) return nullptr;
    if constexpr (std::is_const_v<T>)
      return &node_->template as<std::remove_const_t<T>>();
    else
      return &node_->template mutable_object<T>();
  }

  /// For the layers above.
  [[nodiscard]] model::node* node() const noexcept { return node_; }

  /// Where the object stands between the program and the database.
  [[nodiscard]] model::object_state state() const noexcept {
    return node_ ? node_->state : model::object_state::transient;
  }

  /// Handles are equal when they reach the same object.
  friend bool operator==(const ref& a, const ref& b) noexcept { return a.node_ == b.node_; }

 private:
  [[nodiscard]] T* followed() const {
    if (!node_) [[unlikely]]
      model::refuse_null_handle();
    return get();
  }

  model::node* node_ = nullptr;
  model::node_store* store_ = nullptr;
};

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/model/impl/ref.hpp>
#endif
