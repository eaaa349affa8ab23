// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/schema/object.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <plinth/core/inline.hpp>
#include <plinth/json/reader.hpp>
#include <plinth/json/writer.hpp>

namespace plinth::dto {

namespace detail {

/// As much of a key that somebody sent as a message can hold; never half a character.
[[nodiscard]] inline std::string_view shortened(std::string_view key) {
  std::size_t size = key.size() < 64 ? key.size() : 64;
  while (size > 0 && size < key.size() && (static_cast<unsigned char>(key[size]) & 0xC0) == 0x80) --size;
  return key.substr(0, size);
}

[[nodiscard]] inline std::size_t find_field(const object_info& o, std::string_view key, std::size_t from) noexcept {
  const std::size_t count = o.fields.size();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = from + i < count ? from + i : from + i - count;
    if (o.fields[at].key == key) return at;
  }
  return count;
}

inline void read_unknown(reading& in, const object_info& o) {
  if (in.options().unknown_fields.value_or(o.unknown) == unknown_fields::error) {
    std::string message = "there is no such field; known are";
    for (std::size_t i = 0; i < o.fields.size(); ++i)
      if ((o.read_only >> i & 1) == 0) message.append(message.ends_with("are") ? " " : ", ").append(o.fields[i].key);
    in.note_member(shortened(in.in.key()), "unknown_field", std::move(message));
  }
  in.in.skip_value();
}

/// What the walker reads without a call. False, and nothing consumed, if the value is not as it should be.
[[nodiscard]] inline bool read_plainly(json::reader& in, plain what, void* field) {
  switch (what) {
    case plain::int64: {
      const auto value = in.read_int64();
      if (value) *static_cast<std::int64_t*>(field) = value.value;
      return value.ok();
    }
    case plain::real: {
      const auto value = in.read_double();
      if (value) *static_cast<double*>(field) = value.value;
      return value.ok();
    }
    case plain::boolean: {
      const auto value = in.read_bool();
      if (value) *static_cast<bool*>(field) = value.value;
      return value.ok();
    }
    case plain::text: {
      const auto value = in.read_string();
      if (value) static_cast<std::string*>(field)->assign(value.value);
      return value.ok();
    }
    default: return false;
  }
}

inline void read_member(reading& in, const object_info& o, std::size_t i, void* field) {
  const field_info& f = o.fields[i];
  if ((o.read_only >> i & 1) != 0) {
    in.note("read_only", "this field cannot be set; leave it out");
    in.in.skip_value();
    return;
  }
  const bool was_hidden = in.hidden;
  in.hidden = was_hidden || (o.write_only >> i & 1) != 0;
  f.type->read(in, field, f.rules);
  in.hidden = was_hidden;
}

inline void note_missing(reading& in, const object_info& o, std::uint64_t missing) {
  for (std::size_t i = 0; i < o.fields.size(); ++i)
    if ((missing >> i & 1) != 0) in.note_member(o.fields[i].key, "missing", "this field is required");
}

/// Calls the user's own functions: for fields that were given and are sound, and for the whole if all of it is.
inline void run_checks(reading& in, const object_info& o, const void* object, std::uint64_t sound, bool all_sound) {
  for (const check_info& check : o.checks) {
    if (check.field == check_info::whole) {
      if (!all_sound) continue;
      if (auto wrong = check.run(object)) in.note("value_error", *std::move(wrong));
    } else if ((sound >> check.field & 1) != 0) {
      const field_info& f = o.fields[check.field];
      if (auto wrong = check.run(static_cast<const char*>(object) + f.offset)) {
        in.note_member(f.key, "value_error", *std::move(wrong));
        all_sound = false;
      }
    }
  }
}

}  // namespace detail

PLINTH_INLINE void read_object(reading& in, const object_info& o, void* object) {
  if (!in.in.begin_object()) return in.refuse("wrong_type", "an object");
  const std::size_t faults_before = in.fault_count();
  const std::size_t count = o.fields.size();
  path_step step{.outer = in.at};
  in.at = &step;
  std::uint64_t seen = 0;
  std::uint64_t sound = 0;
  for (std::size_t expected = 0;;) {
    std::size_t i = expected;
    if (expected == count || !in.in.match_key(o.fields[expected].quoted->text())) {
      if (!in.in.next_key()) break;
      i = detail::find_field(o, in.in.key(), expected);
      if (i == count) {
        in.at = step.outer;
        detail::read_unknown(in, o);
        in.at = &step;
        continue;
      }
    }
    expected = i + 1;
    const field_info& f = o.fields[i];
    step.key = f.key;
    const std::uint64_t bit = std::uint64_t{1} << i;
    if ((seen & bit) != 0) [[unlikely]] {
      in.note("duplicate_key", "this field is given more than once");
      in.in.skip_value();
      continue;
    }
    seen |= bit;
    void* const field = static_cast<char*>(object) + f.offset;
    if (detail::read_plainly(in.in, f.read_as, field)) {
      sound |= bit;
      continue;
    }
    const std::size_t before = in.fault_count();
    detail::read_member(in, o, i, field);
    if (in.fault_count() == before) sound |= bit;
  }
  in.at = step.outer;
  if (const std::uint64_t missing = o.required & ~seen; missing != 0) [[unlikely]]
    detail::note_missing(in, o, missing);
  if (!o.checks.empty()) detail::run_checks(in, o, object, sound, in.fault_count() == faults_before);
}

PLINTH_INLINE void write_object(json::writer& out, const object_info& o, const void* object) {
  out.begin_object();
  std::uint64_t to_ask = o.write_only | o.patches;
  for (const field_info& f : o.fields) {
    const bool asks = (to_ask & 1) != 0;
    to_ask >>= 1;
    const void* const field = static_cast<const char*>(object) + f.offset;
    if (asks && (f.said->has(rule_write_only) || f.type->absent(field))) continue;
    switch (f.write_as) {
      case plain::int64: out.member(*f.quoted, *static_cast<const std::int64_t*>(field)); break;
      case plain::text: out.member(*f.quoted, *static_cast<const std::string*>(field)); break;
      case plain::boolean: out.member(*f.quoted, *static_cast<const bool*>(field)); break;
      case plain::real: out.member(*f.quoted, *static_cast<const double*>(field)); break;
      default:
        out.key(*f.quoted);
        f.type->write(out, field);
        break;
    }
  }
  out.end_object();
}

}  // namespace plinth::dto
