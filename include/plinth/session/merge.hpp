// SPDX-License-Identifier: MIT
#pragma once

// Takes a struct that was made or kept outside of the session for the new values of its row:
//
//   User from_request{.id = 7, .email = "ada@example.org"};
//   plinth::ref<User> user = session.merge(from_request, plinth::merge_policy::overwrite);

#include <cstdint>
#include <utility>

#include <plinth/model/info.hpp>
#include <plinth/model/ref.hpp>
#include <plinth/session/session.hpp>

namespace plinth {

/// What becomes of a struct whose row the session has an object of already.
enum class merge_policy : std::uint8_t {
  keep_tracked,  ///< the session's object stays as it is, and the struct's values are dropped
  overwrite,     ///< the session's object gets the struct's values, also over changes that were not written yet
  error,         ///< `session_error` (E3008)
};

namespace detail {

/// `object` is moved from where it becomes a new one.
[[nodiscard]] model::node& merge_object(session_core& s, const model::model_info& m, void* object, merge_policy policy);

}  // namespace detail

template <entity T>
ref<T> session::merge(T object, merge_policy policy) {
  return ref<T>(detail::merge_object(*this, model::info_of<T>(), &object, policy));
}

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/merge.hpp>
#endif
