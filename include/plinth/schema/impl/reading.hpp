// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/schema/reading.hpp>

#include <utility>

#include <plinth/core/inline.hpp>

namespace plinth::dto {

PLINTH_INLINE reading::reading(std::string_view text, const read_options& options, std::source_location where)
    : in(text, {.max_size = options.max_size, .max_depth = options.max_depth}, where), options_(options) {}

PLINTH_INLINE void reading::note(std::string_view type, std::string message) {
  ++count_;
  if (faults_.size() > options_.max_faults) return;
  if (faults_.size() == options_.max_faults) {
    faults_.push_back({{},
                       "too_many_faults",
                       "there are more faults than the " + std::to_string(faults_.size()) +
                           " listed; the rest was not looked at closely"});
    return;
  }
  faults_.push_back({location(), type, std::move(message)});
}

PLINTH_INLINE void reading::note_member(std::string_view key, std::string_view type, std::string message) {
  const path_step step{.outer = at, .key = key};
  const path_step* const outer = std::exchange(at, &step);
  note(type, std::move(message));
  at = outer;
}

PLINTH_INLINE void reading::refuse(std::string_view type, std::string_view expected) {
  const json::value_kind kind = in.next_kind();
  const std::string_view found = in.skip_value();
  if (kind == json::value_kind::null && type == "wrong_type") type = "null_not_allowed";
  note(type, "expected " + std::string(expected) + ", found " + shown(kind, found));
}

PLINTH_INLINE std::string reading::shown(json::value_kind kind, std::string_view text) const {
  constexpr std::size_t longest = 40;
  const bool simple =
      kind == json::value_kind::number || kind == json::value_kind::string || kind == json::value_kind::boolean;
  if (simple && !hidden && text.size() <= longest) return std::string(text);
  if (kind == json::value_kind::null) return "null";
  return (kind == json::value_kind::array || kind == json::value_kind::object ? "an " : "a ") +
         std::string(json::name(kind));
}

PLINTH_INLINE std::string reading::quoted(std::string_view text) const {
  constexpr std::size_t longest = 40;
  return hidden || text.size() > longest ? std::string("the text") : '\'' + std::string(text) + '\'';
}

PLINTH_INLINE std::vector<path_segment> reading::location() const {
  std::size_t depth = 0;
  for (const path_step* step = at; step; step = step->outer) ++depth;
  std::vector<path_segment> result(depth);
  for (const path_step* step = at; step; step = step->outer)
    result[--depth] = {std::string(step->key), step->index, step->is_index};
  return result;
}

}  // namespace plinth::dto
