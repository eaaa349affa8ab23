// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/postgresql/render.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/dialect/ddl.hpp>
#include <plinth/dialect/sql_text.hpp>
#include <plinth/migrate/postgresql/conversion.hpp>
#include <plinth/migrate/postgresql/impl/taken_out.hpp>
#include <plinth/migrate/postgresql/text.hpp>
#include <plinth/migrate/same_content.hpp>

namespace plinth::migrate::postgresql {

namespace detail {

[[nodiscard]] PLINTH_INLINE bool is_computed(const own::column& c) {
  return c.computation != catalog::computation::none;
}

/// A computed column comes after those that it is computed from, and goes before them.
[[nodiscard]] PLINTH_INLINE std::vector<operation> in_order(std::vector<operation> ops) {
  const auto sort_runs = [&]<class Operation>(bool computed_first, const Operation*) {
    for (auto at = ops.begin(); at != ops.end();) {
      const auto* first = std::get_if<Operation>(&*at);
      auto end = at + 1;
      while (first != nullptr && end != ops.end() && std::holds_alternative<Operation>(*end) &&
             std::get<Operation>(*end).table == first->table)
        ++end;
      if (first != nullptr)
        std::stable_partition(at, end, [&](const operation& op) {
          return is_computed(std::get<Operation>(op).column) == computed_first;
        });
      at = end;
    }
  };
  sort_runs(false, static_cast<const add_column*>(nullptr));
  sort_runs(true, static_cast<const drop_column*>(nullptr));
  return ops;
}

class rendering {
 public:
  rendering(const database& from, const std::vector<operation>& ops) : now_(from), ops_(in_order(ops)) {}

  [[nodiscard]] std::vector<step> run() {
    for (const operation& op : ops_) {
      if (std::visit([](const auto& o) { return needs_everything(o); }, op)) resume();
      const std::size_t first = result_.size();
      std::visit([&](const auto& o) { render(o); }, op);
      if (result_.size() > first) note(result_[first], op);
      apply_to(now_, op);
      if (std::holds_alternative<change_primary_key>(op)) finish_nullables();
    }
    resume();
    finish_nullables();
    return std::move(result_);
  }

 private:
  /// Whether foreign keys that were taken out have to be back before the operation.
  template <class Operation>
  [[nodiscard]] static bool needs_everything(const Operation&) {
    return std::is_same_v<Operation, rename_table> || std::is_same_v<Operation, rename_column> ||
           std::is_same_v<Operation, rename_constraint> || std::is_same_v<Operation, drop_foreign_key> ||
           std::is_same_v<Operation, drop_table>;
  }

  void add(std::string sql) { result_.push_back({.sql = std::move(sql)}); }

  static void note(step& of, const operation& op) {
    of.notes.push_back(describe(op));
    if (std::string danger = danger_of(op); !danger.empty()) of.dangers.push_back(std::move(danger));
  }

  [[nodiscard]] static std::string altering(std::string_view table_name) {
    return joined({"ALTER TABLE ", dialect::as_name(table_name), " "});
  }

  void alter_one(const std::string& table_name, std::string_view column, std::string_view what) {
    add(joined({altering(table_name), "ALTER COLUMN ", dialect::as_name(column), " ", what}));
  }

  // ---- tables ----

  void render(const create_table& o) {
    add(written([&](sql::writer& out) { dialect::create_table(out, o.table); }));
    for (const own::index& i : o.table.indexes)
      add(written([&](sql::writer& out) { dialect::create_index(out, o.table, i); }));
    for (const trigger& t : o.triggers) add(t.sql);
  }
  void render(const drop_table& o) { add(joined({"DROP TABLE ", dialect::as_name(o.table.name)})); }
  void render(const rename_table& o) { add(joined({altering(o.from), "RENAME TO ", dialect::as_name(o.to)})); }
  void render(const change_options&) {}

  // ---- constraints and indexes ----

