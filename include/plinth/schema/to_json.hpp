// SPDX-License-Identifier: MIT
#pragma once

// From structs to JSON text. Equal values give equal text: fields in the order of declaration, those of bases first.
// Write-only fields and absent patches are left out; an empty std::optional is null.

#include <string>
#include <type_traits>
#include <utility>

#include <plinth/schema/describe.hpp>
#include <plinth/schema/from_json.hpp>

namespace plinth {

namespace dto {

/// What is no value itself, but gives values: the rows of a query, a view.
template <class T>
concept range_of_values = !has_codec<T> && requires(const T& range) {
  range.begin() != range.end();
}
&&has_codec<std::remove_cvref_t<decltype(*std::declval<const T&>().begin())>>;

/// What a value is made of, for the compiler's checks.
template <class T>
struct written {
  using type = T;
};
template <range_of_values T>
struct written<T> {
  using type = std::remove_cvref_t<decltype(*std::declval<const T&>().begin())>;
};

template <class T>
using check_of_written = check_of_json<typename written<T>::type>;

template <class T>
void write_value(json::writer& out, const T& value) {
  if constexpr (range_of_values<T>) {
    using element = std::remove_cvref_t<decltype(*value.begin())>;
    out.begin_array();
    for (const element& e : value) {
      out.element();
      codec<element>::write(out, &e);
    }
    out.end_array();
  } else if constexpr (json_is_sound<T>) {
    codec<T>::write(out, &value);
  }
}

}  // namespace dto

/// The value as JSON text: in one line, or with `indent` spaces for each level. Takes structs, lists, maps, optionals,
/// and any range of them. Throws `value_error` for what JSON cannot hold: NaN, texts that are not UTF-8.
template <class T>
[[nodiscard]] std::string to_json(const T& value, int indent = json::compact) {
  static_cast<void>(sizeof(dto::check_of_written<T>));
  json::writer out(json::writer_options{.indent = indent});
  dto::write_value(out, value);
  return out.take();
}

/// The same behind what `buffer` holds, and in its memory: who keeps one buffer for many answers allocates once. On an
/// exception the buffer is empty.
template <class T>
void to_json_to(std::string& buffer, const T& value, int indent = json::compact) {
  static_cast<void>(sizeof(dto::check_of_written<T>));
  json::writer out(std::move(buffer), json::writer_options{.indent = indent});
  buffer.clear();
  dto::write_value(out, value);
  buffer = out.take();
}

}  // namespace plinth
