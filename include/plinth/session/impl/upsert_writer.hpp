// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/upsert_writer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/session/impl/statements.hpp>
#include <plinth/session/overwrite.hpp>
#include <plinth/session/store.hpp>
#include <plinth/session/values_to_write.hpp>
#include <plinth/sql/nodes.hpp>

namespace plinth::detail {

PLINTH_INLINE void write_column_list(sql::rendering& out, const model::model_info& m, column_set columns) {
  const char* separator = "";
  for (std::size_t i = 0; i < m.columns.size(); ++i) {
    if (!has_column(columns, i)) continue;
    (out << separator).name(m.columns[i].name);
    separator = ", ";
  }
}

/// Behind an INSERT. The tokens that follow: the model, the columns that are taken over, whether the time of the change
/// is set, and the number of assignments with those.
PLINTH_INLINE void render_conflict(sql::rendering& out, const sql::shape&, std::uint64_t compared) {
  const model::model_info& m = take_model(out);
  const column_set taken_over = out.take().detail;
  const bool sets_time = out.take().detail != 0;
  const std::uint64_t assignments = out.take().detail;
  out << " ON CONFLICT (";
  write_column_list(out, m, compared);
  out << ") DO ";
  if (taken_over == 0 && assignments == 0) {
    out << "NOTHING";
    return;
  }
  const char* separator = "UPDATE SET ";
  for (std::size_t i = 0; i < m.columns.size(); ++i) {
    if (!has_column(taken_over, i)) continue;
    (out << separator).name(m.columns[i].name) << " = ";
    out.name("excluded") << '.';
    out.name(m.columns[i].name);
    separator = ", ";
  }
  for (std::uint64_t i = 0; i < assignments; ++i) {
    out << separator;
    out.next();
    separator = ", ";
  }
  if (sets_time) {
    (out << separator).name(m.columns[static_cast<std::size_t>(m.updated.column)].name) << " = ";
    out.parameter();
  }
  if (m.version_column < 0) return;
  const auto version = static_cast<std::size_t>(m.version_column);
  (out << separator).name(m.columns[version].name) << " = ";
  write_qualified(out, m, version);
  out << " + 1";
}

/// All columns, and what tells whether the row is new.
PLINTH_INLINE void render_written_row(sql::rendering& out, const sql::shape&, std::uint64_t) {
  const model::model_info& m = take_model(out);
  out << " RETURNING ";
  write_column_list(out, m, all_columns(m));
  if (!out.dialect().is_new_row().empty()) out << ", " << out.dialect().is_new_row();
}

PLINTH_INLINE void render_present(sql::rendering& out, const sql::shape&, std::uint64_t compared) {
  const model::model_info& m = take_model(out);
  write_select(out, m);
  const char* separator = " WHERE ";
  for (std::size_t i = 0; i < m.columns.size(); ++i) {
    if (!has_column(compared, i)) continue;
    (out << separator).name(m.columns[i].name) << " = ";
    out.parameter();
    separator = " AND ";
  }
}

inline constexpr sql::shape conflict_shape{&render_conflict};
inline constexpr sql::shape written_row_shape{&render_written_row};
inline constexpr sql::shape present_shape{&render_present};

PLINTH_INLINE upsert_writer::upsert_writer(session_core& s, const model::model_info& m, const conflict_rule& rule)
    : session_(s),
      model_(m),
      rule_(rule),
      now_(s.clock()),
      told_(!s.write_connection().dialect().is_new_row().empty()),
      kinds_(m.kinds.begin(), m.kinds.end()) {
  if (told_) kinds_.push_back(kind::boolean);
}

PLINTH_INLINE row_outcome upsert_writer::write(const void* row, const row_target* back) {
  keep_.clear();
  cells_.clear();
  refuse_related(model_, row, "insert");
  const column_set bound = append_new_row(model_, row, 0, now_, keep_, cells_).bound;
  const bool may_be_there = find_compared(bound);
  const bool was_there = may_be_there && rule_.updates() && !told_ && read_present(nullptr);
  make_statement(bound);
  cursor rows = session_.write_connection().open(statement_, cells_, kinds_);
  if (rows.next()) {
    const bool is_new = told_ ? rows.row()[model_.columns.size()].integer != 0 : !was_there;
    if (back) read_row(*back->layout, rows.row(), back->object);
    model::node* const loaded = overwrite_loaded(rows.row());
    while (rows.next()) {
    }
    session_.call_load_hooks();
    if (loaded) settle_overwritten(session_.store(), *loaded);
    return is_new ? row_outcome::inserted : row_outcome::updated;
  }
  if (back && !(may_be_there && read_present(back)))
    throw no_row(3204, joined({"a row of \"", model_.table->name,
                               "\" was not inserted, and the one in its way is not there any more; run the transaction "
                               "again, or use execute() where the row is not needed"}));
  return row_outcome::unchanged;
}

PLINTH_INLINE bool upsert_writer::find_compared(column_set bound) {
  compared_.clear();
  bool may_be_equal = true;
  std::size_t place = 0;
  for (std::size_t i = 0; i < model_.columns.size(); ++i) {
    const bool is_bound = has_column(bound, i);
    if (has_column(rule_.compared, i)) {
      if (!is_bound && !model_.columns[i].generated)
        throw query_error(
            3307, joined({"on_conflict compares rows by \"", model_.table->name, "\".\"", model_.columns[i].name,
                          "\", and a row leaves its value to the database; give it one"}));
      if (is_bound) compared_.push_back(cells_[place]);
      may_be_equal = may_be_equal && is_bound && !cells_[place].is_null();
    }
    place += is_bound ? 1 : 0;
  }
  return may_be_equal;
}

PLINTH_INLINE bool upsert_writer::read_present(const row_target* back) {
  const std::array<sql::token, 2> statement{sql::token{&present_shape, rule_.compared}, model_operand(model_)};
  cursor rows = session_.write_connection().open(statement, compared_, model_.kinds);
  if (!rows.next()) return false;
  if (back) read_row(*back->layout, rows.row(), back->object);
  return true;
}

PLINTH_INLINE void upsert_writer::make_statement(column_set bound) {
  const fixed_shape insert = insert_statement(model_, bound, 1, 0);
  statement_.assign(insert.view().begin(), insert.view().end());
  statement_.push_back({&conflict_shape, rule_.compared});
  statement_.push_back(model_operand(model_));
  statement_.push_back({&operand, rule_.taken_over});
  statement_.push_back({&operand, sets_time() ? 1U : 0U});
  statement_.push_back({&operand, rule_.assignments});
  statement_.insert(statement_.end(), rule_.assigned.tokens.begin(), rule_.assigned.tokens.end());
  statement_.push_back({&written_row_shape, 0});
  statement_.push_back(model_operand(model_));
  for (const sql::parameter& p : rule_.assigned.values) cells_.push_back(p.value);
  if (sets_time()) cells_.push_back(now_.of(model_.updated));
}

PLINTH_INLINE model::node* upsert_writer::overwrite_loaded(const cell* row) {
  std::array<cell, 8> key;
  for (std::size_t i = 0; i < model_.key.size(); ++i) key[i] = row[model_.key[i]];
  model::node* const n = session_.store().find(model_, std::span(key).first(model_.key.size()));
  if (!n || n->state != model::object_state::persistent) return nullptr;
  session_.store().watch(*n);  // a rollback is to give it back what it has
  overwrite(session_.store(), *n, row);
  return n;
}

}  // namespace plinth::detail
