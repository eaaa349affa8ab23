// SPDX-License-Identifier: MIT
#pragma once

// An object of every type that exists for the compiler only: fields are told apart by their addresses in it.

#include <type_traits>

namespace plinth::reflect::detail {

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#pragma clang diagnostic ignored "-Wundefined-internal"
#endif

template <class T>
struct whole {
  const T value;
};

/// Never defined, never read: only addresses inside it are compared, by the compiler.
template <class T>
extern const whole<T> object;

template <class T>
consteval const T& object_of() {
  return object<T>.value;
}

template <class Member>
struct member_pointer;

template <class Class, class Member>
struct member_pointer<Member Class::*> {
  using class_type = Class;
  using member_type = Member;
};

template <auto Pointer>
using class_of = typename member_pointer<std::remove_cv_t<decltype(Pointer)>>::class_type;

template <auto Pointer>
using member_of = typename member_pointer<std::remove_cv_t<decltype(Pointer)>>::member_type;

/// The member's identity: the same for a member however it was reached.
template <auto Pointer>
consteval const void* key_of() {
  return &(object_of<class_of<Pointer>>().*Pointer);
}

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

}  // namespace plinth::reflect::detail
