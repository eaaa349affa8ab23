// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/flush.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/model/in_step.hpp>
#include <plinth/model/link.hpp>
#include <plinth/model/table.hpp>
#include <plinth/session/key_lookup.hpp>
#include <plinth/session/plan.hpp>
#include <plinth/session/relation_statements.hpp>
#include <plinth/session/snapshot.hpp>
#include <plinth/session/stand_in.hpp>
#include <plinth/session/statements.hpp>
#include <plinth/session/store.hpp>

namespace plinth::detail {

class flusher {
 public:
  flusher(store& objects, connection& to, std::vector<written_row>* written) noexcept
      : store_(objects), to_(to), written_(written) {}

  /// Throws what the database and the values run into; the caller then rolls the whole transaction back.
  void run(const flush_plan& plan) {
    for (const flush_step& step : plan.steps) {
      const auto rows = plan.rows_of(step);
      if (!rows.empty()) find_one_sided(*rows.front()->model);
      switch (step.verb) {
        case flush_verb::insert:
          if (step.columns == 0)
            insert_all(rows, plan);
          else
            for (model::node* n : rows) insert_one(*n, plan, step.columns);
          break;
        case flush_verb::update:
          for (model::node* n : rows) update(*n, plan);
          break;
        case flush_verb::unpair: unpair(plan); break;
        case flush_verb::pair: pair(plan); break;
        case flush_verb::remove:
          for (model::node* n : rows) remove(*n);
          break;
        case flush_verb::replace:
          for (std::size_t i = 0; i < rows.size(); i += 2) replace(*rows[i], *rows[i + 1], plan);
          break;
        case flush_verb::put_aside:
          for (model::node* n : rows) put_aside(*n, step.columns);
          break;
      }
    }
  }

 private:
  /// From this many rows on one statement for several is faster (docs/performance.md); with a secondary unique index
  /// only where the statement need not be able to take rows back, see `sql::dialect::insert_of_several`.
  static constexpr std::size_t least_batch = 16;
  static constexpr std::size_t largest_batch = 128;
  static constexpr std::size_t most_parameters = 32'000;  // SQLite takes 32,766

  /// What one row of an INSERT says and leaves to the database.
  struct insert_columns {
    column_set bound = 0;
    column_set returned = 0;
    bool generated_key = false;

    friend bool operator==(const insert_columns&, const insert_columns&) = default;
  };

  /// Rows of one model, as many in each statement as that takes.
  void insert_all(std::span<model::node* const> rows, const flush_plan& plan) {
    const model::model_info& m = *rows.front()->model;
    const bool batching = rows.size() >= least_batch && may_batch(m, rows.size());
    while (!rows.empty()) {
      std::size_t size = 1;
      if (batching)
        while (size * 2 <= std::min(rows.size(), largest_batch) && size * 2 * m.columns.size() <= most_parameters)
          size *= 2;
      const std::size_t done =
          size < least_batch ? insert_one(*rows.front(), plan) : insert_batch(rows.first(size), plan);
      rows = rows.subspan(done);
    }
  }

  [[nodiscard]] bool may_batch(const model::model_info& m, std::size_t rows) {
    const catalog::table& t = *m.table;
    for (const catalog::foreign_key& k : t.foreign_keys)
      if (k.target_table == t.name) return false;  // a row may need the key of one before it
    if (m.generated_column < 0) {
      const auto is_unique = [](const catalog::index& i) { return i.unique; };
      return t.uniques.empty() && std::none_of(t.indexes.begin(), t.indexes.end(), is_unique);
    }
    return to_.dialect().reports_generated_key() &&
           to_.driver().keys_will_be_consecutive(t.name, m.columns[static_cast<std::size_t>(m.generated_column)].name,
                                                 static_cast<std::int64_t>(rows));
  }

