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

PLINTH_INLINE slot slot_for(const model::field_type& type, std::size_t offset) {
  common_type common = common_type::none;
  if (&type == &model::field_type_of<std::int64_t>) common = common_type::int64;
  if (&type == &model::field_type_of<std::string>) common = common_type::text;
  if (&type == &model::field_type_of<bool>) common = common_type::boolean;
  if (&type == &model::field_type_of<double>) common = common_type::real;
  if (&type == &model::field_type_of<std::optional<std::string>>) common = common_type::optional_text;
  return {type.decode, static_cast<std::uint32_t>(offset), common};
}

PLINTH_INLINE void explain_row(const row_layout& layout, const cell* row, void* object) {
  std::string text;
  int code = 0;
  for (std::size_t i = 0; i < layout.slots.size(); ++i) {
    try {
      decode_slot(layout.slots[i], row[i], static_cast<std::byte*>(object));
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
