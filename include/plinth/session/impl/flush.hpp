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
#include <plinth/engine/runs_ahead.hpp>
#include <plinth/model/link.hpp>
#include <plinth/model/table.hpp>
#include <plinth/session/carry_keys.hpp>
#include <plinth/session/flush_time.hpp>
#include <plinth/session/plan.hpp>
#include <plinth/session/snapshot.hpp>
#include <plinth/session/stand_in.hpp>
#include <plinth/session/statements.hpp>
#include <plinth/session/store.hpp>
#include <plinth/session/values_to_write.hpp>
#include <plinth/session/write_pairs.hpp>

namespace plinth::detail {

class flusher {
 public:
  flusher(const flush_plan& plan, store& objects, connection& to, time_source clock,
          std::vector<written_row>* written) noexcept
      : plan_(plan), store_(objects), to_(to), written_(written), now_(clock), keys_(objects, plan), ahead_(to) {}

  /// Throws what the database and the values run into; the caller then rolls the whole transaction back.
  void run() {
    for (const flush_step& step : plan_.steps) {
      const auto rows = plan_.rows_of(step);
      if (!rows.empty()) keys_.begin(*rows.front()->model);
      try {
        take(step, rows);
      } catch (...) {
        receive();  // a row that was sent before may have failed before
        throw;
      }
      receive();
    }
  }

 private:
  void take(const flush_step& step, std::span<model::node* const> rows) {
    switch (step.verb) {
      case flush_verb::insert:
        if (step.columns == 0)
          insert_all(rows);
        else
          for (model::node* n : rows) insert_one(*n, step.columns);
        break;
      case flush_verb::update:
        for (model::node* n : rows) update(*n);
        break;
      case flush_verb::unpair: delete_pairs(plan_, to_); break;
      case flush_verb::pair: insert_pairs(plan_, to_); break;
      case flush_verb::remove:
        for (model::node* n : rows) remove(*n);
        break;
      case flush_verb::replace:
        for (std::size_t i = 0; i < rows.size(); i += 2) replace(*rows[i], *rows[i + 1]);
        break;
      case flush_verb::put_aside:
        for (model::node* n : rows) put_aside(*n, step.columns);
        break;
    }
  }

  // ---- one statement for each row, sent ahead of its result where the driver does that ----

  static constexpr std::size_t most_ahead = 256;

  /// A row whose statement was sent.
  struct sent_row {
    model::node* n;
    flush_verb verb;
    column_set columns = 0;   ///< changed by an UPDATE, or left for later by an INSERT
    column_set returned = 0;  ///< that the statement gives back
    column_set set_by_time = 0;
    std::int64_t version = 1;
    bool reported_key = false;  ///< the connection tells the key
  };

  /// Runs the statement with `cells_` as its values, now or ahead.
  void write(const fixed_shape& statement, const sent_row& row) {
    if (ahead_.send(statement.view(), cells_)) {
      sent_.push_back(row);
      if (sent_.size() == most_ahead) receive();
      return;
    }
    receive();
    finish(row, row.returned == 0 ? to_.execute(statement.view(), cells_)
                                  : read_back(*row.n, statement, cells_, row.returned));
  }

  /// What was sent has come to its end, and its objects know of it.
  void receive() {
    if (sent_.empty()) return;
    for (const sent_row& row : std::exchange(sent_, {})) {
      if (row.returned == 0) {
        finish(row, ahead_.execute());
      } else {
        const returned_kinds kinds(*row.n->model, row.returned);
        finish(row, read_back(*row.n, ahead_.open(kinds.view()), row.returned));
      }
    }
  }

  void finish(const sent_row& row, std::int64_t affected) {
    model::node& n = *row.n;
    if (row.verb == flush_verb::insert) {
      if (row.reported_key) give_key(n, to_.generated_key());
      became_persistent(n, store_.log(n), row.set_by_time, row.columns);
    } else if (row.verb == flush_verb::update) {
      require_one(n, affected, "changed");
      was_updated(n, row);
    } else {
      require_one(n, affected, "removed");
      if (row.set_by_time != 0) was_marked(n, row);
      note(flush_verb::remove, n);
      store_.unmap(n);
    }
  }

  // ---- INSERT ----

  /// From this many rows on one statement for several is faster (docs/performance.md); with a secondary unique index
  /// only where the statement need not be able to take rows back, see `sql::dialect::insert_of_several`.
  static constexpr std::size_t least_batch = 16;
  static constexpr std::size_t largest_batch = 128;
  static constexpr std::size_t most_parameters = 32'000;  // SQLite takes 32,766

