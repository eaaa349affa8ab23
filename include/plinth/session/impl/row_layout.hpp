// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/row_layout.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/model/info.hpp>
#include <plinth/reflect/fields.hpp>
#include <plinth/reflect/type_name.hpp>

namespace plinth::detail {

PLINTH_INLINE void explain_row(const row_layout& layout, const cell* row, void* object) {
  std::string text;
  int code = 0;
  for (std::size_t i = 0; i < layout.places.size(); ++i) {
    try {
      model::decode_field(layout.places[i], row[i], object);
    } catch (const value_error& e) {
      const std::string_view what = e.what();
      if (code == 0) code = e.code();
      if (!text.empty()) text += "; ";
      text += layout.fields.empty() ? "column " + std::to_string(i + 1) + " of the result"
                                    : std::string(layout.owner) + "::" + std::string(layout.fields[i]);
      text += ": ";
      text += what.substr(what.find(": ") + 2);
    }
  }
  throw value_error(code, text);
}

}  // namespace plinth::detail
