// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/loading.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/model/link.hpp>
#include <plinth/session/key_lookup.hpp>
#include <plinth/session/link_filler.hpp>
#include <plinth/session/relation_statements.hpp>
#include <plinth/session/snapshot.hpp>
#include <plinth/session/statements.hpp>
#include <plinth/session/store.hpp>

namespace plinth::detail {

/// Reads the targets of some owners. What becomes of them is the business of who asks.
class related_rows {
 public:
  related_rows(store& objects, connection& from, const model::relationship_info& r, const sql::select_parts* words)
      : store_(objects), from_(from), relation_(r), target_(r.target()), words_(words) {
    if (!r.secondary) return;
    kinds_.assign(target_.kinds.begin(), target_.kinds.end());
    for (const std::uint16_t column : r.own_columns) kinds_.push_back(r.owner->kinds[column]);
  }

  /// One SELECT for at most `keys_per_select` owners. Calls `f(target, key)` for each row: the key is the owner's as
  /// the row has it, in the target's columns or, of a relationship that goes by pairs, behind them.
  template <class Function>
  void read(std::span<model::node* const> owners, key_lookup& by_key, const Function& f) {
    keep_.clear();
    values_.clear();
    key_buffer key;
    for (model::node* n : owners) {
      const auto cells = read_key(*n, relation_.own_columns, key, keep_);
      if (!cells.empty() && by_key.add(*n, cells)) values_.insert(values_.end(), cells.begin(), cells.end());
    }
    if (values_.empty()) return;
    const std::size_t count = pad();
    cursor rows = open(count);
    if (relation_.secondary)
      while (rows.next()) {
        const auto link = std::span(rows.row() + target_.columns.size(), relation_.own_columns.size());
        f(store_.load(target_, rows.row()), link);
      }
    else
      read_objects(rows, f);
  }

 private:
  /// Rows of the target's columns alone. The blank object has the row's values even where another is present.
  template <class Function>
  void read_objects(cursor& rows, const Function& f) {
    scratch keep;
    key_buffer key;
    for (;;) {
      model::node& blank = store_.blank(target_);
      const driver::row_place got = rows.next_into(target_.places, blank.object());
      if (got == driver::row_place::none) return;
      if (got == driver::row_place::cells) store_.fill(blank, rows.row());
      model::node& target = store_.load(blank);
      keep.clear();
      f(target, read_key(blank, relation_.target_columns, key, keep));
    }
  }

  /// Lists of a length between two powers of two repeat their last key, so that few statements serve all lengths.
  [[nodiscard]] std::size_t pad() {
    const std::size_t width = relation_.own_columns.size();
    std::size_t count = values_.size() / width;
    const std::size_t rounded = std::min(std::bit_ceil(count), std::max(count, keys_per_select));
    for (; count < rounded; ++count)
      for (std::size_t i = 0; i < width; ++i) values_.push_back(values_[values_.size() - width]);
    return count;
  }

  [[nodiscard]] cursor open(std::size_t count) {
    const auto kinds = relation_.secondary ? std::span<const kind>(kinds_) : target_.kinds;
    const column_set columns = all_columns(target_);
    if (!words_) return from_.open(select_related_statement(relation_, columns, count).view(), values_, kinds);
    for (const sql::part p : {sql::part::where, sql::part::order_by})
      for (const sql::parameter& v : words_->clause(p).values) values_.push_back(v.value);
    return from_.open(select_related_statement(relation_, columns, count, *words_), values_, kinds);
  }

  store& store_;
  connection& from_;
  const model::relationship_info& relation_;
  const model::model_info& target_;
  const sql::select_parts* words_;
  std::vector<kind> kinds_;
  scratch keep_;
  std::vector<cell> values_;
};

class relation_loader {
 public:
  relation_loader(store& objects, connection& from, const model::relationship_info& r, const sql::select_parts* words)
      : store_(objects),
        relation_(r),
        rows_(objects, from, r, words),
        anew_(words != nullptr),
        filtered_(words && words->has(sql::part::where)) {}

  void run(std::span<model::node* const> owners) {
    std::vector<model::node*> wanting;
    for (model::node* n : owners)
      if (n && has_row(*n) && n->mark == 0 && (anew_ || !model::link_of(*n, relation_).is_complete())) {
        n->mark = 1;
        wanting.push_back(n);
      }
    for (model::node* n : wanting) n->mark = 0;
    if (relation_.holds_key) link_present(wanting);
    for (std::size_t i = 0; i < wanting.size(); i += keys_per_select) {
      const auto some = std::span(wanting).subspan(i, std::min(keys_per_select, wanting.size() - i));
      if (relation_.holds_key)
        load_owners(some);
      else
        load_children(some);
    }
  }

 private:
  /// To-one targets that the session has already need no SELECT.
  void link_present(std::vector<model::node*>& wanting) {
    link_filler filler(store_, relation_);
    std::erase_if(wanting, [&](model::node* n) {
      key_buffer key;
      const bool points = !read_key(*n, relation_.own_columns, key, keep_).empty();
      model::node* present = points ? store_.named_by_key(*n, relation_) : nullptr;
      if (points && (!present || is_kept_removed(*present))) return false;
      filler.begin(*n);
      if (present) filler.connect(*n, *present);
      return true;
    });
    filler.finish(false);
  }

  /// Each of `some` to the target that its foreign key names.
  void load_owners(std::span<model::node* const> some) {
    key_lookup by_key(relation_.own_columns);
    key_lookup targets(relation_.target_columns);
    key_buffer key;
    rows_.read(some, by_key, [&](model::node& target, std::span<const cell> link) { targets.add(target, link); });
    link_filler filler(store_, relation_);
    for (model::node* n : some) {
      filler.begin(*n);
      model::link_of(*n, relation_).targets().clear();
      if (model::node* t = targets.find(read_key(*n, relation_.own_columns, key, keep_))) filler.connect(*n, *t);
    }
    filler.finish(false);
  }

  /// Each row to the owner that it names.
  void load_children(std::span<model::node* const> some) {
    key_lookup by_key(relation_.own_columns);
    by_key.reserve(some.size());
    link_filler filler(store_, relation_);
    for (model::node* n : some) filler.begin(*n);
    rows_.read(some, by_key, [&](model::node& target, std::span<const cell> link) {
      if (model::node* owner = by_key.find(link)) filler.connect(*owner, target);
    });
    filler.finish(filtered_);
  }

  store& store_;
  const model::relationship_info& relation_;
  related_rows rows_;
  bool anew_;
  bool filtered_;
  scratch keep_;
};

PLINTH_INLINE void load_relation(store& objects, connection& from, const model::relationship_info& r,
                                 std::span<model::node* const> owners, const sql::select_parts* targets) {
  const bool says_something = targets && (targets->has(sql::part::where) || targets->has(sql::part::order_by));
  relation_loader(objects, from, r, says_something ? targets : nullptr).run(owners);
}

PLINTH_INLINE std::vector<model::node*> load_targets(store& objects, connection& from,
                                                     const model::relationship_info& r,
                                                     std::span<model::node* const> owners) {
  std::vector<model::node*> found;
  related_rows rows(objects, from, r, nullptr);
  for (std::size_t i = 0; i < owners.size(); i += keys_per_select) {
    key_lookup by_key(r.own_columns);
    rows.read(owners.subspan(i, std::min(keys_per_select, owners.size() - i)), by_key,
              [&](model::node& target, std::span<const cell>) { found.push_back(&target); });
  }
  return found;
}

}  // namespace plinth::detail
