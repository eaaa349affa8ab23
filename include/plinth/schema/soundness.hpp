// SPDX-License-Identifier: MIT
#pragma once

// Whether a type can be JSON as its schema says it. The compiler asks this once for each struct, before anything else,
// so that a mistake is one error that names the struct and the member.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <plinth/reflect/fields.hpp>
#include <plinth/schema/collected.hpp>
#include <plinth/schema/containers.hpp>
#include <plinth/schema/label.hpp>

namespace plinth::dto {

// ---- what the compiler says -----------------------------------------------------------------------------------------

template <class T>
struct type_without_json_form {
  static constexpr bool known = has_codec<T>;
  static_assert(known,
                "plinth[E1301]: this type (T) has no form in JSON; give it a struct of fields, or specialise "
                "plinth::json_type for it");
};

template <class Struct, auto Name, class Type>
struct field_without_json_form {
  static constexpr bool known = has_codec<Type>;
  static_assert(known,
                "plinth[E1302]: the type of a field (Struct, Name, Type) has no form in JSON; specialise "
                "plinth::json_type for it, or include plinth/schema/uuid.hpp or plinth/nlohmann.hpp for theirs");
};

template <class Model>
struct model_without_schema {
  static constexpr bool chosen = says_schema<Model>;
  static_assert(chosen,
                "plinth[E1303]: this struct is a model, and what of it goes out or comes in as JSON has to be "
                "chosen: give it a schema struct and plinth::from_model or plinth::to_model");
};

template <auto Member, class Type>
struct rule_of_another_type {
  static constexpr bool fits = std::is_void_v<Type>;
  static_assert(fits,
                "plinth[E1306]: a rule of this field (Member, Type) does not fit its type: lengths, pattern and email "
                "are for texts, limits for numbers, items for lists");
};

template <auto Member, class Type>
struct limit_of_another_type {
  static constexpr bool exact = std::is_void_v<Type>;
  static_assert(exact, "plinth[E1307]: a limit of this integer field (Member) is no integer, or it divides by nothing");
};

template <class Checks, class Value>
struct check_of_another_type {
  static constexpr bool callable = std::is_void_v<Value>;
  static_assert(callable,
                "plinth[E1308]: a function of these (Checks) cannot be called with a const Value&; it has to take "
                "that, or what its optional holds, and to return std::optional<std::string>");
};

template <class Struct, auto Member>
struct member_of_another_struct {
  static constexpr bool own = std::is_void_v<Struct>;
  static_assert(own,
                "plinth[E1309]: the schema of this struct (Struct) names a member (Member) that is none of its fields");
};

template <class Struct, auto Name>
struct key_of_two_fields {
  static constexpr bool unique = std::is_void_v<Struct>;
  static_assert(unique,
                "plinth[E1315]: two fields of this struct (Struct) have the same name in JSON (Name is one of them); "
                "give one of them another plinth::alias");
};

// ---- what it asks ---------------------------------------------------------------------------------------------------

/// Whether a function of the user's can be called with the value itself.
template <auto Function, class Value>
inline constexpr bool takes_value = std::is_invocable_r_v<std::optional<std::string>, decltype(Function), const Value&>;

/// The same for what is in it.
template <auto Function, class Value>
consteval bool takes_inside() {
  if constexpr (takes_value<Function, Value>)
    return true;
  else if constexpr (is_optional<Value> || is_patch<Value>)
    return takes_inside<Function, typename Value::value_type>();
  else
    return false;
}

enum class json_verdict : std::uint8_t {
  sound, no_form, no_fields, model, field_form, rule, limit, check, foreign, same_key
};

/// What is wrong first, and at which field or entry.
struct json_finding {
  json_verdict verdict = json_verdict::sound;
  std::size_t at = 0;
};

/// Whether all limits of an integer are integers, and no divisor is zero or less.
constexpr bool limits_are_sound(const rules& r, bool for_integer) {
  const bool whole = r.gt.integral && r.ge.integral && r.lt.integral && r.le.integral && r.multiple_of.integral;
  return (!r.has(rule_multiple_of) || r.multiple_of.real > 0) && (whole || !for_integer);
}

template <class T, auto Member, auto... Function>
consteval json_verdict judge(const rules& said, std::type_identity<field_entry<Member, checks<Function...>>>) {
  using type = reflect::detail::member_of<Member>;
  if constexpr (!std::is_base_of_v<reflect::detail::class_of<Member>, T>) return json_verdict::foreign;
  if ((said.set & value_rules & ~fitting_rules<type>) != 0) return json_verdict::rule;
  if (!limits_are_sound(said, (fitting_rules<type> & rule_strict) != 0)) return json_verdict::limit;
  return (takes_inside<Function, type>() && ...) ? json_verdict::sound : json_verdict::check;
}

template <class T, auto... Function>
consteval json_verdict judge(const rules&, std::type_identity<schema_entry<checks<Function...>>>) {
  return (takes_value<Function, T> && ...) ? json_verdict::sound : json_verdict::check;
}

template <class T, class... Entries, std::size_t... I>
consteval json_finding judge_entries(reflect::type_list<Entries...>, std::index_sequence<I...>) {
  json_finding found;
  [[maybe_unused]] const auto note = [&](std::size_t at, json_verdict v) {
    if (found.verdict == json_verdict::sound && v != json_verdict::sound) found = {v, at};
  };
  (note(I, judge<T>(schema_words<T>().entries[I], std::type_identity<Entries>{})), ...);
  return found;
}

template <class... Field>
consteval json_finding judge_fields(reflect::type_list<Field...>) {
  std::size_t at = 0;
  static_cast<void>(((has_codec<Field> && ++at > 0) && ...));
  return {at == sizeof...(Field) ? json_verdict::sound : json_verdict::field_form, at};
}

/// The first field that has the JSON name of an earlier one.
template <class T>
consteval json_finding judge_keys() {
  const auto key = [](std::size_t i) {
    const rules& said = words_about<T>.fields[i];
    return said.has(rule_alias) ? said.alias : reflect::field_names<T>[i];
  };
  for (std::size_t i = 1; i < reflect::field_count<T>; ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (key(i) == key(k)) return {json_verdict::same_key, i};
  return {};
}

template <class T>
consteval json_finding judge_schema() {
  using entries = typename schema_definition<T>::entry_types;
  constexpr json_finding found = judge_entries<T>(entries{}, std::make_index_sequence<entries::size>());
  if constexpr (found.verdict == json_verdict::sound)
    return judge_keys<T>();
  else
    return found;
}

template <class T>
consteval json_finding judge_struct() {
  if constexpr (reflect::detail::says_table<T> && !says_schema<T>) {
    return {json_verdict::model, 0};
  } else if constexpr (!reflect::fields_are_known<T>) {
    return {json_verdict::no_fields, 0};
  } else {
    constexpr json_finding found = judge_fields(reflect::field_types<T>{});
    if constexpr (found.verdict == json_verdict::sound && says_schema<T>)
      return judge_schema<T>();
    else
      return found;
  }
}

template <class T>
consteval json_finding judge_type() {
  if constexpr (!has_codec<T>)
    return {json_verdict::no_form, 0};
  else if constexpr (json_object<T>)
    return judge_struct<T>();
  else
    return {};
}

/// What is wrong with T as JSON. Of what is inside of it, the same is asked when it comes to that.
template <class T>
inline constexpr json_finding json_verdict_of = judge_type<T>();

template <class T>
inline constexpr bool json_is_sound = json_verdict_of<T>.verdict == json_verdict::sound;

// ---- from a finding to what is said ---------------------------------------------------------------------------------

template <class T, json_verdict Verdict, std::size_t At>
struct json_check {
  using type = json_check;  // sound: says nothing
};
template <class T, std::size_t At>
struct json_check<T, json_verdict::no_form, At> {
  using type = type_without_json_form<T>;
};
template <class T, std::size_t At>
struct json_check<T, json_verdict::no_fields, At> {
  using type = reflect::check_of_fields<T>;
};
template <class T, std::size_t At>
struct json_check<T, json_verdict::model, At> {
  using type = model_without_schema<T>;
};
template <class T, std::size_t At>
struct json_check<T, json_verdict::field_form, At> {
  using type = field_without_json_form<T, label_of<T, At>, field_type_at<T, At>>;
};

template <class T, std::size_t At>
struct json_check<T, json_verdict::same_key, At> {
  using type = key_of_two_fields<T, label_of<T, At>>;
};

template <class T, class Entry, json_verdict Verdict>
struct entry_check;
template <class T, auto Member, class Checks>
struct entry_check<T, field_entry<Member, Checks>, json_verdict::rule> {
  using type = rule_of_another_type<Member, reflect::detail::member_of<Member>>;
};
template <class T, auto Member, class Checks>
struct entry_check<T, field_entry<Member, Checks>, json_verdict::limit> {
  using type = limit_of_another_type<Member, reflect::detail::member_of<Member>>;
};
template <class T, auto Member, class Checks>
struct entry_check<T, field_entry<Member, Checks>, json_verdict::check> {
  using type = check_of_another_type<Checks, reflect::detail::member_of<Member>>;
};
template <class T, auto Member, class Checks>
struct entry_check<T, field_entry<Member, Checks>, json_verdict::foreign> {
  using type = member_of_another_struct<T, Member>;
};
template <class T, class Checks>
struct entry_check<T, schema_entry<Checks>, json_verdict::check> {
  using type = check_of_another_type<Checks, T>;
};

template <class T, json_verdict Verdict, std::size_t At>
requires(Verdict >= json_verdict::rule && Verdict <= json_verdict::foreign) struct json_check<T, Verdict, At>
    : entry_check<T, nth<At, typename schema_definition<T>::entry_types>, Verdict> {
};

/// What lists, maps and optionals are made of.
template <class T>
struct innermost {
  using type = T;
};
template <class T>
requires(is_optional<T> || is_patch<T> || is_list<T>) struct innermost<T> : innermost<typename T::value_type> {
};
template <text_map T>
struct innermost<T> : innermost<typename T::mapped_type> {};

template <class T>
using check_of_struct = typename json_check<T, json_verdict_of<T>.verdict, json_verdict_of<T>.at>::type;

/// The class whose assertions say what is wrong; without any where nothing is.
template <class T>
using check_of_json = check_of_struct<typename innermost<T>::type>;

}  // namespace plinth::dto
