// SPDX-License-Identifier: MIT
#pragma once

// The words in which a struct says what its JSON must keep to beyond its fields' types:
//
//   struct UserCreate : UserBase {
//     std::string password;
//     static constexpr auto schema =
//         plinth::schema<UserBase>(plinth::field<&UserCreate::password>(plinth::min_length(8), plinth::write_only));
//   };
//
// A flat struct that needs no rule needs no words. What a base's schema says holds in the derived one, too. The words
// are evaluated while the struct is still incomplete, so members stay template arguments of the entries' types and
// everything else is plain data.

#include <array>
#include <concepts>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

#include <plinth/reflect/fields.hpp>
#include <plinth/schema/pattern.hpp>
#include <plinth/schema/rules.hpp>

namespace plinth::dto {

// ---- options --------------------------------------------------------------------------------------------------------

/// One thing that is said of a field: a function that notes it among the rules.
template <class Note>
struct option {
  Note note;
  constexpr void operator()(rules& r) const { note(r); }
};
template <class Note>
option(Note) -> option<Note>;

constexpr auto flag(rule which) {
  return option{[which](rules& r) { r.set |= which; }};
}

template <class Value>
constexpr auto setting(rule which, Value rules::*member, Value value) {
  return option{[which, member, value](rules& r) {
    r.set |= which;
    r.*member = value;
  }};
}

template <class Number>
requires std::is_arithmetic_v<Number>
constexpr bound bound_of(Number n) {
  if constexpr (std::floating_point<Number>) {
    return {.real = static_cast<double>(n), .integer = 0, .integral = false};
  } else {
    if (!std::in_range<std::int64_t>(n)) throw "plinth[E1304]: a limit above 9223372036854775807 is none";
    return {.real = static_cast<double>(n), .integer = static_cast<std::int64_t>(n), .integral = true};
  }
}

/// The user's own functions, called in their order.
template <auto... Function>
struct checks {};

// ---- entries --------------------------------------------------------------------------------------------------------

/// What is said of one member.
template <auto Member, class Checks>
struct field_entry : rules {
  static constexpr bool is_field = true;
  using class_type = reflect::detail::class_of<Member>;
  using check_list = Checks;

  template <class T>
  static consteval std::size_t index() {
    return reflect::index_of<T, Member>();
  }
};

/// What is said of the schema as a whole.
template <class Checks>
struct schema_entry : rules {
  static constexpr bool is_field = false;
  using class_type = void;
  using check_list = Checks;
};

template <class... Checks>
struct joined_checks {
  using type = checks<>;
};
template <auto... Function>
struct joined_checks<checks<Function...>> {
  using type = checks<Function...>;
};
template <auto... Function, auto... More, class... Rest>
struct joined_checks<checks<Function...>, checks<More...>, Rest...>
    : joined_checks<checks<Function..., More...>, Rest...> {};

template <class Option>
struct checks_in {
  using type = checks<>;
};
template <auto... Function>
struct checks_in<checks<Function...>> {
  using type = checks<Function...>;
};

template <class... Options>
using checks_of = typename joined_checks<checks<>, typename checks_in<Options>::type...>::type;

template <class Note>
constexpr void note(rules& r, const option<Note>& o) {
  o(r);
}
template <auto... Function>
constexpr void note(rules&, const checks<Function...>&) {}
constexpr void note(rules& r, plinth::unknown_fields unknown) {
  r.set |= rule_unknown_fields;
  r.unknown = unknown;
}

template <auto Member, class Checks>
constexpr const auto& entry_of(const field_entry<Member, Checks>& entry) {
  return entry;
}
template <class Word>
constexpr auto entry_of(const Word& word) {
  schema_entry<checks_of<Word>> result;
  note(result, word);
  return result;
}

template <class Entry>
using entry_type = std::remove_cvref_t<decltype(entry_of(std::declval<const Entry&>()))>;

/// The members of a list of entries that none of the bases has: the struct's own.
template <class Bases, class Own, class... Entries>
struct own_members;

template <class... Bases, auto... Own>
struct own_members<reflect::type_list<Bases...>, checks<Own...>> {
  using listing = reflect::listing<reflect::type_list<Bases...>, Own...>;
};
template <class... Bases, class Own, class Checks, class... Rest>
struct own_members<reflect::type_list<Bases...>, Own, schema_entry<Checks>, Rest...>
    : own_members<reflect::type_list<Bases...>, Own, Rest...> {};
template <class... Bases, auto... Own, auto Member, class Checks, class... Rest>
struct own_members<reflect::type_list<Bases...>, checks<Own...>, field_entry<Member, Checks>, Rest...>
    : std::conditional_t<(std::is_base_of_v<reflect::detail::class_of<Member>, Bases> || ...),
                         own_members<reflect::type_list<Bases...>, checks<Own...>, Rest...>,
                         own_members<reflect::type_list<Bases...>, checks<Own..., Member>, Rest...>> {};

/// A struct's schema, as it said it.
template <class Bases, class... Entries>
struct definition {
  static constexpr bool names_bases = Bases::size > 0;
  using bases = Bases;
  using entry_types = reflect::type_list<Entries...>;