  /// `later`: columns that are NULL until another step writes them.
  std::size_t insert_one(model::node& n, const flush_plan& plan, column_set later = 0) {
    copy_keys(n, plan, later);
    logged_change& change = store_.log(n);
    keep_.clear();
    cells_.clear();
    const insert_columns columns = append_row(n, later);
    change.generated_key = columns.generated_key;
    column_set returned = columns.returned;
    const bool reported = to_.dialect().reports_generated_key();
    if (columns.generated_key && !reported)
      returned |= column_set{1} << static_cast<std::size_t>(n.model->generated_column);
    run_insert(n, insert_statement(*n.model, columns.bound, 1, returned), cells_, returned);
    if (columns.generated_key && reported) give_key(n, to_.generated_key());
    became_persistent(n, change, plan, later);
    return 1;
  }

  /// One statement for all rows that leave the same to the database; the first that differs ends it.
  std::size_t insert_batch(std::span<model::node* const> rows, const flush_plan& plan) {
    keep_.clear();
    cells_.clear();
    insert_columns columns;
    std::size_t count = 0;
    for (; count < rows.size(); ++count) {
      copy_keys(*rows[count], plan);
      const std::size_t before = cells_.size();
      const insert_columns own = append_row(*rows[count]);
      if (count == 0) columns = own;
      if (own == columns && own.returned == 0) continue;
      cells_.resize(before);
      break;
    }
    if (count < rows.size()) {
      if (count == 0) return insert_one(*rows.front(), plan);
      if (!std::has_single_bit(count)) count = std::bit_floor(count);  // few sizes, few statements
      cells_.resize(count * static_cast<std::size_t>(std::popcount(columns.bound)));
    }
    const model::model_info& m = *rows.front()->model;
    const table_rules rules = m.generated_column < 0 ? table_rules::unknown : table_rules::none;  // see may_batch
    to_.execute(insert_statement(m, columns.bound, count, 0, rules).view(), cells_);
    std::int64_t key = to_.generated_key() - static_cast<std::int64_t>(count) + 1;
    for (std::size_t i = 0; i < count; ++i) {
      logged_change& change = store_.log(*rows[i]);
      change.generated_key = columns.generated_key;
      if (columns.generated_key) give_key(*rows[i], key++);
      became_persistent(*rows[i], change, plan);
    }
    return count;
  }

  /// For hooks, which are called when all is done.
  void note(flush_verb verb, model::node& n) {
    if (written_) written_->push_back({verb, &n});
  }

  static void give_key(model::node& n, std::int64_t key) {
    write_column(n, static_cast<std::size_t>(n.model->generated_column), cell::of_integer(key));
  }

  /// Appends the row's values; what the database is to choose is left out.
  [[nodiscard]] insert_columns append_row(const model::node& n, column_set later = 0) {
    const model::model_info& m = *n.model;
    insert_columns result;
    for (std::size_t i = 0; i < m.columns.size(); ++i) {
      const column_set column = column_set{1} << i;
      const cell value = has_column(later, i) ? cell{} : is_version(m, i) ? cell::of_integer(1) : checked(n, i);
      if (m.columns[i].generated && value.integer == 0) {
        result.generated_key = true;
      } else if (m.columns[i].computed || (m.columns[i].server_default && value.is_null())) {
        result.returned |= column;
      } else {
        result.bound |= column;
        cells_.push_back(value);
      }
    }
    return result;
  }

  void run_insert(model::node& n, const fixed_shape& statement, std::span<const cell> values, column_set returned) {
    if (returned == 0)
      to_.execute(statement.view(), values);
    else
      read_back(n, statement, values, returned);
  }

  /// Runs a statement with RETURNING and writes what it returns into the object. How many rows that was.
  std::int64_t read_back(model::node& n, const fixed_shape& statement, std::span<const cell> values,
                         column_set returned) {
    std::array<kind, 64> kinds;
    std::size_t count = 0;
    for (std::size_t i = 0; i < n.model->columns.size(); ++i)
      if (has_column(returned, i)) kinds[count++] = n.model->kinds[i];
    cursor rows = to_.open(statement.view(), values, std::span(kinds).first(count));
    std::int64_t found = 0;
    for (; rows.next(); ++found) {
      std::size_t at = 0;
      for (std::size_t i = 0; i < n.model->columns.size(); ++i)
        if (has_column(returned, i)) write_column(n, i, rows.row()[at++]);
    }
    return found;
  }

