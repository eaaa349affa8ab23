// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/merge.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/model/link.hpp>
#include <plinth/session/flush_time.hpp>
#include <plinth/session/snapshot.hpp>
#include <plinth/session/store.hpp>
#include <plinth/session/values_to_write.hpp>

namespace plinth::detail {

PLINTH_INLINE void refuse_holding(const model::model_info& m, const void* object) {
  if (const model::relationship_info* r = holding_relationship(m, object))
    throw session_error(3123, joined({"a struct given to merge holds objects in ", model::member_name(*r),
                                      ", and merge is about columns; merge those structs by themselves and set "
                                      "foreign keys, or change the relationship of what merge returns"}));
}

/// A struct that knows from which version of the row it was made must not overwrite a later one.
PLINTH_INLINE void require_version(const model::node& n, const cell& version, scratch& keep) {
  const cell known = read_column(n, static_cast<std::size_t>(n.model->version_column), keep);
  if (version.integer == 0 || version.integer == known.integer) return;
  throw stale_row(3122, joined({"the struct to be merged was made from version ", std::to_string(version.integer),
                                " of ", identity_text(n), ", which is at version ", std::to_string(known.integer),
                                ": it was changed since; show the new state, and merge what is still wanted"}));
}

PLINTH_INLINE void overwrite_columns(store& objects, model::node& n, const void* object) {
  const model::model_info& m = *n.model;
  const column_set times = set_of(m.created) | set_of(m.updated);
  scratch keep;
  if (m.version_column >= 0)
    require_version(n, value_to_write(m, object, static_cast<std::size_t>(m.version_column), keep), keep);
  objects.watch(n);
  for (std::size_t i = 0; i < m.columns.size(); ++i) {
    if (m.columns[i].computed || m.columns[i].primary_key || has_column(version_columns(m), i)) continue;
    const cell value = value_to_write(m, object, i, keep);
    if (has_column(times, i) && is_unset(value)) continue;
    if (!same_value(read_column(n, i, keep), value)) write_column(n, i, value);
  }
}

[[noreturn]] PLINTH_INLINE void refuse_tracked(const model::node& n) {
  throw session_error(3008, joined({"a struct was to be merged as ", identity_text(n),
                                    ", which this session has an object of already, ", model::name_of(n.state),
                                    "; change that one (session.get), or merge with another policy"}));
}

PLINTH_INLINE model::node& merge_into(store& objects, model::node& n, const void* object, merge_policy policy) {
  if (policy == merge_policy::error) refuse_tracked(n);
  if (policy == merge_policy::keep_tracked) return n;
  if (n.state == model::object_state::removed) objects.add_again(n);
  overwrite_columns(objects, n, object);
  return n;
}

PLINTH_INLINE model::node& merge_object(session_core& s, const model::model_info& m, void* object,
                                        merge_policy policy) {
  refuse_holding(m, object);
  scratch keep;
  std::array<cell, 8> cells;
  for (std::size_t i = 0; i < m.key.size(); ++i) cells[i] = value_to_write(m, object, m.key[i], keep);
  const auto key = std::span<const cell>(cells).first(m.key.size());
  store& objects = s.store();
  if (m.generated_column >= 0 && key[0].integer == 0) return objects.add(m, object);
  if (!objects.pending().empty()) s.autoflush();
  if (model::node* tracked = objects.find(m, key)) return merge_into(objects, *tracked, object, policy);
  model::node* const n = s.get_node(m, key);
  if (!n) return objects.add(m, object);
  overwrite_columns(objects, *n, object);
  return *n;
}

}  // namespace plinth::detail
