// SPDX-License-Identifier: MIT
#pragma once

// Between schemas and models, field by field and by name; the compiler checks that every field of the schema has its
// counterpart. What is left at run time is one copy for each field.
//
//   User fresh = plinth::to_model<User>(in, plinth::except<&UserCreate::password>);
//   plinth::apply(user, change);                       // only what was given
//   UserRead out = plinth::from_model<UserRead>(user);

#include <array>
#include <cstddef>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <plinth/model/relationship.hpp>
#include <plinth/model/tables.hpp>
#include <plinth/reflect/fields.hpp>
#include <plinth/schema/label.hpp>
#include <plinth/schema/patch.hpp>

namespace plinth {

namespace dto {

template <auto... Members>
struct exceptions {
  /// Whether the field is among them.
  template <class Dto>
  static consteval bool contain([[maybe_unused]] std::size_t field) {
    return ((reflect::index_of<Dto, Members>() == field) || ...);
  }
  template <class Dto>
  static consteval bool belong_to() {
    return ((reflect::index_of<Dto, Members>() < reflect::field_count<Dto>)&&...);
  }
};

}  // namespace dto

/// Fields of a schema that a mapping leaves alone.
template <auto... Members>
inline constexpr dto::exceptions<Members...> except{};

template <class Model, class Dto, class Exceptions = dto::exceptions<>>
[[nodiscard]] Model to_model(Dto&& dto, Exceptions exceptions = {});

template <class Dto, class Model, class Exceptions = dto::exceptions<>>
[[nodiscard]] Dto from_model(const Model& model, Exceptions exceptions = {});

namespace dto {

/// For each field of Dto its counterpart in Model: the field of that name, or Model's field count where it has none.
template <class Dto, class Model>
inline constexpr auto counterparts = [] {
  std::array<std::size_t, reflect::field_count<Dto>> result{};
  for (std::size_t i = 0; i < result.size(); ++i) {
    std::size_t at = 0;
    while (at < reflect::field_count<Model> && reflect::field_names<Model>[at] != reflect::field_names<Dto>[i]) ++at;
    result[i] = at;
  }
  return result;
}();

// ---- what fits ------------------------------------------------------------------------------------------------------

enum class direction { to_model, over_model, to_dto, to_row };

constexpr bool writes_dto(direction way) { return way == direction::to_dto || way == direction::to_row; }

template <class To, class From>
inline constexpr bool widens = std::is_same_v<To, From> || std::is_same_v<To, std::optional<From>>;

/// Whether a relationship of the model (first) takes or gives nested schemas (second).
template <class Relation, class Nested>
inline constexpr bool relates = false;
template <class Target, class Element>
inline constexpr bool relates<relationship<std::vector<Target>>, std::vector<Element>> = std::is_class_v<Element>;
template <class Target, class Element>
requires(!model::relation_to_many<relationship<Target>>) inline constexpr bool relates<
    relationship<Target>, std::optional<Element>> = std::is_class_v<Element>;
template <class Target, class Element>
requires(!model::relation_to_many<relationship<Target>> && std::is_class_v<Element> &&
         !is_optional<Element>) inline constexpr bool relates<relationship<Target>, Element> = true;

template <direction Way, class Field, class Counterpart>
inline constexpr bool fits = (writes_dto(Way) ? widens<Field, Counterpart> : widens<Counterpart, Field>) ||
                             (Way != direction::over_model && relates<Counterpart, Field>);
template <direction Way, class Value, class Counterpart>
requires(Way !=
         direction::to_row) inline constexpr bool fits<Way, patch<Value>, Counterpart> = fits<Way, Value, Counterpart>;

/// The state of one field of a mapping.
enum class match { fits, none, other_type, only_null_differs };

/// What the compiler says of a field that does not fit; its arguments show the names.
template <class Dto, class Model, auto Name, class Field, class Counterpart, match Match>
struct mapped_field {
  static constexpr bool found = Match != match::none;
  static constexpr bool same_type = Match != match::other_type;
  static constexpr bool same_null = Match != match::only_null_differs;
  static_assert(found,
                "plinth[E1310]: a field (Name) of this schema (Dto) has no counterpart of its name in the model "
                "(Model); add one, or leave it out with plinth::except<&Dto::field>");
  static_assert(
      same_type,
      "plinth[E1311]: a field (Name) of this schema (Dto) and its counterpart in the model (Model) have other "
      "types (Field, Counterpart); give them the same, or leave it out with plinth::except<&Dto::field>");
  static_assert(
      same_null,
      "plinth[E1312]: what is read may be empty and what is written may not (Name of Dto and Model; Field is the "
      "schema's, Counterpart the model's); make both std::optional, or leave it out with plinth::except");
};

template <class Dto, class Exceptions>
struct exception_of_another_struct {
  static constexpr bool known = Exceptions::template belong_to<Dto>();
  static_assert(known,
                "plinth[E1313]: plinth::except names a member (Exceptions) that is no field of this schema (Dto)");
};

template <direction Way, class Field, class Counterpart>
inline constexpr bool lacks_null_only = writes_dto(Way) ? std::is_same_v<Counterpart, std::optional<Field>>
                                                        : std::is_same_v<Field, std::optional<Counterpart>>;
template <direction Way, class Value, class Counterpart>
inline constexpr bool lacks_null_only<Way, patch<Value>, Counterpart> = lacks_null_only<Way, Value, Counterpart>;

template <direction Way, class Field, class Counterpart>
inline constexpr match match_of = std::is_void_v<Counterpart>                ? match::none
                                  : fits<Way, Field, Counterpart>            ? match::fits
                                  : lacks_null_only<Way, Field, Counterpart> ? match::only_null_differs
                                                                             : match::other_type;

template <direction Way, class Dto, class Model, std::size_t I>
consteval match match_at() {
  constexpr std::size_t at = counterparts<Dto, Model>[I];
  if constexpr (Way == direction::to_row && at < reflect::field_count<Model>)
    if (model::entry_of_field<Model>(at).unmapped) return match::none;
  return match_of<Way, field_type_at<Dto, I>, field_type_at<Model, at>>;
}

/// How each field of the schema fits, and `fits` for those that are excepted.
template <direction Way, class Dto, class Model, class Exceptions>
inline constexpr auto matches = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<match, sizeof...(I)>{Exceptions::template contain<Dto>(I) ? match::fits
                                                                              : match_at<Way, Dto, Model, I>()...};
}
(std::make_index_sequence<reflect::field_count<Dto>>());

/// The first field that does not fit, or the number of fields.
template <direction Way, class Dto, class Model, class Exceptions>
consteval std::size_t first_mismatch() {
  std::size_t i = 0;
  for (const match m : matches<Way, Dto, Model, Exceptions>) {
    if (m != match::fits) return i;
    ++i;
  }
  return i;
}

enum class verdict { sound, unknown_dto, unknown_model, unknown_exception, mismatch };

template <direction Way, class Dto, class Model, class Exceptions>
consteval verdict judge_mapping() {
  if constexpr (!reflect::fields_are_known<Dto>)
    return verdict::unknown_dto;
  else if constexpr (!reflect::fields_are_known<Model>)
    return verdict::unknown_model;
  else if constexpr (!Exceptions::template belong_to<Dto>())
    return verdict::unknown_exception;
  else
    return first_mismatch<Way, Dto, Model, Exceptions>() == reflect::field_count<Dto> ? verdict::sound
                                                                                      : verdict::mismatch;
}

template <direction Way, class Dto, class Model, class Exceptions>
inline constexpr verdict verdict_of = judge_mapping<Way, Dto, Model, Exceptions>();

template <direction Way, class Dto, class Model, class Exceptions>
inline constexpr bool mapping_is_sound = verdict_of<Way, Dto, Model, Exceptions> == verdict::sound;

/// The class whose assertions say what does not fit; without any where all does.
template <verdict Verdict, direction Way, class Dto, class Model, class Exceptions>
struct mapping_check {
  using type = mapping_check;
};
template <direction Way, class Dto, class Model, class Exceptions>
struct mapping_check<verdict::unknown_dto, Way, Dto, Model, Exceptions> {
  using type = reflect::check_of_fields<Dto>;
};
template <direction Way, class Dto, class Model, class Exceptions>
struct mapping_check<verdict::unknown_model, Way, Dto, Model, Exceptions> {
  using type = reflect::check_of_fields<Model>;
};
template <direction Way, class Dto, class Model, class Exceptions>
struct mapping_check<verdict::unknown_exception, Way, Dto, Model, Exceptions> {
  using type = exception_of_another_struct<Dto, Exceptions>;
};
template <direction Way, class Dto, class Model, class Exceptions>
struct mapping_check<verdict::mismatch, Way, Dto, Model, Exceptions> {
  static constexpr std::size_t at = first_mismatch<Way, Dto, Model, Exceptions>();
  using field = field_type_at<Dto, at>;
  using counterpart = field_type_at<Model, counterparts<Dto, Model>[at]>;
  using type = mapped_field<Dto, Model, label_of<Dto, at>, field, counterpart, match_at<Way, Dto, Model, at>()>;
};

template <direction Way, class Dto, class Model, class Exceptions>
using check_of_mapping =
    typename mapping_check<verdict_of<Way, Dto, Model, Exceptions>, Way, Dto, Model, Exceptions>::type;

// ---- copies ---------------------------------------------------------------------------------------------------------

/// What an optional or patch holds, to be moved from where that may be.
template <class From>
decltype(auto) inside(std::remove_reference_t<From>& from) {
  if constexpr (std::is_lvalue_reference_v<From>)
    return *from;
  else
    return std::move(*from);
}

/// Copies or moves a schema's field to the model's.
template <class From, class To>
void give(From&& from, To& to) {
  using field = std::remove_cvref_t<From>;
  if constexpr (is_patch<field>) {
    if (from) give(inside<From>(from), to);
  } else if constexpr (widens<To, field>) {
    to = std::forward<From>(from);
  } else if constexpr (is_optional<field>) {
    if (from) give(inside<From>(from), to);
  } else if constexpr (model::relation_to_many<To>) {
    for (auto& element : from) to.push_back(to_model<typename To::target_type>(element));
  } else {
    to = to_model<typename To::target_type>(from);
  }
}

/// Copies a model's field to the schema's. A relationship that nobody loaded throws `not_loaded`.
template <class From, class To>
void take(const From& from, To& to) {
  if constexpr (is_patch<To>) {
    take(from, to.emplace());
  } else if constexpr (widens<To, From>) {
    to = from;
  } else if constexpr (model::relation_to_many<From>) {
    to.clear();
    to.reserve(from.size());
    for (const auto& target : from) to.push_back(from_model<typename To::value_type>(target));
  } else if constexpr (is_optional<To>) {
    if (from)
      to = from_model<typename To::value_type>(*from);
    else
      to.reset();
  } else {
    to = from_model<To>(*from);
  }
}

/// Calls `f(dto's field, model's field)` for each field of the schema that is not excepted.
template <class Exceptions, class Dto, class Model, class Function>
void for_each_pair(Dto& dto, Model& model, Function f) {
  using schema = std::remove_const_t<Dto>;
  reflect::apply_fields(model, [&](auto&... model_field) {
    const auto models = std::tie(model_field...);
    reflect::apply_fields(dto, [&](auto&... dto_field) {
      const auto dtos = std::tie(dto_field...);
      [&]<std::size_t... I>(std::index_sequence<I...>) {
        const auto one = [&]<std::size_t K>(std::integral_constant<std::size_t, K>) {
          if constexpr (!Exceptions::template contain<schema>(K))
            f(std::get<K>(dtos), std::get<counterparts<schema, std::remove_const_t<Model>>[K]>(models));
        };
        (one(std::integral_constant<std::size_t, I>{}), ...);
      }
      (std::make_index_sequence<sizeof...(dto_field)>());
    });
  });
}

}  // namespace dto

