// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/database_text.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/migrate/json_text.hpp>
#include <plinth/migrate/type_change.hpp>

namespace plinth::migrate {

namespace detail {

[[nodiscard]] PLINTH_INLINE std::string_view name_of(catalog::action a) {
  constexpr std::array<std::string_view, 5> words = {"no action", "restrict", "cascade", "set null", "set default"};
  return words[static_cast<std::size_t>(a)];
}

PLINTH_INLINE void put_column(json_text& to, const own::column& c) {
  to.text("name", c.name).text("type", shown_type(c.type));
  if (!c.type.declared.empty()) to.text("declared", c.type.declared);
  if (!c.type.labels.empty()) to.texts("labels", c.type.labels);
  to.flag("nullable", c.nullable);
  if (c.generated_key) to.flag("generated_key", true);
  if (c.never_reuses_keys) to.flag("autoincrement", true);
  if (!c.server_default.empty()) to.text("default", c.server_default);
  if (!c.collation.empty()) to.text("collation", c.collation);
  if (c.computation == catalog::computation::none) return;
  to.text("computed", c.expression).flag("stored", c.computation == catalog::computation::stored);
}

PLINTH_INLINE void put_constraints(json_text& to, const own::table& t) {
  to.object("primary_key", [&](json_text& k) { k.text("name", t.key.name).texts("columns", t.key.columns); });
  to.list("foreign_keys", t.foreign_keys, [&](const own::foreign_key& k) {
    to.object([&](json_text& o) {
      o.text("name", k.name).texts("columns", k.columns).text("target_table", k.target_table);
      o.texts("target_columns", k.target_columns).text("on_delete", name_of(k.on_delete));
      o.text("on_update", name_of(k.on_update));
      if (k.checked != catalog::check_time::at_once)
        o.text("deferrable",
               k.checked == catalog::check_time::at_commit ? "initially deferred" : "initially immediate");
    });
  });
  to.list("uniques", t.uniques, [&](const own::unique_constraint& u) {
    to.object([&](json_text& o) { o.text("name", u.name).texts("columns", u.columns); });
  });
  to.list("checks", t.checks, [&](const own::check_constraint& c) {
    to.object([&](json_text& o) { o.text("name", c.full_name).text("expression", c.expression); });
  });
}

PLINTH_INLINE void put_index(json_text& to, const own::index& i) {
  to.text("name", i.name).flag("unique", i.unique);
  std::vector<std::string> descending;
  for (std::size_t c = 0; c < i.columns.size(); ++c)
    if (i.is_descending(c)) descending.push_back(i.columns[c]);
  if (!i.columns.empty()) to.texts("columns", i.columns);
  if (!descending.empty()) to.texts("descending", descending);
  if (!i.expression.empty()) to.text("expression", i.expression);
  if (!i.where.empty()) to.text("where", i.where);
}

PLINTH_INLINE void put_table(json_text& to, const own::table& t) {
  to.text("name", t.name);
  if (t.strict) to.flag("strict", true);
  if (t.without_rowid) to.flag("without_rowid", true);
  to.list("columns", t.columns, [&](const own::column& c) { to.object([&](json_text& o) { put_column(o, c); }); });
  put_constraints(to, t);
  to.list("indexes", t.indexes, [&](const own::index& i) { to.object([&](json_text& o) { put_index(o, i); }); });
}

}  // namespace detail

PLINTH_INLINE std::string as_json(const database& d) {
  detail::json_text to;
  to.list("tables", d.tables,
          [&](const own::table& t) { to.object([&](detail::json_text& o) { detail::put_table(o, t); }); });
  to.list("triggers", d.triggers, [&](const trigger& t) {
    to.object([&](detail::json_text& o) { o.text("name", t.name).text("table", t.table).text("sql", t.sql); });
  });
  to.list("views", d.views,
          [&](const view& v) { to.object([&](detail::json_text& o) { o.text("name", v.name).text("sql", v.sql); }); });
  to.list("not_comparable", d.rest, [&](const not_comparable& n) {
    to.object([&](detail::json_text& o) { o.text("table", n.table).text("what", n.what); });
  });
  return to.take() + '\n';
}

}  // namespace plinth::migrate
