// SPDX-License-Identifier: MIT
#pragma once

// Which relationships are loaded along with objects, how, and which of their targets:
//
//   .options(selectin<&User::items, &Item::tags>, selectin<&User::team>)
//   .options(selectin<&User::items>.filter(col<&Item::is_open>).order_by(col<&Item::title>))
//
// What the words say becomes plain data (`load_path`), from which session/load_along.hpp works.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <plinth/model/info.hpp>
#include <plinth/sql/joining.hpp>

namespace plinth {

namespace detail {

/// A relationship, and those of its targets behind it. The words of the path are about the last of them.
struct load_path {
  struct step {
    const model::model_info& (*owner)();
    std::int16_t relation;

    [[nodiscard]] const model::relationship_info& info() const {
      return owner().relationships[static_cast<std::size_t>(relation)];
    }
  };

  std::span<const step> steps{};
  std::uint32_t levels = 1;                            ///< how often the last step is taken
  std::shared_ptr<const sql::select_parts> targets{};  ///< conditions and order of the targets, where there are any
  std::vector<load_path> then{};                       ///< from the last step's targets on
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

/// The member at the end of a path.
template <auto First, auto... Rest>
struct last_member : last_member<Rest...> {};
template <auto Last>
struct last_member<Last> {
  static constexpr auto value = Last;
};

template <auto Member>
struct relation_of_member {
  using type = reflect::detail::member_of<Member>;
  static constexpr bool to_many = false;
};
template <auto Member>
requires sql::is_relation<Member>
struct relation_of_member<Member> {
  using type = typename reflect::detail::member_of<Member>::target_type;
  static constexpr bool to_many = reflect::detail::member_of<Member>::to_many;
};

/// Conditions and order of targets, as those of a query of them; what does not fit is refused in the same words.
template <class Target>
class target_query : public sql::selecting<target_query<Target>, sql::sources<Target>> {
 public:
  explicit target_query(const std::shared_ptr<const sql::select_parts>& before)
      : target_query::selecting(
            before ? *before
                   : sql::select_parts(sql::detail::all_columns_shape<Target>, sql::detail::table_shape<Target>)) {}
};

template <auto... Members>
class worded_path;

/// The words that a path can be followed by. Each gives a path with one more of them. `Path` is the path itself.
template <class Path, auto... Members>
class path_words {
  using relation = relation_of_member<last_member<Members...>::value>;
  using target = typename relation::type;
  using worded = worded_path<Members...>;

 public:
  using is_load_path = void;

  /// Whether the path begins at this model and each relationship leads to the model of the next.
  template <class Model>
  static constexpr bool begins_at = is_path<Model, Members...>();

  /// Only targets for which all the conditions hold, also where others are loaded already. The relationship then shows
  /// a part of itself: it says `is_filtered()`, and is read-only (E3152) until the whole is loaded.
  template <class... Condition>
  [[nodiscard]] worded filter(const Condition&... conditions) const {
    constexpr bool may_filter = relation::to_many;
    static_assert(may_filter,
                  "plinth[E1214]: filter is for selectin<...> of a relationship to many (Members); one to one would "
                  "say that there is nobody");
    worded result = with_words();
    if constexpr (may_filter) result.set(target_query<target>(result.path_.targets).filter(conditions...));
    return result;
  }

  /// The targets in this order in place of the relationship's own, also where they are loaded already.
  template <class... Term>
  [[nodiscard]] worded order_by(const Term&... terms) const {
    constexpr bool may_order = relation::to_many;
    static_assert(may_order, "plinth[E1214]: order_by is for selectin<...> of a relationship to many (Members)");
    worded result = with_words();
    if constexpr (may_order) result.set(target_query<target>(result.path_.targets).order_by(terms...));
    return result;
  }

  /// Goes along the last relationship, which leads to its own model, that often, with one SELECT for 500 owners of each
  /// level: `selectin<&Node::children>.depth(3)`.
  [[nodiscard]] worded depth(std::uint32_t levels) const {
    constexpr bool may_repeat = std::is_base_of_v<model::model_of<last_member<Members...>::value>, target>;
    static_assert(may_repeat,
                  "plinth[E1215]: depth and every_level are for selectin<...> of a relationship (Members) that leads "
                  "to its own model");
    worded result = with_words();
    result.path_.levels = levels;
    return result;
  }

  /// The same until there are no more targets. A circle ends where it closes.
  [[nodiscard]] worded every_level() const { return depth(~std::uint32_t{0}); }

  /// Loads more from the last relationship's targets on: of a filtered one, from those that were let through.
  template <class... Further>
  [[nodiscard]] worded then(const Further&... paths) const {
    constexpr bool lead_on = (Further::template begins_at<target> && ...);
    static_assert(lead_on,
                  "plinth[E1213]: then() names relationships (Further): the first of the model that the path before "
                  "leads to, each further one of the model that the one before leads to");
    worded result = with_words();
    if constexpr (lead_on) (result.path_.then.push_back(paths.template from<target>()), ...);
    return result;
  }

 private:
  [[nodiscard]] worded with_words() const {
    if constexpr (std::is_same_v<Path, worded>)
      return static_cast<const Path&>(*this);
    else
      return worded();
  }
};

/// A path with words.
template <auto... Members>
class worded_path : public path_words<worded_path<Members...>, Members...> {
 public:
  template <class Model>
  [[nodiscard]] load_path from() const {
    load_path result = path_;
    result.steps = steps_of<Model, Members...>;
    return result;
  }

 private:
  template <class, auto...>
  friend class path_words;

  template <class Target>
  void set(const target_query<Target>& query) {
    path_.targets = std::make_shared<const sql::select_parts>(query.parts());
  }

  load_path path_{};
};

template <class T>
concept loads_along = requires {
  typename T::is_load_path;
};

}  // namespace detail

/// Loads a relationship with the objects, and relationships of its targets behind it: one SELECT for each 500 owners of
/// each level. What is loaded already stays as it is.
template <auto... Members>
class selectin_path : public detail::path_words<selectin_path<Members...>, Members...> {
 public:
  template <class Model>
  [[nodiscard]] static detail::load_path from() {
    return {.steps = detail::steps_of<Model, Members...>};
  }
};

template <auto... Members>
inline constexpr selectin_path<Members...> selectin{};

}  // namespace plinth