  template <class Constraint>
  void add_constraint(const std::string& table_name, const Constraint& what) {
    add(joined({altering(table_name), "ADD ", definition(*now_.find(table_name), what)}));
  }

  void drop_constraint(const std::string& table_name, std::string_view name) {
    add(joined({altering(table_name), "DROP CONSTRAINT ", dialect::as_name(name)}));
  }

  void render(const add_unique& o) { add_constraint(o.table, o.unique); }
  void render(const add_check& o) { add_constraint(o.table, o.check); }
  void render(const add_foreign_key& o) { add_constraint(o.table, o.key); }
  void render(const drop_check& o) { drop_constraint(o.table, o.check.full_name); }
  void render(const drop_foreign_key& o) { drop_constraint(o.table, o.key.name); }

  void render(const drop_unique& o) {
    suspend_pointing_to(o.table, o.unique.columns);
    drop_constraint(o.table, o.unique.name);
  }

  void render(const change_primary_key& o) {
    suspend_pointing_to(o.table, o.from.columns);
    if (!o.from.columns.empty()) drop_constraint(o.table, o.from.name);
    if (!o.to.columns.empty()) add_constraint(o.table, o.to);
  }

  void render(const rename_constraint& o) {
    add(joined({altering(o.table), "RENAME CONSTRAINT ", dialect::as_name(o.from), " TO ", dialect::as_name(o.to)}));
  }

  void render(const create_index& o) {
    add(written([&](sql::writer& out) { dialect::create_index(out, *now_.find(o.table), o.index); }));
  }
  void render(const drop_index& o) { add(joined({"DROP INDEX ", dialect::as_name(o.index.name)})); }
  void render(const rename_index& o) {
    add(joined({"ALTER INDEX ", dialect::as_name(o.from), " RENAME TO ", dialect::as_name(o.to)}));
  }

  /// Foreign keys that rest on a key or a unique constraint of these columns go before it, and come back behind.
  void suspend_pointing_to(const std::string& table_name, const std::vector<std::string>& columns) {
    suspend([&](const own::table&, const own::foreign_key& k) {
      return k.target_table == table_name && !columns.empty() && k.target_columns == columns;
    });
  }

  template <class Which>
  void suspend(const Which& which) {
    for (const own::table& t : now_.tables)
      for (const own::foreign_key& k : t.foreign_keys) {
        if (!which(t, k) || std::count(suspended_.begin(), suspended_.end(), std::pair(t.name, k.name)) > 0) continue;
        drop_constraint(t.name, k.name);
        suspended_.emplace_back(t.name, k.name);
      }
  }

  void resume() {
    for (const auto& [table_name, key_name] : std::exchange(suspended_, {}))
      if (const own::table* t = now_.find(table_name))
        for (const own::foreign_key& k : t->foreign_keys)
          if (k.name == key_name) add_constraint(t->name, k);
  }

  // ---- columns ----

  void render(const add_column& o) {
    add(joined({altering(o.table), "ADD COLUMN ", definition(*now_.find(o.table), o.column)}));
  }
  void render(const drop_column& o) {
    add(joined({altering(o.table), "DROP COLUMN ", dialect::as_name(o.column.name)}));
  }
  void render(const rename_column& o) {
    add(joined({altering(o.table), "RENAME COLUMN ", dialect::as_name(o.from), " TO ", dialect::as_name(o.to)}));
  }

  void render(const alter_column& o) {
    if (is_computed(o.to)) return compute(o);
    if (is_computed(o.from)) alter_one(o.table, o.from.name, "DROP EXPRESSION");
    if (o.from.generated_key && !o.to.generated_key) {
      alter_one(o.table, o.from.name, "DROP IDENTITY IF EXISTS");
      alter_one(o.table, o.from.name, "DROP DEFAULT");  // of a serial one
    }
    change_type(o);
    change_nullable(o);
    if (o.to.generated_key && !o.from.generated_key) generate_keys(o);
  }