  void became_persistent(model::node& n, logged_change& change, const flush_plan& plan, column_set later = 0,
                         std::int64_t version = 1) {
    note(flush_verb::insert, n);
    give_version(n, change, version);
    store_.map(n);
    n.pass(model::object_event::insert);
    if (n.watched || later != 0) {
      store_.renew_snapshot(n, change);
      store_.watched().push_back(&n);
      n.watched = true;
    }
    if (later != 0) store_differs(n, change, later, {});
    note_queued(n, change);
    for (const model::relationship_info& r : n.model->relationships) {
      model::link& l = model::link_of(n, r);
      const bool knows_owner = !r.holds_key || l.queued() || !l.targets().empty();
      l.set_queued(r.holds_key && !r.viewonly && (set_of(r.own_columns) & later) != 0);
      l.set_loaded(!r.viewonly);
      if (!knows_owner) follow_key(n, r);
    }
    if (!one_sided_.empty()) follow_one_sided(n, nullptr, plan);
  }

  // ---- versions ----

  [[nodiscard]] static bool is_version(const model::model_info& m, std::size_t column) noexcept {
    return m.version_column >= 0 && static_cast<std::size_t>(m.version_column) == column;
  }

  /// The one that the object's changes are made from; 0 where its model counts none.
  [[nodiscard]] std::int64_t version_of(const model::node& n) {
    if (n.model->version_column < 0) return 0;
    return read_column(n, static_cast<std::size_t>(n.model->version_column), keep_).integer;
  }

  /// After the row got it.
  static void give_version(model::node& n, logged_change& change, std::int64_t version) {
    if (n.model->version_column < 0) return;
    write_column(n, static_cast<std::size_t>(n.model->version_column), cell::of_integer(version));
    change.raised_version = true;
  }

  [[nodiscard]] static column_set set_of(std::span<const std::uint16_t> columns) noexcept {
    column_set result = 0;
    for (const std::uint16_t c : columns) result |= column_set{1} << c;
    return result;
  }

  /// The row has other values than the object in these columns: NULL, or those given.
  void store_differs(model::node& n, logged_change& change, column_set columns, std::span<const cell> values) {
    std::vector<cell> row;
    scratch keep;
    std::size_t next = 0;
    for (std::size_t i = 0; i < n.model->columns.size(); ++i) {
      row.push_back(n.snapshot ? n.snapshot[i] : read_column(n, i, keep));
      if (has_column(columns, i)) row.back() = values.empty() ? cell{} : values[next++];
    }
    store_.renew_snapshot(n, change, row);
  }

  /// One UPDATE that frees the columns for another row, or from pointing to one.
  void put_aside(model::node& n, column_set columns) {
    store_.require_snapshot(n);
    logged_change& change = store_.log(n);
    keep_.clear();
    cells_.clear();
    for (std::size_t i = 0; i < n.model->columns.size(); ++i)
      if (has_column(columns, i)) cells_.push_back(stand_in_for(n.model->columns[i], keep_));
    const std::size_t count = cells_.size();
    append_old_key(n);
    require_one(n, to_.execute(update_statement(*n.model, columns).view(), cells_), "changed");
    const bool new_key = key_changed(n, columns);
    if (new_key) store_.unmap(n);
    store_differs(n, change, columns, std::span(cells_).first(count));
    if (new_key) store_.map(n);
  }

  /// The new object takes over the row, with one UPDATE of all that is not its key.
  void replace(model::node& n, model::node& former, const flush_plan& plan) {
    copy_keys(n, plan);
    static_cast<void>(store_.log(former));
    note(flush_verb::remove, former);
    logged_change& change = store_.log(n);
    keep_.clear();
    cells_.clear();
    column_set written = 0;
    column_set returned = 0;
    const std::int64_t version = version_of(former) + 1;
    for (std::size_t i = 0; i < n.model->columns.size(); ++i) {
      const model::column_info& c = n.model->columns[i];
      if (c.computed) returned |= column_set{1} << i;
      if (c.computed || c.primary_key) continue;
      written |= column_set{1} << i;
      cells_.push_back(is_version(*n.model, i) ? cell::of_integer(version) : checked(n, i));
    }
    append_old_key(former);
    if (written != 0) run_update(n, written, returned, "replaced");
    store_.unmap(former);
    became_persistent(n, change, plan, 0, version);
  }

