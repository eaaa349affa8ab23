// SPDX-License-Identifier: MIT
#pragma once

// Carries out a flush plan: one statement a row at the moment, keys carried from parents to children on the way.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include <plinth/core/error.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/session/plan.hpp>
#include <plinth/session/statements.hpp>
#include <plinth/session/store.hpp>

namespace plinth::detail {

/// How many characters UTF-8 text has: bytes that do not continue one.
[[nodiscard]] inline std::size_t characters(std::string_view text) noexcept {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return count;
}

class flusher {
 public:
  flusher(store& objects, connection& to) noexcept : store_(objects), to_(to) {}

  /// Throws what the database and the values run into; the caller then rolls the whole transaction back.
  void run(const flush_plan& plan) {
    for (model::node* n : plan.inserts) insert(*n, plan);
    for (model::node* n : plan.updates) update(*n, plan);
    for (model::node* n : plan.deletes) remove(*n);
  }

 private:
  void insert(model::node& n, const flush_plan& plan) {
    copy_keys(n, plan);
    const model::model_info& m = *n.model;
    logged_change& change = store_.log(n);
    keep_.clear();
    column_set bound = 0;
    column_set returned = 0;
    std::size_t count = 0;
    for (std::size_t i = 0; i < m.columns.size(); ++i) {
      const cell value = checked(n, i);
      const bool database_chooses = m.columns[i].generated && value.integer == 0;
      const bool has_default = m.columns[i].server_default && value.is_null();
      if (database_chooses) change.generated_key = true;
      if (has_default) returned |= column_set{1} << i;
      if (database_chooses || has_default) continue;
      bound |= column_set{1} << i;
      cells_[count++] = value;
    }
    if (change.generated_key && !to_.dialect().reports_generated_key())
      returned |= column_set{1} << static_cast<std::size_t>(m.generated_column);
    const fixed_shape statement = insert_statement(m, bound, 1, returned);
    run_insert(n, statement, std::span(cells_).first(count), returned);
    if (change.generated_key && to_.dialect().reports_generated_key())
      write_column(n, static_cast<std::size_t>(m.generated_column), cell::of_integer(to_.generated_key()));
    became_persistent(n, change);
  }

  void run_insert(model::node& n, const fixed_shape& statement, std::span<const cell> values, column_set returned) {
    if (returned == 0) {
      to_.execute(statement.view(), values);
      return;
    }
    std::array<kind, 64> kinds;
    std::size_t count = 0;
    for (std::size_t i = 0; i < n.model->columns.size(); ++i)
      if (has_column(returned, i)) kinds[count++] = n.model->kinds[i];
    cursor rows = to_.open(statement.view(), values, std::span(kinds).first(count));
    rows.next();
    std::size_t at = 0;
    for (std::size_t i = 0; i < n.model->columns.size(); ++i)
      if (has_column(returned, i)) write_column(n, i, rows.row()[at++]);
    while (rows.next()) {
    }
  }

  void became_persistent(model::node& n, logged_change& change) {
    store_.map(n);
    n.state = model::object_state::persistent;
    if (n.watched) {
      store_.renew_snapshot(n, change);
      store_.watched().push_back(&n);
    }
    for (const model::relationship_info& r : n.model->relationships) {
      model::link& l = model::link_of(n, r);
      const bool known = r.to_many || l.queued() || !l.targets().empty() || !r.holds_key || key_is_null(n, r);
      l.set_loaded(known);
      l.set_queued(false);
    }
  }

  [[nodiscard]] bool key_is_null(const model::node& n, const model::relationship_info& r) {
    return read_column(n, r.own_columns[0], keep_).is_null();
  }

  void update(model::node& n, const flush_plan& plan) {
    copy_keys(n, plan);
    const column_set changed = changed_columns(n);
    if (changed != 0) {
      logged_change& change = store_.log(n);
      keep_.clear();
      std::size_t count = 0;
      for (std::size_t i = 0; i < n.model->columns.size(); ++i)
        if (has_column(changed, i)) cells_[count++] = checked(n, i);
      count = append_old_key(n, count);
      require_one(n, to_.execute(update_statement(*n.model, changed).view(), std::span(cells_).first(count)), "changed");
      const bool new_key = key_changed(n, changed);
      if (new_key) store_.unmap(n);
      store_.renew_snapshot(n, change);
      if (new_key) store_.map(n);
    }
    settle_links(n, changed);
  }

