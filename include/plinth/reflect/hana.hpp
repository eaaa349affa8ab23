// SPDX-License-Identifier: MIT
#pragma once

// Boost.Hana's lists as a source of fields: structs of BOOST_HANA_DEFINE_STRUCT and BOOST_HANA_ADAPT_STRUCT are
// understood as they are, also with bases and constructors, and with private members.

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

#include <boost/hana/accessors.hpp>
#include <boost/hana/first.hpp>
#include <boost/hana/second.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/unpack.hpp>

#include <plinth/reflect/fields.hpp>

namespace plinth::reflect {

namespace detail {

/// Whether Hana knows the fields of T by itself, and not from plinth (schema/hana.hpp).
template <class T>
concept hana_lists = std::is_class_v<T> && !has_listing<T> && boost::hana::Struct<T>::value && !requires {
  typename boost::hana::accessors_impl<T>::from_plinth;
};

}  // namespace detail

template <class T>
requires(detail::hana_lists<T>) inline constexpr bool listed_elsewhere<T> = true;

template <class T>
requires(detail::hana_lists<T>) struct source<T, void> {
  static constexpr std::size_t count = decltype(boost::hana::unpack(boost::hana::accessors<T>(), [](auto... entry) {
    return std::integral_constant<std::size_t, sizeof...(entry)>{};
  }))::value;
  static_assert(count <= max_fields, "plinth[E1003]: this struct has more than 64 fields; split it");

  template <class Object, class Function>
  static constexpr decltype(auto) apply(Object& object, Function&& f) {
    return boost::hana::unpack(boost::hana::accessors<T>(), [&](const auto&... entry) -> decltype(auto) {
      return f(boost::hana::second(entry)(object)...);
    });
  }

  static consteval auto names() {
    return boost::hana::unpack(boost::hana::accessors<T>(), [](const auto&... entry) {
      return std::array<std::string_view, count>{
          std::string_view(std::remove_cvref_t<decltype(boost::hana::first(entry))>::c_str())...};
    });
  }
};

}  // namespace plinth::reflect
