// SPDX-License-Identifier: MIT
#pragma once

// Functions of a model that a session calls as it writes and reads the model's objects, found by their names:
//
//   struct User {
//     …
//     static void before_insert(User& user) { user.email = lower(user.email); }
//     static void after_remove(User& user, plinth::session& session);
//   };
//
// When each is called, and what it may do, is said in session/hooks.hpp.

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <plinth/fwd.hpp>

namespace plinth {

/// The moments in the life of an object at which functions are called.
enum class hook : std::uint8_t {
  before_insert,
  after_insert,
  before_update,
  after_update,
  before_remove,
  after_remove,
  after_load,
};

}  // namespace plinth

namespace plinth::model {

inline constexpr std::size_t hook_count = 7;

using hook_function = void (*)(void* object, session& s);

/// One function for each moment; null where the model has none.
struct model_hooks {
  std::array<hook_function, hook_count> calls{};

  [[nodiscard]] constexpr hook_function call(hook when) const noexcept { return calls[static_cast<std::size_t>(when)]; }
};

namespace detail {

// Each calls the function of its name that the struct has, if it has one that takes these arguments.

struct calls_before_insert {
  template <class T, class... S>
  auto operator()(T& object, S&... s) const -> decltype(T::before_insert(object, s...)) {
    return T::before_insert(object, s...);
  }
  template <class T>
  static auto address() -> decltype(&T::before_insert);
};

struct calls_after_insert {
  template <class T, class... S>
  auto operator()(T& object, S&... s) const -> decltype(T::after_insert(object, s...)) {
    return T::after_insert(object, s...);
  }
  template <class T>
  static auto address() -> decltype(&T::after_insert);
};

struct calls_before_update {
  template <class T, class... S>
  auto operator()(T& object, S&... s) const -> decltype(T::before_update(object, s...)) {
    return T::before_update(object, s...);
  }
  template <class T>
  static auto address() -> decltype(&T::before_update);
};

struct calls_after_update {
  template <class T, class... S>
  auto operator()(T& object, S&... s) const -> decltype(T::after_update(object, s...)) {
    return T::after_update(object, s...);
  }
  template <class T>
  static auto address() -> decltype(&T::after_update);
};

struct calls_before_remove {
  template <class T, class... S>
  auto operator()(T& object, S&... s) const -> decltype(T::before_remove(object, s...)) {
    return T::before_remove(object, s...);
  }
  template <class T>
  static auto address() -> decltype(&T::before_remove);
};

struct calls_after_remove {
  template <class T, class... S>
  auto operator()(T& object, S&... s) const -> decltype(T::after_remove(object, s...)) {
    return T::after_remove(object, s...);
  }
  template <class T>
  static auto address() -> decltype(&T::after_remove);
};

struct calls_after_load {
  template <class T, class... S>
  auto operator()(T& object, S&... s) const -> decltype(T::after_load(object, s...)) {
    return T::after_load(object, s...);
  }
  template <class T>
  static auto address() -> decltype(&T::after_load);
};

/// Whether T has one function of this name, of whatever arguments.
template <class T, class Call>
consteval bool has_function() {
  if constexpr (requires { Call::template address<T>(); }) {
    using pointer = decltype(Call::template address<T>());
    return std::is_function_v<std::remove_pointer_t<pointer>> || std::is_member_function_pointer_v<pointer>;
  }
  return false;
}

}  // namespace detail

/// A struct's function has the name of a hook, and is none.
template <class T, class Call>
struct function_that_is_no_hook {
  static constexpr bool called = std::is_invocable_v<Call, T&, session&> || std::is_invocable_v<Call, T&>;
  static constexpr bool sound = called || !detail::has_function<T, Call>();
  static_assert(sound,
                "plinth[E1080]: this model (T) has a function with the name of a hook (Call) that cannot be called as "
                "one; make it `static void name(Model&)` or `static void name(Model&, plinth::session&)`");
};

template <class T, class Call>
constexpr hook_function hook_of() {
  if constexpr (std::is_invocable_v<Call, T&, session&>)
    return [](void* object, session& s) { Call{}(*static_cast<T*>(object), s); };
  else if constexpr (std::is_invocable_v<Call, T&>)
    return [](void* object, session&) { Call{}(*static_cast<T*>(object)); };
  else
    return nullptr;
}

template <class T, class... Call>
struct hooks_among {
  static constexpr bool any =
      (function_that_is_no_hook<T, Call>::sound && ...) && ((hook_of<T, Call>() != nullptr) || ...);
  static constexpr model_hooks value{{hook_of<T, Call>()...}};
};

/// The functions of T that are hooks, in the order of `hook`. To ask is to have the compiler say which cannot be.
template <class T>
using hooks_of = hooks_among<T, detail::calls_before_insert, detail::calls_after_insert, detail::calls_before_update,
                             detail::calls_after_update, detail::calls_before_remove, detail::calls_after_remove,
                             detail::calls_after_load>;

}  // namespace plinth::model
