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
#include <plinth/schema/soundness.hpp>
#include <plinth/schema/value_type.hpp>
#include <plinth/schema/words.hpp>

namespace plinth::dto {

// ---- the user's own functions ---------------------------------------------------------------------------------------

template <auto Function, class Value>
std::optional<std::string> run_check(const void* value) {
  const Value& v = *static_cast<const Value*>(value);
  if constexpr (takes_value<Function, Value>)
    return Function(v);
  else
    return v ? run_check<Function, typename Value::value_type>(&*v) : std::nullopt;
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
  object_record(const object_parts& parts, std::vector<check_info> checks);
  object_record(const object_record&) = delete;
  object_record& operator=(const object_record&) = delete;

  [[nodiscard]] const object_info& info() const noexcept { return info_; }

 private:
  void fill(std::size_t i, const object_parts& parts);

  std::vector<field_info> fields_;
  std::vector<ready_rules> ready_;
  std::vector<json::member_key> keys_;
  std::vector<check_info> checks_;
  std::vector<std::unique_ptr<const pattern_program>> programs_;
  object_info info_;
};

template <class... Field>
consteval auto types_of(reflect::type_list<Field...>) {
  return std::array<const value_type*, sizeof...(Field)>{&codec<Field>::type...};
}

template <class T>
const object_info& object_of() {
  if constexpr (json_is_sound<T>) {
    static constexpr auto types = types_of(reflect::field_types<T>{});
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
    static_cast<void>(sizeof(check_of_json<T>));
    static const object_info none;
    return none;
  }
}

}  // namespace plinth::dto

#ifndef PLINTH_PRECOMPILED
#include <plinth/schema/impl/describe.hpp>
#endif
