// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/query_run.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/session/load_along.hpp>
#include <plinth/session/load_path.hpp>
#include <plinth/session/next_object.hpp>
#include <plinth/session/row_layout.hpp>
#include <plinth/session/session.hpp>
#include <plinth/sql/select.hpp>

namespace plinth::detail {

PLINTH_INLINE bound_cells::bound_cells(const sql::select_parts& parts) : size_(parts.value_count()) {
  parts.write_values(room());
}

PLINTH_INLINE bound_cells::bound_cells(const sql::fragment& statement) : size_(statement.values.size()) {
  cell* to = room();
  for (const sql::parameter& p : statement.values) *to++ = p.value;
}

PLINTH_INLINE running::running(session_core& s, const sql::select_parts& parts, std::span<const kind> expected,
                               fetch how)
    : values_(parts), rows_(flushed(s).open(parts.shape(), values_.view(), expected, how)) {}

PLINTH_INLINE running::running(session_core& s, const sql::fragment& statement, std::span<const kind> expected)
    : values_(statement), rows_(flushed(s).open(statement.tokens, values_.view(), expected)) {}

PLINTH_INLINE connection& running::flushed(session_core& s) {
  s.autoflush();
  return s.read_connection();
}

PLINTH_INLINE void refuse_none(std::string_view what) {
  throw no_row(3201,
               "one() found no row of " + std::string(what) + "; use first() or one_or_none() where there may be none");
}

PLINTH_INLINE void refuse_several(std::string_view what) {
  throw several_rows(3202, "one() found more than one row of " + std::string(what) +
                               "; narrow the filter, or use first() with order_by()");
}

PLINTH_INLINE std::vector<model::node*> read_entities(session_core& s, const sql::select_parts& parts,
                                                      const model::model_info& m, std::span<const load_path> paths) {
  std::vector<model::node*> nodes;
  {
    running statement(s, parts, m.kinds);
    nodes.reserve(room_for(statement.rows(), sizeof(model::node*)));
    while (model::node* n = next_object(statement.rows(), s.store(), m)) nodes.push_back(n);
  }
  s.call_load_hooks();
  load_along(s, nodes, paths);
  return nodes;
}

PLINTH_INLINE std::int64_t read_number(session_core& s, const sql::fragment& statement, kind expected) {
  running one(s, statement, std::span(&expected, 1));
  return one.rows().next() ? one.rows().row()->integer : 0;
}

}  // namespace plinth::detail
