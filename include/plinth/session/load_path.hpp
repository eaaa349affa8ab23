// SPDX-License-Identifier: MIT
#pragma once

// Which relationships a query loads along with its objects: `.options(plinth::selectin<&User::items, &Item::tags>)`.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include <plinth/model/info.hpp>
#include <plinth/sql/joining.hpp>

namespace plinth {

namespace detail {

/// A relationship, and those of its targets behind it.
struct load_path {
  struct step {
    const model::model_info& (*owner)();
    std::int16_t relation;
  };
  std::span<const step> steps;
};

/// Whether each member is a relationship of the model that the one before leads to.
template <class Model, auto First, auto... Rest>
consteval bool is_path() {
  if constexpr (!sql::is_relation<First>)
    return false;
  else if constexpr (!std::is_base_of_v<model::model_of<First>, Model>)
    return false;
  else if constexpr (sizeof...(Rest) > 0)
    return is_path<typename reflect::detail::member_of<First>::target_type, Rest...>();
  else
    return true;
}

template <class Model, auto First, auto... Rest>
consteval void fill_steps(load_path::step* at) {
  *at = {&model::info_of<Model>, sql::relation_index<Model, First>()};
  if constexpr (sizeof...(Rest) > 0)
    fill_steps<typename reflect::detail::member_of<First>::target_type, Rest...>(at + 1);
}

template <class Model, auto... Members>
consteval auto make_steps() {
  std::array<load_path::step, sizeof...(Members)> steps{};
  fill_steps<Model, Members...>(steps.data());
  return steps;
}

template <class Model, auto... Members>
inline constexpr auto steps_of = make_steps<Model, Members...>();

}  // namespace detail

/// Loads a relationship with the objects, and relationships of its targets behind it: one SELECT for each 500 owners of
/// each level. What is loaded already stays as it is.
template <auto... Members>
struct selectin_path {};

template <auto... Members>
inline constexpr selectin_path<Members...> selectin{};

}  // namespace plinth
