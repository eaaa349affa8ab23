// SPDX-License-Identifier: MIT
#pragma once

// From a struct and its words to the one description that readers and writers work from.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <plinth/reflect/fields.hpp>
#include <plinth/reflect/type_name.hpp>
#include <plinth/schema/containers.hpp>
#include <plinth/schema/label.hpp>
#include <plinth/schema/value_type.hpp>
#include <plinth/schema/words.hpp>

namespace plinth::dto {

/// Whether T says a schema of its own, or inherits one.
template <class T>
concept says_schema = reflect::detail::says_schema<mapping<T>> || reflect::detail::says_schema<T>;

template <says_schema T>
constexpr const auto& schema_words() {
  if constexpr (reflect::detail::says_schema<mapping<T>>)
    return mapping<T>::schema;
  else
    return T::schema;
}

template <says_schema T>
using schema_definition = std::remove_cvref_t<decltype(schema_words<T>())>;

// ---- what the compiler checks ---------------------------------------------------------------------------------------

template <class Struct, auto Name, class Type>
struct field_without_json_form {
  static constexpr bool known = has_codec<Type>;
  static_assert(known,
                "plinth[E1302]: the type of a field (Struct, Name, Type) has no form in JSON; specialise "
                "plinth::json_type for it, or include plinth/schema/uuid.hpp or plinth/nlohmann.hpp for theirs");
  static constexpr bool ok = known;
};

template <auto Member, class Type, bool Fits, bool Exact>
struct rule_of_another_type {
  static_assert(Fits,
                "plinth[E1306]: a rule of this field (Member) does not fit its type: lengths, pattern and email are "
                "for texts, limits for numbers, items for lists");
  static_assert(!Fits || Exact,
                "plinth[E1307]: a limit of this integer field (Member) is no integer, or divides by zero");
  static constexpr bool ok = Fits && Exact;
};

/// Whether all limits of an integer are integers, and no divisor is zero.
constexpr bool limits_are_sound(const rules& r, bool for_integer) {
  const bool whole = r.gt.integral && r.ge.integral && r.lt.integral && r.le.integral && r.multiple_of.integral;
  const bool divides = !r.has(rule_multiple_of) || r.multiple_of.real > 0;
  return divides && (whole || !for_integer);
}

// ---- the words, collected -------------------------------------------------------------------------------------------

template <class T>
struct collected {
  std::array<rules, reflect::field_count<T>> fields{};
  rules own{};
};

template <class T, class Source>
constexpr void collect(collected<T>& out);

template <class T, class Source, std::size_t I, auto Member, class Checks>
constexpr void collect_entry(collected<T>& out, std::type_identity<field_entry<Member, Checks>>) {
  using type = reflect::detail::member_of<Member>;
  constexpr const rules& said = schema_words<Source>().entries[I];
  constexpr std::uint32_t fitting = fitting_rules<type>;
  constexpr bool fits = (said.set & value_rules & ~fitting) == 0;
  constexpr bool exact = limits_are_sound(said, (fitting & rule_strict) != 0);
  if constexpr (rule_of_another_type<Member, type, fits, exact>::ok)
    merge(out.fields[reflect::index_of<T, Member>()], said);
}

template <class T, class Source, std::size_t I, class Checks>
constexpr void collect_entry(collected<T>& out, std::type_identity<schema_entry<Checks>>) {
  merge(out.own, schema_words<Source>().entries[I]);
}

template <class T, class... Base>
constexpr void collect_bases(collected<T>& out, reflect::type_list<Base...>) {
  (collect<T, Base>(out), ...);
}

template <class T, class Source, class... Entries, std::size_t... I>
constexpr void collect_entries(collected<T>& out, reflect::type_list<Entries...>, std::index_sequence<I...>) {
  (collect_entry<T, Source, I>(out, std::type_identity<Entries>{}), ...);
}

/// Adds what Source, which is T or a base of it, says of T's fields.
template <class T, class Source>
constexpr void collect(collected<T>& out) {
  if constexpr (says_schema<Source>) {
    using words = schema_definition<Source>;
    collect_bases<T>(out, typename words::bases{});
    collect_entries<T, Source>(out, typename words::entry_types{},
                               std::make_index_sequence<words::entry_types::size>());
  }
}

template <class T>
inline constexpr collected<T> words_about = [] {
  collected<T> result;
  collect<T, T>(result);
  return result;
}();

// ---- the user's own functions ---------------------------------------------------------------------------------------

template <auto Function, class Value>
struct check_of_another_type {
  static_assert(!std::is_same_v<Value, Value>,
                "plinth[E1308]: a check's function (Function) cannot be called with a const Value&; it has to take the "
                "field's type, or that inside its optional, and to return std::optional<std::string>");
};

template <auto Function, class Value>
std::optional<std::string> run_check(const void* value) {
  const Value& v = *static_cast<const Value*>(value);
  if constexpr (std::is_invocable_r_v<std::optional<std::string>, decltype(Function), const Value&>) {
    return Function(v);
  } else if constexpr (is_optional<Value> || is_patch<Value>) {
    return v ? run_check<Function, typename Value::value_type>(&*v) : std::nullopt;
  } else {
    static_cast<void>(sizeof(check_of_another_type<Function, Value>));
    return std::nullopt;
  }
}

template <class T, auto Member, auto... Function>
void add_checks(std::vector<check_info>& out, std::type_identity<field_entry<Member, checks<Function...>>>) {
  using type = reflect::detail::member_of<Member>;
  (out.push_back({reflect::index_of<T, Member>(), &run_check<Function, type>}), ...);
}

template <class T, auto... Function>
void add_checks(std::vector<check_info>& out, std::type_identity<schema_entry<checks<Function...>>>) {
  (out.push_back({check_info::whole, &run_check<Function, T>}), ...);
}

template <class T, class Source>
void add_checks_of(std::vector<check_info>& out) {
  if constexpr (says_schema<Source>) {
    using words = schema_definition<Source>;
    [&]<class... Base>(reflect::type_list<Base...>) { (add_checks_of<T, Base>(out), ...); }(typename words::bases{});
    [&]<class... Entries>(reflect::type_list<Entries...>) {
      (add_checks<T>(out, std::type_identity<Entries>{}), ...);
    }(typename words::entry_types{});
  }
}

// ---- the description ------------------------------------------------------------------------------------------------

/// What the compiler knows of a struct.
struct object_parts {
  std::string_view name;
  std::span<const std::string_view> names;
  std::span<const std::size_t> offsets;
  std::span<const value_type* const> types;
  std::span<const rules> said;
  const rules& own;
};

/// Keeps an object_info and all that it points to.
class object_record {
 public:
  object_record(const object_parts& parts, std::vector<check_info> checks)
      : fields_(parts.names.size()),
        ready_(parts.names.size()),
        quoted_(parts.names.size()),
        checks_(std::move(checks)) {
    for (std::size_t i = 0; i < fields_.size(); ++i) fill(i, parts);
    info_.name = parts.name;
    info_.fields = fields_;
    info_.checks = checks_;
    info_.unknown = parts.own.unknown;
    info_.said = &parts.own;
  }
  object_record(const object_record&) = delete;
  object_record& operator=(const object_record&) = delete;