  /// Rows of one model, as many in each statement as that takes.
  void insert_all(std::span<model::node* const> rows) {
    const model::model_info& m = *rows.front()->model;
    const bool batching = rows.size() >= least_batch && may_batch(m, rows.size());
    while (!rows.empty()) {
      std::size_t size = 1;
      if (batching)
        while (size * 2 <= std::min(rows.size(), largest_batch) && size * 2 * m.columns.size() <= most_parameters)
          size *= 2;
      const std::size_t done = size < least_batch ? insert_one(*rows.front()) : insert_batch(rows.first(size));
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
  std::size_t insert_one(model::node& n, column_set later = 0) {
    if (!sent_.empty() && keys_.waits_for_parent(n)) receive();
    keys_.before_write(n, later);
    logged_change& change = store_.log(n);
    keep_.clear();
    cells_.clear();
    const insert_columns columns = append_new_row(*n.model, n.object(), later, now_, keep_, cells_);
    change.generated_key = columns.generated_key;
    column_set returned = columns.returned;
    const bool reported = to_.dialect().reports_generated_key();
    if (columns.generated_key && !reported)
      returned |= column_set{1} << static_cast<std::size_t>(n.model->generated_column);
    write(insert_statement(*n.model, columns.bound, 1, returned), {.n = &n,
                                                                   .verb = flush_verb::insert,
                                                                   .columns = later,
                                                                   .returned = returned,
                                                                   .set_by_time = columns.set_by_time,
                                                                   .reported_key = columns.generated_key && reported});
    return 1;
  }

  /// One statement for all rows that leave the same to the database; the first that differs ends it.
  std::size_t insert_batch(std::span<model::node* const> rows) {
    keep_.clear();
    cells_.clear();
    const model::model_info& m = *rows.front()->model;
    insert_columns columns;
    std::array<column_set, largest_batch> set_by_time;
    std::size_t count = 0;
    for (; count < rows.size(); ++count) {
      keys_.before_write(*rows[count]);
      const std::size_t before = cells_.size();
      const insert_columns own = append_new_row(m, rows[count]->object(), 0, now_, keep_, cells_);
      if (count == 0) columns = own;
      set_by_time[count] = own.set_by_time;
      if (own.is_like(columns) && own.returned == 0) continue;
      cells_.resize(before);
      break;
    }
    if (count < rows.size()) {
      if (count == 0) return insert_one(*rows.front());
      if (!std::has_single_bit(count)) count = std::bit_floor(count);  // few sizes, few statements
      cells_.resize(count * static_cast<std::size_t>(std::popcount(columns.bound)));
    }
    const table_rules rules = m.generated_column < 0 ? table_rules::unknown : table_rules::none;  // see may_batch
    to_.execute(insert_statement(m, columns.bound, count, 0, rules).view(), cells_);
    std::int64_t key = to_.generated_key() - static_cast<std::int64_t>(count) + 1;
    for (std::size_t i = 0; i < count; ++i) {
      logged_change& change = store_.log(*rows[i]);
      change.generated_key = columns.generated_key;
      if (columns.generated_key) give_key(*rows[i], key++);
      became_persistent(*rows[i], change, set_by_time[i]);
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

  /// The kinds of the columns that a statement gives back.
  class returned_kinds {
   public:
    returned_kinds(const model::model_info& m, column_set returned) {
      for (std::size_t i = 0; i < m.columns.size(); ++i)
        if (has_column(returned, i)) kinds_[count_++] = m.kinds[i];
    }
    [[nodiscard]] std::span<const kind> view() const noexcept { return std::span(kinds_).first(count_); }

   private:
    std::array<kind, 64> kinds_;
    std::size_t count_ = 0;
  };

  /// Runs a statement with RETURNING and writes what it returns into the object. How many rows that was.
  std::int64_t read_back(model::node& n, const fixed_shape& statement, std::span<const cell> values,
                         column_set returned) {
    const returned_kinds kinds(*n.model, returned);
    return read_back(n, to_.open(statement.view(), values, kinds.view()), returned);
  }

  static std::int64_t read_back(model::node& n, cursor rows, column_set returned) {
    std::int64_t found = 0;
    for (; rows.next(); ++found) {
      std::size_t at = 0;
      for (std::size_t i = 0; i < n.model->columns.size(); ++i)
        if (has_column(returned, i)) write_column(n, i, rows.row()[at++]);
    }
    return found;
  }

  void became_persistent(model::node& n, logged_change& change, column_set set_by_time, column_set later = 0,
                         std::int64_t version = 1) {
    note(flush_verb::insert, n);
    give_version(n, change, version);
    give_times(n, change, set_by_time);
    store_.map(n);
    n.pass(model::object_event::insert);
    if (n.watched || later != 0) {
      store_.renew_snapshot(n, change);
      store_.watched().push_back(&n);
      n.watched = true;
    }
    if (later != 0) store_differs(n, change, later, {});
    note_queued(n, change);
    keys_.after_insert(n, later);
  }

  // ---- versions ----

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

  // ---- times ----

  /// After the row got them.
  void give_times(model::node& n, logged_change& change, column_set columns) {
    if (columns == 0) return;
    for (const model::time_column* t : {&n.model->created, &n.model->updated, &n.model->removed})
      if ((columns & set_of(*t)) != 0) write_column(n, static_cast<std::size_t>(t->column), now_.of(*t));
    change.filled |= columns;
  }

  /// Those of a new object that nobody has set.
  [[nodiscard]] column_set unset_times(const model::node& n) {
    column_set result = 0;
    for (const model::time_column* t : {&n.model->created, &n.model->updated})
      if (t->column >= 0 && is_unset(read_column(n, static_cast<std::size_t>(t->column), keep_))) result |= set_of(*t);
    return result;
  }

  /// Those that an UPDATE of these columns sets besides: that of the last change, unless it is changed itself.
  [[nodiscard]] column_set times_of_update(const model::node& n, column_set changed) {
    const column_set updated = set_of(n.model->updated);
    if (updated == 0 || (changed & updated) != 0) return 0;
    const cell value = read_column(n, static_cast<std::size_t>(n.model->updated.column), keep_);
    return same_value(value, now_.of(n.model->updated)) ? 0 : updated;
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
  void replace(model::node& n, model::node& former) {
    keys_.before_write(n);
    static_cast<void>(store_.log(former));
    note(flush_verb::remove, former);
    logged_change& change = store_.log(n);
    keep_.clear();
    cells_.clear();
    const column_set written = settable_columns(*n.model);
    const column_set set_by_time = unset_times(n);
    const std::int64_t version = version_of(former) + 1;
    append_changed_row(*n.model, n.object(), written, set_by_time, version, now_, keep_, cells_);
    append_old_key(former);
    if (written != 0) run_update(n, written, computed_columns(*n.model), "replaced");
    store_.unmap(former);
    became_persistent(n, change, set_by_time, 0, version);
  }

  /// What the relationships have to say is said by this flush; if it is undone, it has to be said again.
  static void note_queued(model::node& n, logged_change& change) {
    for (std::size_t i = 0; i < n.model->relationships.size(); ++i)
      if (model::link_of(n, n.model->relationships[i]).queued()) change.queued |= std::uint64_t{1} << i;
  }

  void update(model::node& n) {
    keys_.before_write(n);
    const column_set changed = columns_to_write(n);
    if (changed != 0) {
      logged_change& change = store_.log(n);
      keep_.clear();
      cells_.clear();
      const column_set times = times_of_update(n, changed);
      const column_set written = changed | version_columns(*n.model) | times;
      const std::int64_t version = version_of(n) + 1;
      append_changed_row(*n.model, n.object(), written, times, version, now_, keep_, cells_);
      append_old_key(n);
      note_queued(n, change);
      const column_set returned = computed_columns(*n.model);
      const bool new_key = key_changed(n, changed);  // others may look for it
      if (new_key) receive();
      write(update_statement(*n.model, written, returned), {.n = &n,
                                                            .verb = flush_verb::update,
                                                            .columns = changed,
                                                            .returned = returned,
                                                            .set_by_time = times,
                                                            .version = version});
      if (new_key) receive();
    } else {
      keys_.settle_links(n, changed);
    }
  }

  void was_updated(model::node& n, const sent_row& row) {
    logged_change& change = store_.log(n);
    note(flush_verb::update, n);
    give_version(n, change, row.version);
    give_times(n, change, row.set_by_time);
    const bool new_key = key_changed(n, row.columns);
    if (new_key) store_.unmap(n);
    keys_.after_update(n);
    store_.renew_snapshot(n, change);
    if (new_key) store_.map(n);
    keys_.settle_links(n, row.columns);
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
    if (n.model->removed.column >= 0) return mark_removed(n);
    append_old_key(n);
    write(delete_statement(*n.model), {.n = &n, .verb = flush_verb::remove});
  }

  /// The row stays, and says when it was removed. What else the program changed in the object goes with the object.
  void mark_removed(model::node& n) {
    const model::model_info& m = *n.model;
    const column_set times = set_of(m.removed) | set_of(m.updated);
    const std::int64_t version = version_of(n) + 1;
    store_.require_snapshot(n);
    const column_set written = times | version_columns(m);
    append_changed_row(m, n.object(), written, times, version, now_, keep_, cells_);
    append_old_key(n);
    write(update_statement(m, written),
          {.n = &n, .verb = flush_verb::remove, .set_by_time = times, .version = version});
  }

  void was_marked(model::node& n, const sent_row& row) {
    logged_change& change = store_.log(n);
    give_version(n, change, row.version);
    give_times(n, change, row.set_by_time);
  }

  [[nodiscard]] static bool key_changed(const model::node& n, column_set changed) {
    for (const std::uint16_t k : n.model->key)
      if (has_column(changed, k)) return true;
    return false;
  }

  /// The key that the row has in the database, behind the values that are there already, and the version that is
  /// expected there.
  void append_old_key(const model::node& n) {
    append_stored(n, n.model->key, keep_, cells_);
    if (n.model->version_column >= 0) cells_.push_back(cell::of_integer(version_of(n)));
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

  const flush_plan& plan_;
  store& store_;
  connection& to_;
  std::vector<written_row>* written_;
  flush_time now_;
  scratch keep_;
  std::vector<cell> cells_;
  key_carrier keys_;
  runs_ahead ahead_;
  std::vector<sent_row> sent_;
};

PLINTH_INLINE void carry_out(const flush_plan& plan, store& objects, connection& to, time_source clock,
                             std::vector<written_row>* written) {
  flusher(plan, objects, to, clock, written).run();
}

}  // namespace plinth::detail