/// A new model from a schema: its fields by name, lists of schemas into relationships. Members of the model that the
/// schema does not have, and those of absent patches, keep their initialisers. Moves from an rvalue.
template <class Model, class Dto, class Exceptions>
Model to_model(Dto&& dto, Exceptions) {
  using schema = std::remove_cvref_t<Dto>;
  Model model{};
  if constexpr (!dto::mapping_is_sound<dto::direction::to_model, schema, Model, Exceptions>)
    static_cast<void>(sizeof(dto::check_of_mapping<dto::direction::to_model, schema, Model, Exceptions>));
  else
    dto::for_each_pair<Exceptions>(dto, model, [](auto& from, auto& to) {
      if constexpr (std::is_lvalue_reference_v<Dto>)
        dto::give(from, to);
      else
        dto::give(std::move(from), to);
    });
  return model;
}

/// Writes a schema's values over those of a model. Absent patches leave the model's fields as they are; a null that was
/// given empties the std::optional.
template <class Model, class Dto, class Exceptions = dto::exceptions<>>
void apply(Model& model, const Dto& dto, Exceptions = {}) {
  if constexpr (!dto::mapping_is_sound<dto::direction::over_model, Dto, Model, Exceptions>)
    static_cast<void>(sizeof(dto::check_of_mapping<dto::direction::over_model, Dto, Model, Exceptions>));
  else
    dto::for_each_pair<Exceptions>(dto, model, [](const auto& from, auto& to) { dto::give(from, to); });
}

/// A schema from a model: its fields by name, relationships as nested schemas. It never loads anything: a relationship
/// that the schema wants and nobody loaded throws `not_loaded` (E3101). What the schema does not have is not touched,
/// which also cuts cycles between models.
template <class Dto, class Model, class Exceptions>
Dto from_model(const Model& model, Exceptions) {
  Dto dto{};
  if constexpr (!dto::mapping_is_sound<dto::direction::to_dto, Dto, Model, Exceptions>)
    static_cast<void>(sizeof(dto::check_of_mapping<dto::direction::to_dto, Dto, Model, Exceptions>));
  else
    dto::for_each_pair<Exceptions>(dto, model, [](auto& to, const auto& from) { dto::take(from, to); });
  return dto;
}

/// The same from a handle, which is only read: the session does not look for changes because of it.
template <class Dto, class Model, class Exceptions = dto::exceptions<>>
[[nodiscard]] Dto from_model(const ref<Model>& model, Exceptions exceptions = {}) {
  return from_model<Dto>(*ref<const Model>(model), exceptions);
}

}  // namespace plinth