  [[nodiscard]] const object_info& info() const noexcept { return info_; }

 private:
  void fill(std::size_t i, const object_parts& parts) {
    const rules& said = parts.said[i];
    const value_type& type = *parts.types[i];
    const std::string_view key = said.has(rule_alias) ? said.alias : parts.names[i];
    static_cast<rules&>(ready_[i]) = said;
    if (said.has(rule_pattern)) {
      programs_.push_back(std::make_unique<const pattern_program>(said.pattern));
      ready_[i].program = programs_.back().get();
    }
    quoted_[i] = json::quoted_key(key);
    field_info& f = fields_[i];
    f.name = parts.names[i];
    f.key = key;
    f.quoted = quoted_[i];
    f.offset = parts.offsets[i];
    f.type = &type;
    f.rules = said.has(value_rules) ? &ready_[i] : nullptr;
    f.said = &said;
    if (!said.has(value_rules | rule_read_only)) f.read_as = type.plain;

    const std::uint64_t bit = std::uint64_t{1} << i;
    const bool may_be_absent = type.shape == shape::optional || type.shape == shape::patch || said.has(rule_defaulted);
    if (said.has(rule_read_only)) info_.read_only |= bit;
    if (said.has(rule_write_only)) info_.write_only |= bit;
    if ((!may_be_absent || said.has(rule_required)) && !said.has(rule_read_only)) info_.required |= bit;
  }

  std::vector<field_info> fields_;
  std::vector<ready_rules> ready_;
  std::vector<std::string> quoted_;
  std::vector<check_info> checks_;
  std::vector<std::unique_ptr<const pattern_program>> programs_;
  object_info info_;
};

template <class T, class... Field, std::size_t... I>
consteval auto types_of(reflect::type_list<Field...>, std::index_sequence<I...>) {
  return std::array<const value_type*, sizeof...(Field)>{[] {
    if constexpr (field_without_json_form<T, label_of<T, I>, Field>::ok)
      return &codec<Field>::type;
    else
      return static_cast<const value_type*>(nullptr);
  }()...};
}

/// A model has no JSON form by itself: what goes out is chosen by a schema.
template <class Model>
struct model_without_schema {
  static constexpr bool ok = !reflect::detail::says_table<Model> || says_schema<Model>;
  static_assert(ok,
                "plinth[E1303]: this struct is a model, and what of it goes out or comes in as JSON has to be chosen: "
                "give it a schema struct and plinth::from_model or plinth::to_model");
};

template <class T>
const object_info& object_of() {
  if constexpr (model_without_schema<T>::ok) {
    static constexpr auto types =
        types_of<T>(reflect::field_types<T>{}, std::make_index_sequence<reflect::field_count<T>>());
    static const object_record record({.name = reflect::type_name<T>,
                                       .names = reflect::field_names<T>,
                                       .offsets = reflect::field_offsets<T>(),
                                       .types = types,
                                       .said = words_about<T>.fields,
                                       .own = words_about<T>.own},
                                      [] {
                                        std::vector<check_info> checks;
                                        add_checks_of<T, T>(checks);
                                        return checks;
                                      }());
    return record.info();
  } else {
    static const object_info none;
    return none;
  }
}

}  // namespace plinth::dto