  [[nodiscard]] static std::string default_of(const own::column& c) {
    return is_computed(c) ? std::string() : migrate::detail::same_content::default_of(c);
  }

  void change_type(const alter_column& o) {
    const bool type = !same_type(o.from.type, o.to.type);
    const bool collation = o.from.collation != o.to.collation;
    const std::string before = default_of(o.from);
    const std::string wanted = default_of(o.to);
    const bool new_default = before != wanted || (type && !wanted.empty());
    if (new_default && !before.empty()) alter_one(o.table, o.to.name, "DROP DEFAULT");
    if (type || collation) {
      suspend([&](const own::table& t, const own::foreign_key& k) {
        return (t.name == o.table && names(k.columns, o.from.name, rules)) ||
               (k.target_table == o.table && names(k.target_columns, o.from.name, rules));
      });
      const own::table& t = *now_.find(o.table);
      const taken_out out(t, computed_from(t, o.from.name));
      out.drop(result_);
      const std::string how = type ? conversion(o.from.name, o.from.type, o.to.type) : std::string();
      const std::string collate =
          collation ? joined({" COLLATE ", dialect::as_name(o.to.collation.empty() ? "default" : o.to.collation)})
          : o.to.collation.empty() ? std::string()
                                   : joined({" COLLATE ", dialect::as_name(o.to.collation)});
      alter_one(o.table, o.to.name,
                joined({"TYPE ", words_for(o.to.type), is_text(o.to.type) ? collate : "", how.empty() ? "" : " USING ",
                        how}));
      out.restore(result_);
    }
    if (new_default && !wanted.empty()) alter_one(o.table, o.to.name, joined({"SET DEFAULT ", wanted}));
  }

  [[nodiscard]] static bool is_text(const own::data_type& type) {
    return type.base == catalog::base_type::text || type.base == catalog::base_type::enumeration;
  }

  /// A column of a primary key takes no NULL; it waits until the key is another one.
  void change_nullable(const alter_column& o) {
    if (o.from.nullable == o.to.nullable) return;
    if (!o.to.nullable) return alter_one(o.table, o.to.name, "SET NOT NULL");
    if (names(now_.find(o.table)->key.columns, o.to.name, rules))
      nullables_.emplace_back(o.table, o.to.name);
    else
      alter_one(o.table, o.to.name, "DROP NOT NULL");
  }

  void finish_nullables() {
    for (const auto& [table_name, column] : std::exchange(nullables_, {}))
      alter_one(table_name, column, "DROP NOT NULL");
  }

  /// The keys that come next are above those that are there.
  void generate_keys(const alter_column& o) {
    alter_one(o.table, o.to.name, "ADD GENERATED BY DEFAULT AS IDENTITY");
    add(written([&](sql::writer& out) {
      (out << "SELECT setval(pg_get_serial_sequence(").literal(dialect::as_name(o.table)) << ", ";
      out.literal(o.to.name) << "), coalesce(max(";
      (out.name(o.to.name) << "), 0) + 1, false) FROM ").name(o.table);
    }));
  }

  /// No column becomes a computed one, or one computed in another way: it is made anew.
  void compute(const alter_column& o) {
    const own::table& t = *now_.find(o.table);
    const taken_out out(t, {o.from});
    out.drop(result_);
    out.restore(result_, &o.to);
  }

  database now_;
  std::vector<operation> ops_;
  std::vector<step> result_;
  std::vector<std::pair<std::string, std::string>> suspended_;  ///< foreign keys: table and name
  std::vector<std::pair<std::string, std::string>> nullables_;  ///< columns that shall take NULL
};

}  // namespace detail

PLINTH_INLINE std::vector<step> render(const database& from, const std::vector<operation>& ops) {
  return detail::rendering(from, ops).run();
}

}  // namespace plinth::migrate::postgresql