  void remove(model::node& n) {
    store_.log(n).before = model::object_state::persistent;
    const std::size_t count = append_old_key(n, 0);
    require_one(n, to_.execute(delete_statement(*n.model).view(), std::span(cells_).first(count)), "removed");
    store_.unmap(n);
  }

  /// What relationships say of the keys of `n`; their targets have theirs by now.
  void copy_keys(model::node& n, const flush_plan& plan) {
    for (const key_copy& c : plan.copies_of(n)) {
      const auto child_columns = c.relation_is_childs ? c.relation->own_columns : c.relation->target_columns;
      const auto parent_columns = c.relation_is_childs ? c.relation->target_columns : c.relation->own_columns;
      for (std::size_t i = 0; i < child_columns.size(); ++i) {
        if (c.parent) {
          write_column(n, child_columns[i], read_column(*c.parent, parent_columns[i], keep_));
        } else {
          require_nullable(n, *c.relation, child_columns[i]);
          write_column(n, child_columns[i], cell{});
        }
      }
    }
  }

  static void require_nullable(const model::node& n, const model::relationship_info& r, std::size_t column) {
    if (n.model->columns[column].type->nullable) return;
    throw session_error(3106, identity_text(n) + " points to nobody by " + model::member_name(n, r) + ", but its column " +
                                  std::string(n.model->columns[column].name) +
                                  " may not be NULL; give it an owner, remove it, or let the relation cascade "
                                  "plinth::delete_orphan");
  }

  /// After the row was written, a raw foreign key that the program changed shows in its relationship.
  void settle_links(model::node& n, column_set changed) {
    for (const model::relationship_info& r : n.model->relationships) {
      model::link& l = model::link_of(n, r);
      if (r.holds_key && !l.queued() && has_column(changed, r.own_columns[0])) follow_raw_key(n, r, l);
      l.set_queued(false);
    }
  }

  void follow_raw_key(model::node& n, const model::relationship_info& r, model::link& l) {
    std::array<cell, 8> key;
    for (std::size_t i = 0; i < r.own_columns.size(); ++i) key[i] = read_column(n, r.own_columns[i], keep_);
    model::node* target =
        key[0].is_null() ? nullptr : store_.find(r.target(), std::span<const cell>(key).first(r.own_columns.size()));
    model::point_to(n, r, target);
    l.set_loaded(key[0].is_null() || target);
  }

  [[nodiscard]] static bool key_changed(const model::node& n, column_set changed) {
    for (const std::uint16_t k : n.model->key)
      if (has_column(changed, k)) return true;
    return false;
  }

  /// The key that the row has in the database, behind the values that are there already.
  [[nodiscard]] std::size_t append_old_key(const model::node& n, std::size_t count) {
    for (const std::uint16_t k : n.model->key)
      cells_[count++] = n.snapshot ? n.snapshot[k] : read_column(n, k, keep_);
    return count;
  }

  [[nodiscard]] cell checked(const model::node& n, std::size_t column) {
    const cell value = read_column(n, column, keep_);
    const std::uint32_t most = n.model->columns[column].length;
    if (most > 0 && value.kind == kind::text && value.size > most && characters(value.bytes()) > most)
      throw value_error(2311, std::string(n.model->name) + "::" + std::string(n.model->columns[column].field) + " has " +
                                  std::to_string(characters(value.bytes())) + " characters, and its column takes " +
                                  std::to_string(most) + "; shorten it or widen the column");
    return value;
  }

  static void require_one(const model::node& n, std::int64_t affected, std::string_view verb) {
    if (affected == 1) return;
    throw stale_row(3102, "the row of " + identity_text(n) + " was not there to be " + std::string(verb) +
                              ": another transaction removed it or changed its key; roll back, reload and try again");
  }

  store& store_;
  connection& to_;
  scratch keep_;
  std::array<cell, 72> cells_;  // all columns and a key
};

}  // namespace plinth::detail