  /// What the relationships have to say is said by this flush; if it is undone, it has to be said again.
  static void note_queued(model::node& n, logged_change& change) {
    for (std::size_t i = 0; i < n.model->relationships.size(); ++i)
      if (model::link_of(n, n.model->relationships[i]).queued()) change.queued |= std::uint64_t{1} << i;
  }

  /// After the row was written: to whom its foreign key points, where the program set that and not the relationship. An
  /// owner that the session has gets the row into its collection, where that is loaded.
  void follow_key(model::node& n, const model::relationship_info& r) {
    key_buffer key;
    const auto own = read_key(n, r.own_columns, key, keep_);
    model::node* owner = store_.find_by(r.target(), r.target_columns, own);
    model::follow_key(n, r, owner, own.empty() || owner);
  }

  // ---- collections whose children have no member that says so ----

  /// Those that lead to the model whose rows are being written.
  void find_one_sided(const model::model_info& m) {
    one_sided_.clear();
    for (const auto& space : store_.spaces())
      for (const model::relationship_info& r : space->model().relationships)
        if (r.inverse < 0 && r.is_held_by_target() && r.to_many && &r.target() == &m) one_sided_.push_back(&r);
  }

  /// A child that has been given another owner by its foreign key alone is in that one's collection, where that is
  /// loaded. `before` is the row as it was, null for a new one.
  void follow_one_sided(model::node& n, const cell* before, const flush_plan& plan) {
    for (const model::relationship_info* r : one_sided_) {
      if (is_said(n, *r, plan)) continue;
      key_buffer key;
      model::node* former = nullptr;
      if (before) {
        for (std::size_t i = 0; i < r->target_columns.size(); ++i) key[i] = before[r->target_columns[i]];
        const auto old = std::span<const cell>(key).first(r->target_columns.size());
        if (std::none_of(old.begin(), old.end(), [](const cell& c) { return c.is_null(); }))
          former = store_.find_by(*r->owner, r->own_columns, old);
      }
      model::node* owner = store_.find_by(*r->owner, r->own_columns, read_key(n, r->target_columns, key, keep_));
      if (former != owner) model::follow_owner(n, *r, former, owner);
    }
  }

  [[nodiscard]] static bool is_said(const model::node& n, const model::relationship_info& r, const flush_plan& plan) {
    for (const key_copy& c : plan.copies_of(n))
      if (c.relation == &r) return true;
    return false;
  }

  void update(model::node& n, const flush_plan& plan) {
    copy_keys(n, plan);
    const column_set changed = columns_to_write(n);
    if (changed != 0) {
      logged_change& change = store_.log(n);
      keep_.clear();
      cells_.clear();
      const column_set written = changed | version_columns(*n.model);
      const std::int64_t version = version_of(n) + 1;
      for (std::size_t i = 0; i < n.model->columns.size(); ++i)
        if (has_column(written, i))
          cells_.push_back(is_version(*n.model, i) ? cell::of_integer(version) : checked(n, i));
      append_old_key(n);
      note_queued(n, change);
      run_update(n, written, computed_columns(*n.model), "changed");
      note(flush_verb::update, n);
      give_version(n, change, version);
      const bool new_key = key_changed(n, changed);
      if (new_key) store_.unmap(n);
      if (!one_sided_.empty()) follow_one_sided(n, n.snapshot, plan);
      store_.renew_snapshot(n, change);
      if (new_key) store_.map(n);
    }
    settle_links(n, changed);
  }

  [[nodiscard]] static column_set computed_columns(const model::model_info& m) noexcept {
    column_set result = 0;
    for (std::size_t i = 0; i < m.columns.size(); ++i)
      if (m.columns[i].computed) result |= column_set{1} << i;
    return result;
  }

