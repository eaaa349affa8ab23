// SPDX-License-Identifier: MIT
#pragma once

// A field's name as a template argument, so that the compiler's errors show it.

#include <cstddef>
#include <string_view>

#include <plinth/reflect/fields.hpp>

namespace plinth::dto {

template <std::size_t Size>
struct label {
  char text[Size + 1]{};
};

template <class Struct, std::size_t Field>
inline constexpr auto label_of = [] {
  constexpr std::string_view name = reflect::field_names<Struct>[Field];
  label<name.size()> result;
  name.copy(result.text, name.size());
  result.text[name.size()] = '\0';  // said again, for clang shows only what was assigned
  return result;
}();

}  // namespace plinth::dto
