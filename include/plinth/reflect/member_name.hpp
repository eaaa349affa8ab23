// SPDX-License-Identifier: MIT
#pragma once

// The names of members, read from the compiler's spelling of pointers to them. What depends on a compiler here tests
// itself below: a new one fails here, by name, and not in a user's model.

#include <array>
#include <cstddef>
#include <string_view>

namespace plinth::reflect::detail {

/// A pointer to a part of an object, as a template argument that every compiler takes (clang before 18 refuses the bare
/// pointer).
struct part {
  const void* pointer;
};

/// The compiler's spelling of a list of pointers. All names of a struct come from one such text: each further
/// instantiation would cost more than reading a longer text.
template <auto... Pointers>
consteval std::string_view spelling() {
  return __PRETTY_FUNCTION__;
}

constexpr bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// The last word of each entry of the list behind `Pointers = `. Entries are separated by commas outside of any
/// bracket, for a struct's own name may hold template arguments.
template <std::size_t Count>
consteval std::array<std::string_view, Count> member_names(std::string_view spelling) {
  constexpr std::string_view marker = "Pointers = ";
  std::array<std::string_view, Count> names;
  std::size_t found = 0;
  std::size_t word = 0;
  std::size_t word_end = 0;
  int depth = 0;
  for (std::size_t i = spelling.find(marker) + marker.size() + 1; found < Count && i < spelling.size(); ++i) {
    const char c = spelling[i];
    const bool arrow = c == '>' && spelling[i - 1] == '-';
    const bool opens = c == '<' || c == '(' || c == '{' || c == '[';
    const bool closes = (c == '>' && !arrow) || c == ')' || c == '}' || c == ']';
    if (depth == 0 && (c == ',' || closes)) {
      names[found++] = spelling.substr(word, word_end - word);
    } else if (opens || closes) {
      depth += opens ? 1 : -1;
    } else if (is_name_character(c)) {
      if (!is_name_character(spelling[i - 1])) word = i;
      word_end = i + 1;
    }
  }
  return names;
}

/// The same for parts of one object. Their entries differ in the name at the end only, so what stands before and behind
/// the first name is read once and the other names are found by its length: a tenth of the characters to walk.
template <std::size_t Count>
consteval std::array<std::string_view, Count> part_names(std::string_view spelling) {
  std::array<std::string_view, Count> names;
  if constexpr (Count > 0) {
    names[0] = member_names<1>(spelling)[0];
    constexpr std::string_view marker = "Pointers = ";
    const std::size_t before = static_cast<std::size_t>(names[0].data() - spelling.data());
    const std::size_t prefix = before - (spelling.find(marker) + marker.size() + 1);
    std::size_t end = before + names[0].size();
    std::size_t suffix = 1;  // up to the comma and the space behind it
    while (Count > 1 && spelling[end + suffix] != ',') ++suffix;
    for (std::size_t i = 1; i < Count; ++i) {
      const std::size_t begin = end + suffix + 2 + prefix;
      for (end = begin; is_name_character(spelling[end]);) ++end;
      names[i] = spelling.substr(begin, end - begin);
    }
  }
  return names;
}

// Members listed by their pointers, and parts of an object, as gcc 12 and clang 16 spell them.
static_assert(member_names<2>("spelling() [with auto ...Pointers = {&user::id, &base::email}; x = y]")[1] == "email");
static_assert(member_names<2>("spelling() [Pointers = <&user::id, &base::email>]")[0] == "id");
static_assert(member_names<2>("spelling() [with auto ...Pointers = {part{((const void*)(& object<pair<user, "
                              "int> >.whole<pair<user, int> >::value.pair<user, int>::id))}, part{((const void*)(& "
                              "object<a>.whole<a>::value.b::email))}}; x = y]")[0] == "id");
static_assert(member_names<2>("spelling() [Pointers = <part{&object.value.id}, part{&object.value.email}>]")[1] ==
              "email");
static_assert(part_names<2>("spelling() [with auto ...Pointers = {part{((const void*)(& object<pair<user, "
                            "int> >.whole<pair<user, int> >::value.pair<user, int>::id))}, part{((const void*)(& "
                            "object<pair<user, int> >.whole<pair<user, int> >::value.pair<user, int>::email))}}; x = "
                            "y]")[1] == "email");
static_assert(part_names<2>("spelling() [Pointers = <part{&object.value.id}, part{&object.value.email}>]")[1] ==
              "email");

}  // namespace plinth::reflect::detail