  /// `cells_` has the values and the key. What the database computes is fetched back.
  void run_update(model::node& n, column_set changed, column_set returned, std::string_view verb) {
    const fixed_shape statement = update_statement(*n.model, changed, returned);
    require_one(n, returned == 0 ? to_.execute(statement.view(), cells_) : read_back(n, statement, cells_, returned),
                verb);
  }

  void remove(model::node& n) {
    static_cast<void>(store_.log(n));
    cells_.clear();
    append_old_key(n);
    require_one(n, to_.execute(delete_statement(*n.model).view(), cells_), "removed");
    note(flush_verb::remove, n);
    store_.unmap(n);
  }

  /// What relationships say of the keys of `n`; their targets have theirs by now, but for those of columns that are
  /// written `later`.
  void copy_keys(model::node& n, const flush_plan& plan, column_set later = 0) {
    for (const model::relationship_info& r : n.model->relationships) {
      if (!r.holds_key || r.viewonly || (set_of(r.own_columns) & later) != 0) continue;
      if (says_key(n, r))
        copy_key(n, r.own_columns, model::link_of(n, r).target(), r.target_columns, r);
      else if (n.state == model::object_state::pending)
        require_owner(n, r);
    }
    if (plan.copies.empty()) return;
    for (const key_copy& c : plan.copies_of(n))
      if ((set_of(c.relation->target_columns) & later) == 0)
        copy_key(n, c.relation->target_columns, c.parent, c.relation->own_columns, *c.relation);
  }

  /// A key of several columns points to nobody when one of them is NULL.
  void copy_key(model::node& child, std::span<const std::uint16_t> columns, const model::node* parent,
                std::span<const std::uint16_t> parent_columns, const model::relationship_info& r) {
    bool may_be_null = false;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const bool nullable = child.model->columns[columns[i]].type->nullable;
      if (parent)
        write_column(child, columns[i], read_column(*parent, parent_columns[i], keep_));
      else if (nullable)
        write_column(child, columns[i], cell{});
      may_be_null = may_be_null || nullable;
    }
    if (!parent && !may_be_null) refuse_nobody(child, r, columns[0]);
  }

  [[noreturn]] static void refuse_nobody(const model::node& n, const model::relationship_info& r, std::size_t column) {
    throw session_error(3106, joined({identity_text(n), " points to nobody by ", model::member_name(r),
                                      ", but its column ", n.model->columns[column].name,
                                      " may not be NULL; give it an owner, remove it, or let the relation cascade "
                                      "plinth::delete_orphan"}));
  }

  /// A new object needs an owner where its foreign key may not be NULL, or where owners keep no orphans; the root of a
  /// tree does not. A key of 0 that the database chooses is one that nobody has.
  void require_owner(const model::node& n, const model::relationship_info& r) {
    const model::relationship_info* const back = model::inverse_of(r);
    const bool may_be_alone = !back || (back->cascades & model::cascade_orphan) == 0 || &r.target() == n.model;
    for (std::size_t i = 0; i < r.own_columns.size(); ++i) {
      const model::column_info& own = n.model->columns[r.own_columns[i]];
      if (own.type->nullable && may_be_alone) continue;
      const cell value = read_column(n, r.own_columns[i], keep_);
      const bool chosen_later = r.target().columns[r.target_columns[i]].generated;
      if (value.is_null() || (chosen_later && value.integer == 0)) refuse_ownerless(n, r, own.field);
    }
  }

  [[noreturn]] static void refuse_ownerless(const model::node& n, const model::relationship_info& r,
                                            std::string_view column) {
    throw session_error(3151, joined({"a new ", n.model->name, " (number ", std::to_string(n.sequence + 1),
                                      " of the objects added to this session) never got an owner: neither ",
                                      model::member_name(r), " nor ", n.model->name, "::", column,
                                      " says to whom it belongs; set one of them, or remove the object"}));
  }

