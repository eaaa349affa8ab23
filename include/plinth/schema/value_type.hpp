// SPDX-License-Identifier: MIT
#pragma once

// How a C++ type is JSON: one table of plain data and functions for each type, whatever struct has it, and one for each
// struct. What walks through objects (schema/object.hpp) is no template and knows nothing else.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <plinth/json/writer.hpp>
#include <plinth/schema/checks.hpp>
#include <plinth/schema/reading.hpp>

namespace plinth {

/// How a type of your own is JSON. Either by a type that plinth knows:
///
///   template <>
///   struct plinth::json_type<money> {
///     using stored = std::string;
///     static stored to_stored(const money&);
///     static std::optional<money> from_stored(const stored&);  // empty: `expected` is in the fault
///     static constexpr std::string_view expected = "an amount such as 12.50";
///   };
///
/// or as text, without a string on the way: `static bool from_text(std::string_view, T&)`, `static void
/// to_json(json::writer&, const T&)`, `expected`, and `fault` (the type in the list of faults) and `format` (JSON
/// Schema's) where they shall be special. `from_json_text` in the place of `from_text` is given the value's JSON.
template <class T>
struct json_type {};

}  // namespace plinth

namespace plinth::dto {

struct value_type;
struct object_info;

/// What a value is in JSON.
enum class shape : std::uint8_t {
  boolean,
  integer,
  number,
  text,
  enumeration,
  any,
  optional,
  patch,
  list,
  map,
  object
};

/// The types of fields that the walker reads and writes itself, for they are most of all fields.
enum class plain : std::uint8_t { none, boolean, int64, real, text };

/// One for each C++ type.
struct value_type {
  dto::shape shape = dto::shape::any;
  dto::plain plain = dto::plain::none;

  /// Reads the next value into the field, or notes faults; the value is consumed in any case. Rules may be null.
  void (*read)(reading&, void* field, const ready_rules*) = nullptr;
  void (*write)(json::writer&, const void* field) = nullptr;

  /// For a patch: whether it is absent.
  bool (*absent)(const void* field) = nullptr;

  // What JSON Schema says of it.
  const value_type* inner = nullptr;          ///< of optional, patch, list, map
  const object_info& (*object)() = nullptr;   ///< of a struct
  std::span<const std::string_view> names{};  ///< of an enumeration
  std::string_view format{};                  ///< of a text
  std::int64_t least = 0;                     ///< of an integer
  std::uint64_t most = 0;
  std::size_t exact_items = 0;  ///< of a list of fixed length
};

struct field_info {
  std::string_view name;                     ///< of the member
  std::string_view key;                      ///< in JSON
  const json::member_key* quoted = nullptr;  ///< the key as it stands in JSON text, with its colon
  std::size_t offset = 0;
  const value_type* type = nullptr;
  const ready_rules* rules = nullptr;      ///< null where there are none for the value
  dto::plain read_as = dto::plain::none;   ///< what the walker can read itself: only without rules
  dto::plain write_as = dto::plain::none;  ///< what it can write
  const dto::rules* said = nullptr;        ///< all that was said of the field
};

/// A function of the user's own about a field, or about the whole.
struct check_info {
  static constexpr std::size_t whole = static_cast<std::size_t>(-1);
  std::size_t field = whole;
  std::optional<std::string> (*run)(const void* value) = nullptr;
};

/// One for each struct.
struct object_info {
  std::string_view name;
  std::span<const field_info> fields;
  std::span<const check_info> checks;
  std::uint64_t required = 0;  ///< a bit for each field
  std::uint64_t read_only = 0;
  std::uint64_t write_only = 0;
  std::uint64_t patches = 0;
  plinth::unknown_fields unknown = plinth::unknown_fields::error;
  const rules* said = nullptr;
};

/// The one description of a struct; made on the first call, which any thread may make.
template <class T>
const object_info& object_of();

}  // namespace plinth::dto
