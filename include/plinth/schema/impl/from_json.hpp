// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/schema/from_json.hpp>

#include <utility>

#include <plinth/core/inline.hpp>

namespace plinth::dto {

PLINTH_INLINE std::vector<fault> read_text(const value_type& type, void* value, std::string_view text,
                                           const read_options& options, std::source_location where) {
  try {
    reading in(text, options, where);
    type.read(in, value, nullptr);
    in.in.finish();
    return std::move(in.faults());
  } catch (const json::syntax_error& e) {
    std::vector<fault> one;
    one.push_back({{}, "json_invalid", e.what()});
    return one;
  }
}

}  // namespace plinth::dto
