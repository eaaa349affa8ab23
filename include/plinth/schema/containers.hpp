// SPDX-License-Identifier: MIT
#pragma once

// The JSON forms of values that hold others: std::optional, patch, lists, maps, and structs.

#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <plinth/reflect/fields.hpp>
#include <plinth/schema/object.hpp>
#include <plinth/schema/patch.hpp>
#include <plinth/schema/value_type.hpp>
#include <plinth/schema/values.hpp>

namespace boost::uuids {
struct uuid;
}

namespace plinth::dto {

/// Reads the elements of an array: `element` is called before each of them with its position, and reads it.
template <class Element>
void read_elements(reading& in, const ready_rules* r, Element element) {
  if (!in.in.begin_array()) return in.refuse("wrong_type", "an array");
  path_step step{.outer = in.at, .is_index = true};
  in.at = &step;
  for (; in.in.next_element(); ++step.index) element(step.index);
  in.at = step.outer;
  if (r) check_items(in, step.index, *r);
}

void note_repeated(reading& in, std::size_t index, std::size_t earlier);

/// Notes the elements that are equal to an earlier one. Compares each with each: for lists that are short by rule.
template <class List>
void check_unique(reading& in, const List& list) {
  for (std::size_t i = 1; i < list.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (list[i] == list[k]) {
        note_repeated(in, i, k);
        break;
      }
}

template <class T>
struct codec<std::optional<T>> {
  static void read(reading& in, void* field, const ready_rules* r) {
    auto& value = *static_cast<std::optional<T>*>(field);
    if (in.in.read_null())
      value.reset();
    else
      codec<T>::read(in, &value.emplace(), r);
  }
  static void write(json::writer& out, const void* field) {
    const auto& value = *static_cast<const std::optional<T>*>(field);
    if (value)
      codec<T>::write(out, &*value);
    else
      out.null();
  }
  static constexpr value_type type{.shape = shape::optional, .read = &read, .write = &write, .inner = &codec<T>::type};
};

template <class T>
struct codec<patch<T>> {
  static void read(reading& in, void* field, const ready_rules* r) {
    codec<T>::read(in, &static_cast<patch<T>*>(field)->emplace(), r);
  }
  static void write(json::writer& out, const void* field) {
    codec<T>::write(out, &**static_cast<const patch<T>*>(field));
  }
  static bool absent(const void* field) { return !static_cast<const patch<T>*>(field)->is_given(); }
  static constexpr value_type type{
      .shape = shape::patch, .read = &read, .write = &write, .absent = &absent, .inner = &codec<T>::type};
};

template <class T, class Allocator>
requires(!std::is_same_v<T, std::byte>)  // bytes are a text
    struct codec<std::vector<T, Allocator>> {
  using list = std::vector<T, Allocator>;

  static void read(reading& in, void* field, const ready_rules* r) {
    auto& value = *static_cast<list*>(field);
    value.clear();
    read_elements(in, r, [&](std::size_t) {
      if constexpr (std::is_same_v<T, bool>) {
        bool element = false;
        codec<bool>::read(in, &element, r);
        value.push_back(element);
      } else {
        codec<T>::read(in, &value.emplace_back(), r);
      }
    });
    if constexpr (std::equality_comparable<T>)
      if (r && r->has(rule_unique_items)) check_unique(in, value);
  }
  static void write(json::writer& out, const void* field) { write_list(out, *static_cast<const list*>(field)); }
  static constexpr value_type type{.shape = shape::list, .read = &read, .write = &write, .inner = &codec<T>::type};

  template <class Range>
  static void write_list(json::writer& out, const Range& range) {
    json::list_growth growth(out);
    out.begin_array();
    for (const T& element : range) {
      if constexpr (requires { range.size(); }) growth.before_element(range.size());
      out.element();
      codec<T>::write(out, &element);
    }
    out.end_array();
  }
};

template <class T, std::size_t Size>
struct codec<std::array<T, Size>> {
  static void read(reading& in, void* field, const ready_rules* r) {
    auto& value = *static_cast<std::array<T, Size>*>(field);
    std::size_t count = 0;
    const std::size_t before = in.fault_count();
    read_elements(in, r, [&](std::size_t i) {
      ++count;
      if (i < Size)
        codec<T>::read(in, &value[i], r);
      else
        in.in.skip_value();
    });
    if (count == Size || (count == 0 && in.fault_count() != before)) return;
    in.note(count < Size ? "too_few_items" : "too_many_items",
            "the list has " + counted(count, "element") + "; it has to have " + std::to_string(Size));
  }
  static void write(json::writer& out, const void* field) {
    codec<std::vector<T>>::write_list(out, *static_cast<const std::array<T, Size>*>(field));
  }
  static constexpr value_type type{
      .shape = shape::list, .read = &read, .write = &write, .inner = &codec<T>::type, .exact_items = Size};
};

template <class T>
inline constexpr bool is_list = false;
template <class T, class Allocator>
inline constexpr bool is_list<std::vector<T, Allocator>> = !std::is_same_v<T, std::byte>;
template <class T, std::size_t Size>
inline constexpr bool is_list<std::array<T, Size>> = true;

/// A map from texts: std::map, std::unordered_map and whatever has their form.
template <class T>
concept text_map = std::same_as<typename T::key_type, std::string> && requires(T& map, std::string key) {
  typename T::mapped_type;
  map.try_emplace(std::move(key));
  map.clear();
};

template <text_map T>
struct codec<T> {
  using mapped = typename T::mapped_type;

  static void read(reading& in, void* field, const ready_rules* r) {
    if (!in.in.begin_object()) return in.refuse("wrong_type", "an object");
    auto& map = *static_cast<T*>(field);
    map.clear();
    path_step step{.outer = in.at};
    in.at = &step;
    while (in.in.next_key()) {
      const auto [place, is_new] = map.try_emplace(std::string(in.in.key()));
      step.key = place->first;
      if (is_new) {
        codec<mapped>::read(in, &place->second, r);
      } else {
        in.note("duplicate_key", "this key is given more than once");
        in.in.skip_value();
      }
    }
    in.at = step.outer;
    if (r) check_items(in, map.size(), *r);
  }
  static void write(json::writer& out, const void* field) {
    out.begin_object();
    for (const auto& [key, value] : *static_cast<const T*>(field)) {
      out.key(key);
      codec<mapped>::write(out, &value);
    }
    out.end_object();
  }
  static constexpr value_type type{.shape = shape::map, .read = &read, .write = &write, .inner = &codec<mapped>::type};
};

/// A type that has a JSON form of its own and is no struct of fields.
template <class T>
concept has_own_form = json_by_text<T> || json_by_json<T> || json_by_another<T> || text_map<T>;

/// A struct that is an object in JSON: one whose fields plinth can see. A uuid is none, also where nobody has included
/// schema/uuid.hpp.
template <class T>
concept json_object = reflect::reflectable<T> && !has_own_form<T> && !std::is_same_v<T, boost::uuids::uuid>;

template <json_object T>
struct codec<T> {
  static void read(reading& in, void* field, const ready_rules*) { read_object(in, object_of<T>(), field); }
  static void write(json::writer& out, const void* field) { write_object(out, object_of<T>(), field); }
  static constexpr value_type type{.shape = shape::object, .read = &read, .write = &write, .object = &object_of<T>};
};

// ---- what has a form at all -----------------------------------------------------------------------------------------

template <class T>
inline constexpr bool has_codec = json_integer<T> || json_enumeration<T> || has_own_form<T> || json_object<T>;
template <>
inline constexpr bool has_codec<bool> = true;
template <>
inline constexpr bool has_codec<float> = true;
template <>
inline constexpr bool has_codec<double> = true;
template <>
inline constexpr bool has_codec<std::string> = true;
template <class T>
inline constexpr bool has_codec<std::optional<T>> = has_codec<T>;
template <class T>
inline constexpr bool has_codec<patch<T>> = has_codec<T>;
template <class T, class Allocator>
requires(!std::is_same_v<T, std::byte>) inline constexpr bool has_codec<std::vector<T, Allocator>> = has_codec<T>;
template <class T, std::size_t Size>
inline constexpr bool has_codec<std::array<T, Size>> = has_codec<T>;

/// The rules that fit a field of type T, or the values in it.
template <class T>
inline constexpr std::uint32_t fitting_rules = 0;
template <json_integer T>
inline constexpr std::uint32_t fitting_rules<T> = number_rules;
template <std::floating_point T>
inline constexpr std::uint32_t fitting_rules<T> = number_rules & ~std::uint32_t{rule_strict};
template <>
inline constexpr std::uint32_t fitting_rules<std::string> = text_rules;
template <json_by_another T>
inline constexpr std::uint32_t fitting_rules<T> = fitting_rules<typename json_type<T>::stored>;
template <class T>
inline constexpr std::uint32_t fitting_rules<std::optional<T>> = fitting_rules<T>;
template <class T>
inline constexpr std::uint32_t fitting_rules<patch<T>> = fitting_rules<T>;
template <class T, class Allocator>
inline constexpr std::uint32_t fitting_rules<std::vector<T, Allocator>> = item_rules | (fitting_rules<T> & ~item_rules);
template <class T, std::size_t Size>
inline constexpr std::uint32_t fitting_rules<std::array<T, Size>> = fitting_rules<T> & ~item_rules;
template <text_map T>
inline constexpr std::uint32_t fitting_rules<T> = rule_min_items | rule_max_items |
                                                  (fitting_rules<typename T::mapped_type> & ~item_rules);

}  // namespace plinth::dto

#ifndef PLINTH_PRECOMPILED
#include <plinth/schema/impl/containers.hpp>
#endif
