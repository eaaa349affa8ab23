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

/// A query: no value either, but its rows are some.
template <class T>
concept query_of_rows = !has_codec<T> && requires(const T& query) {
  typename T::row_type;
  query.all();
};

/// What a value is made of, for the compiler's checks.
template <class T>
struct written {
  using type = T;
};
template <query_of_rows T>
struct written<T> {
  using type = typename T::row_type;
};
template <range_of_values T>
struct written<T> {
  using type = std::remove_cvref_t<decltype(*std::declval<const T&>().begin())>;
};

template <class T>
using check_of_written = check_of_json<typename written<T>::type>;

template <class Row, class Query>
void write_rows(json::writer& out, const Query& query) {
  if constexpr (requires { query.stream(); }) {
    out.begin_array();
    for (const Row& row : query.stream(Query::fetch::whole)) {  // as the text will be
      out.element();
      codec<Row>::write(out, &row);
    }
    out.end_array();
  } else {
    codec<std::vector<Row>>::write_list(out, query.all());
  }
}

template <class T>
void write_value(json::writer& out, const T& value) {
  using type = typename written<T>::type;
  if constexpr (!json_is_sound<type>)
    return;  // the caller's check says why
  else if constexpr (query_of_rows<T>)
    write_rows<type>(out, value);
  else if constexpr (range_of_values<T>)
    codec<std::vector<type>>::write_list(out, value);
  else
    codec<T>::write(out, &value);
}

}  // namespace dto

/// The value as JSON text: in one line, or with `indent` spaces for each level. Takes structs, lists, maps, optionals,
/// and any range of them. Throws `value_error` for what JSON cannot hold: NaN, texts that are not UTF-8.
///
/// A query in the place of a value, `to_json(session.query<User>().as<UserRead>())`, is run as by `all()` and gives the
/// same text as its result would, but no row is kept: each is written as it comes. (Where schemas are nested, rows are
/// kept, for what is nested is read for all of them together.)
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