  /// After the row was written, a foreign key that the program changed by itself shows in its relationship.
  void settle_links(model::node& n, column_set changed) {
    for (const model::relationship_info& r : n.model->relationships) {
      model::link& l = model::link_of(n, r);
      if (r.holds_key && !l.queued() && any_changed(r.own_columns, changed)) follow_key(n, r);
      l.set_queued(false);
    }
  }

  [[nodiscard]] static bool any_changed(std::span<const std::uint16_t> columns, column_set changed) {
    for (const std::uint16_t column : columns)
      if (has_column(changed, column)) return true;
    return false;
  }

  // ---- pairs ----

  void unpair(const flush_plan& plan) {
    for (const pair_purge& p : plan.purges) {
      cells_.clear();
      keep_.clear();
      const bool is_target = p.end == pair_end::target;
      append_stored(*p.n, is_target ? p.relation->target_columns : p.relation->own_columns);
      to_.execute(delete_pairs_statement(*p.relation, p.end).view(), cells_);
    }
    for (const link_change& c : plan.pairs) {
      if (c.step != link_step::remove) continue;
      cells_.clear();
      keep_.clear();
      append_stored(*c.owner, c.relation->own_columns);
      append_stored(*c.target, c.relation->target_columns);
      to_.execute(delete_pair_statement(*c.relation).view(), cells_);
    }
  }

  void pair(const flush_plan& plan) {
    for (const link_change& c : plan.pairs) {
      if (c.step != link_step::add) continue;
      cells_.clear();
      keep_.clear();
      append_key(*c.owner, c.relation->own_columns);
      append_key(*c.target, c.relation->target_columns);
      to_.execute(insert_pair_statement(*c.relation, c.unsure).view(), cells_);
    }
  }

  /// What the object's row has in the database.
  void append_stored(const model::node& n, std::span<const std::uint16_t> columns) {
    for (const std::uint16_t column : columns)
      cells_.push_back(n.snapshot ? n.snapshot[column] : read_column(n, column, keep_));
  }

  void append_key(const model::node& n, std::span<const std::uint16_t> columns) {
    for (const std::uint16_t column : columns) cells_.push_back(read_column(n, column, keep_));
  }

  [[nodiscard]] static bool key_changed(const model::node& n, column_set changed) {
    for (const std::uint16_t k : n.model->key)
      if (has_column(changed, k)) return true;
    return false;
  }

  /// The key that the row has in the database, behind the values that are there already, and the version that is
  /// expected there.
  void append_old_key(const model::node& n) {
    append_stored(n, n.model->key);
    if (n.model->version_column >= 0) cells_.push_back(cell::of_integer(version_of(n)));
  }

  [[nodiscard]] cell checked(const model::node& n, std::size_t column) {
    const cell value = read_column(n, column, keep_);
    const std::uint32_t most = n.model->columns[column].length;
    if (most > 0 && value.kind == kind::text && value.size > most) require_length(*n.model, column, value.bytes());
    return value;
  }

  static void require_one(const model::node& n, std::int64_t affected, std::string_view verb) {
    if (affected == 1) return;
    if (n.model->version_column >= 0) refuse_stale(n, verb);
    throw stale_row(3102, joined({"the row of ", identity_text(n), " was not there to be ", verb,
                                  ": another transaction removed it or changed its key; roll back, reload and try "
                                  "again"}));
  }

  [[noreturn]] static void refuse_stale(const model::node& n, std::string_view verb) {
    scratch keep;
    const auto version = static_cast<std::size_t>(n.model->version_column);
    throw stale_row(3120, joined({"the row of ", identity_text(n), " could not be ", verb, " from version ",
                                  std::to_string(read_column(n, version, keep).integer),
                                  ": another transaction has changed or removed it since; refresh the object, or roll "
                                  "back and try again"}));
  }

  store& store_;
  connection& to_;
  std::vector<written_row>* written_;
  scratch keep_;
  std::vector<cell> cells_;
  std::vector<const model::relationship_info*> one_sided_;
};

PLINTH_INLINE void carry_out(const flush_plan& plan, store& objects, connection& to,
                             std::vector<written_row>* written) {
  flusher(objects, to, written).run(plan);
}

}  // namespace plinth::detail