  /// The bases and own members, for a struct whose fields cannot be found without (reflect/fields.hpp).
  using listing = typename own_members<Bases, checks<>, Entries...>::listing;

  std::array<rules, sizeof...(Entries)> entries{};
};

}  // namespace plinth::dto

namespace plinth {

// ---- what a field can say -------------------------------------------------------------------------------------------
//
// A rule concerns the innermost values that it fits: `max_length` at a std::vector<std::string> its elements,
// `max_items` the vector itself. An absent or null value breaks none.

/// The fewest and most characters (code points) of a text.
constexpr auto min_length(std::uint32_t least) {
  return dto::setting(dto::rule_min_length, &dto::rules::min_length, least);
}
constexpr auto max_length(std::uint32_t most) {
  return dto::setting(dto::rule_max_length, &dto::rules::max_length, most);
}

/// What a text has to match; see schema/pattern.hpp for what patterns may hold. A pattern that is none is an error of
/// the compiler's.
constexpr auto pattern(std::string_view expression) {
  if (dto::pattern_program::fault_of(expression))
    throw "plinth[E1305]: this pattern is not in the subset of schema/pattern.hpp";
  return dto::setting(dto::rule_pattern, &dto::rules::pattern, expression);
}

/// An address as people have them: see `dto::is_email`.
inline constexpr auto email = dto::flag(dto::rule_email);

constexpr auto gt(auto limit) { return dto::setting(dto::rule_gt, &dto::rules::gt, dto::bound_of(limit)); }
constexpr auto ge(auto limit) { return dto::setting(dto::rule_ge, &dto::rules::ge, dto::bound_of(limit)); }
constexpr auto lt(auto limit) { return dto::setting(dto::rule_lt, &dto::rules::lt, dto::bound_of(limit)); }
constexpr auto le(auto limit) { return dto::setting(dto::rule_le, &dto::rules::le, dto::bound_of(limit)); }
constexpr auto multiple_of(auto divisor) {
  return dto::setting(dto::rule_multiple_of, &dto::rules::multiple_of, dto::bound_of(divisor));
}

/// An integer has to be written as one: 2.0 and 1e3 are refused. (Nothing else is ever converted.)
inline constexpr auto strict = dto::flag(dto::rule_strict);

/// The fewest and most elements of a list or a map.
constexpr auto min_items(std::uint32_t least) {
  return dto::setting(dto::rule_min_items, &dto::rules::min_items, least);
}
constexpr auto max_items(std::uint32_t most) { return dto::setting(dto::rule_max_items, &dto::rules::max_items, most); }

/// No two elements of a list may be equal.
inline constexpr auto unique_items = dto::flag(dto::rule_unique_items);

/// Written, never read: to give it is a fault.
inline constexpr auto read_only = dto::flag(dto::rule_read_only);

/// Read, never written, and never shown in a fault: passwords.
inline constexpr auto write_only = dto::flag(dto::rule_write_only);

// Whether a field must be given: a std::optional and a patch need not be, everything else must. An absent field keeps
// what its initialiser in the struct says. Whether it may be null is its type's matter alone: a std::optional may.

/// The field must be given, also a std::optional (which may then still be null).
inline constexpr auto required = dto::flag(dto::rule_required);

/// The field need not be given; absent, it keeps its initialiser.
inline constexpr auto defaulted = dto::flag(dto::rule_defaulted);

/// The field's name in JSON, both ways.
constexpr auto alias(std::string_view name) { return dto::setting(dto::rule_alias, &dto::rules::alias, name); }

/// A function of your own: `plinth::check<&is_even>()`. Given the value (or the struct, where the schema says it), it
/// returns a std::optional<std::string>, which is what is wrong, or empty. It is not called where another fault was
/// found before.
template <auto... Function>
requires(sizeof...(Function) > 0) constexpr auto check() { return dto::checks<Function...>{}; }

// What only JSON Schema shows.
constexpr auto title(std::string_view text) { return dto::setting(dto::rule_title, &dto::rules::title, text); }
constexpr auto description(std::string_view text) {
  return dto::setting(dto::rule_description, &dto::rules::description, text);
}
constexpr auto example(std::string_view text) { return dto::setting(dto::rule_example, &dto::rules::example, text); }
/// An example that is no text, as JSON.
constexpr auto example_json(std::string_view json) {
  return dto::setting(dto::rule_example_json, &dto::rules::example, json);
}

/// What is said of one field.
template <auto Member, class... Options>
constexpr auto field(const Options&... options) {
  dto::field_entry<Member, dto::checks_of<Options...>> result;
  (dto::note(result, options), ...);
  return result;
}

/// Says what a struct's JSON must keep to. A struct with bases names them, and each of its own fields by `field`.
/// Besides fields it takes `unknown_fields::ignore`, `check<&function>()`, `title` and `description`.
template <class... Base, class... Entries>
constexpr auto schema(const Entries&... entries) {
  return dto::definition<reflect::type_list<Base...>, dto::entry_type<Entries>...>{
      {static_cast<const dto::rules&>(dto::entry_of(entries))...}};
}

}  // namespace plinth
