// SPDX-License-Identifier: MIT
#pragma once

// The tables of pairs that many-to-many relationships go by: `plinth::secondary("post_tags")` makes a catalog table of
// the two keys, whose primary key is all of its columns and whose foreign keys point to both models.

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

#include <plinth/catalog/table.hpp>
#include <plinth/model/tables.hpp>
#include <plinth/reflect/type_name.hpp>

namespace plinth::model {

/// Takes the first of several names that commas separate.
constexpr std::string_view take_name(std::string_view& names) {
  const std::size_t comma = names.find(',');
  std::string_view name = names.substr(0, comma);
  names.remove_prefix(comma == std::string_view::npos ? names.size() : comma + 1);
  while (name.starts_with(' ')) name.remove_prefix(1);
  while (name.ends_with(' ')) name.remove_suffix(1);
  return name;
}

constexpr std::size_t count_names(std::string_view names) {
  std::size_t count = 0;
  for (; !names.empty(); ++count) take_name(names);
  return count;
}

constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

/// A text that is put together by the compiler.
template <std::size_t Capacity>
struct small_text {
  std::array<char, Capacity> text{};
  std::size_t size = 0;

  constexpr void add(char c) { text[size++] = c; }
  [[nodiscard]] constexpr std::string_view view() const { return {text.data(), size}; }
};

/// What a column that points to the key column of T is called: post_id for Post, order_line_id for OrderLine.
template <class T, std::size_t KeyColumn>
inline constexpr auto usual_link = [] {
  constexpr std::string_view name = reflect::type_name<T>;
  constexpr std::string_view column = table_data<T>::key_columns[KeyColumn];
  small_text<name.size() * 2 + column.size() + 1> result;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool new_word = i > 0 && is_upper(name[i]) && !is_upper(name[i - 1]) && name[i - 1] != '_';
    if (new_word) result.add('_');
    result.add(lower(name[i]));
  }
  result.add('_');
  for (const char c : column) result.add(c);
  return result;
}();

template <class Own, class Target>
inline constexpr bool links_have_one_name = usual_link<Own, 0>.view() == usual_link<Target, 0>.view();

template <class T, std::size_t... I>
constexpr void note_usual_links(std::string_view* out, std::index_sequence<I...>) {
  ((out[I] = usual_link<T, I>.view()), ...);
}

constexpr void note_given_links(std::string_view* out, std::size_t count, std::string_view given) {
  for (std::size_t i = 0; i < count; ++i) out[i] = take_name(given);
}

/// Columns of the given names that are of the types of the table's key.
constexpr void note_link_columns(catalog::column* out, const std::string_view* names, const catalog::table& t) {
  for (std::size_t i = 0; i < t.key.columns.size(); ++i) {
    const catalog::column& key = t.columns[column_position(t, t.key.columns[i])];
    out[i].name = names[i];
    out[i].type = key.type;
    out[i].collation = key.collation;
  }
}

/// The table of pairs that the relation about a field of Own names.
template <class Own, std::size_t Field, class Target>
struct association {
  static constexpr const entry& words = entry_of_field<Own>(Field);
  static constexpr const auto& own_key = table_data<Own>::key_columns;
  static constexpr const auto& target_key = table_data<Target>::key_columns;
  static constexpr std::size_t own_count = own_key.size();
  static constexpr std::size_t target_count = target_key.size();

  /// The columns' names, those that point to Own first.
  static constexpr auto names = [] {
    std::array<std::string_view, own_count + target_count> result{};
    if (words.own_links.empty()) {
      note_usual_links<Own>(result.data(), std::make_index_sequence<own_count>());
      note_usual_links<Target>(result.data() + own_count, std::make_index_sequence<target_count>());
    } else {
      note_given_links(result.data(), own_count, words.own_links);
      note_given_links(result.data() + own_count, target_count, words.target_links);
    }
    return result;
  }();

  static constexpr auto own_links = std::span<const std::string_view>(names).first(own_count);
  static constexpr auto target_links = std::span<const std::string_view>(names).subspan(own_count);

  static constexpr auto columns = [] {
    std::array<catalog::column, own_count + target_count> result{};
    note_link_columns(result.data(), names.data(), table_data<Own>::value);
    note_link_columns(result.data() + own_count, names.data() + own_count, table_data<Target>::value);
    return result;
  }();

  static constexpr std::array<catalog::foreign_key, 2> foreign_keys{{{.name = {},
                                                                      .columns = own_links,
                                                                      .target_table = table_data<Own>::value.name,
                                                                      .target_columns = own_key,
                                                                      .on_delete = words.on_delete},
                                                                     {.name = {},
                                                                      .columns = target_links,
                                                                      .target_table = table_data<Target>::value.name,
                                                                      .target_columns = target_key,
                                                                      .on_delete = words.on_delete}}};

  /// The primary key finds pairs from the own side; this finds them from the other.
  static constexpr std::array<catalog::index, 1> indexes{{{.name = {}, .columns = target_links}}};

  static constexpr catalog::table value{.name = words.secondary,
                                        .columns = columns,
                                        .key = {.name = {}, .columns = names},
                                        .foreign_keys = foreign_keys,
                                        .indexes = indexes};
};

}  // namespace plinth::model
