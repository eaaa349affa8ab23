// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/loading.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/tagged_table.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/model/link.hpp>
#include <plinth/session/next_object.hpp>
#include <plinth/session/snapshot.hpp>
#include <plinth/session/statements.hpp>
#include <plinth/session/store.hpp>

namespace plinth::detail {

[[nodiscard]] PLINTH_INLINE bool has_row(const model::node& n) noexcept {
  return n.state == model::object_state::persistent || n.state == model::object_state::removed;
}

class relation_loader {
 public:
  relation_loader(store& objects, connection& from, const model::relationship_info& r)
      : store_(objects), from_(from), relation_(r), target_(r.target()) {}

  /// Fills the relationship of the owners that have not loaded it. Objects that the program has put in or taken out
  /// since stay where they are. Targets come in the order of their keys.
  void run(std::span<model::node* const> owners) {
    std::vector<model::node*> wanting;
    for (model::node* n : owners)
      if (n && has_row(*n) && !model::link_of(*n, relation_).is_loaded() && n->mark == 0) {
        n->mark = 1;
        wanting.push_back(n);
      }
    for (model::node* n : wanting) n->mark = 0;
    if (relation_.holds_key) link_present(wanting);
    for (std::size_t i = 0; i < wanting.size(); i += keys_per_select)
      load(std::span(wanting).subspan(i, std::min(keys_per_select, wanting.size() - i)));
  }

 private:
  /// To-one targets that the session has already need no SELECT.
  void link_present(std::vector<model::node*>& wanting) {
    std::erase_if(wanting, [&](model::node* n) {
      std::array<cell, 8> key;
      const auto cells = key_of(*n, relation_.own_columns, key);
      model::link& l = model::link_of(*n, relation_);
      if (cells[0].is_null()) {
        l.set_loaded(true);
        return true;
      }
      model::node* present = target_.key.size() == cells.size() ? store_.find(target_, cells) : nullptr;
      if (!present) return false;
      connect(*n, *present);
      l.set_loaded(true);
      return true;
    });
  }

  void load(std::span<model::node* const> owners) {
    keep_.clear();
    values_.clear();
    tagged_table<model::node> by_key;  // of the owners; of several to-one owners of one target, the first
    for (model::node* n : owners) {
      std::array<cell, 8> key;
      const auto cells = key_of(*n, relation_.own_columns, key);
      if (find(by_key, cells, relation_.own_columns)) continue;
      by_key.insert(tag(cells), *n);
      values_.insert(values_.end(), cells.begin(), cells.end());
    }
    // Lists of a length between two powers of two repeat their last key, so that few statements serve all lengths.
    const std::size_t width = relation_.own_columns.size();
    std::size_t count = values_.size() / width;
    const std::size_t rounded = std::min(std::bit_ceil(count), std::max(count, keys_per_select));
    for (; count < rounded; ++count)
      for (std::size_t i = 0; i < width; ++i) values_.push_back(values_[values_.size() - width]);

    std::vector<model::node*> found;
    {
      const fixed_shape statement = select_in_statement(target_, relation_.target_columns, count);
      cursor rows = from_.open(statement.view(), values_, target_.kinds);
      while (model::node* n = next_object(rows, store_, target_)) found.push_back(n);
    }
    if (relation_.holds_key)
      link_targets(owners, found);
    else
      link_children(owners, found, by_key);
    for (model::node* n : owners) model::link_of(*n, relation_).set_loaded(true);
  }

  /// Each owner to the target that its foreign key names.
  void link_targets(std::span<model::node* const> owners, std::span<model::node* const> found) {
    tagged_table<model::node> by_key;
    std::array<cell, 8> key;
    for (model::node* t : found) by_key.insert(tag(key_of(*t, relation_.target_columns, key)), *t);
    for (model::node* n : owners)
      if (model::node* t = find(by_key, key_of(*n, relation_.own_columns, key), relation_.target_columns))
        connect(*n, *t);
  }

  /// Children come sorted by their own key; each goes to the owner that its foreign key names.
  void link_children(std::span<model::node* const> owners, std::span<model::node* const> found,
                     const tagged_table<model::node>& by_key) {
    std::vector<model::node_list> queued(owners.size());
    for (std::size_t i = 0; i < owners.size(); ++i) queued[i].swap(model::link_of(*owners[i], relation_).targets());
    std::array<cell, 8> key;
    for (model::node* child : found) {
      model::node* owner = find(by_key, key_of(*child, relation_.target_columns, key), relation_.own_columns);
      if (owner && !moved_away(*child, *owner)) connect(*owner, *child);
    }
    for (std::size_t i = 0; i < owners.size(); ++i) {
      model::link& l = model::link_of(*owners[i], relation_);
      for (model::node* child : queued[i])
        if (!l.targets().has(child)) l.targets().push_back(child);
    }
  }

  /// Whether the program has removed the child or pointed it to somebody else since its row was read.
  [[nodiscard]] bool moved_away(model::node& child, const model::node& owner) const {
    if (child.state == model::object_state::removed) return true;
    const model::relationship_info* back = inverse();
    if (!back || back->to_many) return false;
    const model::link& l = model::link_of(child, *back);
    return l.queued() && !l.targets().has(&owner);
  }

  /// Links both sides without marking anything as changed.
  void connect(model::node& owner, model::node& target) {
    model::touch(owner);
    model::touch(target);
    model::link_of(owner, relation_).targets().push_back(&target);
    const model::relationship_info* back = inverse();
    if (!back || back->to_many) return;
    model::link& other = model::link_of(target, *back);
    if (!other.queued()) {
      other.targets().assign(&owner);
      other.set_loaded(true);
    }
  }

  [[nodiscard]] const model::relationship_info* inverse() const noexcept {
    return relation_.inverse < 0 ? nullptr : &target_.relationships[static_cast<std::size_t>(relation_.inverse)];
  }

  [[nodiscard]] std::span<const cell> key_of(const model::node& n, std::span<const std::uint16_t> columns,
                                             std::array<cell, 8>& out) {
    for (std::size_t i = 0; i < columns.size(); ++i) out[i] = read_column(n, columns[i], keep_);
    return std::span<const cell>(out).first(columns.size());
  }

  [[nodiscard]] static std::uint64_t tag(std::span<const cell> key) noexcept {
    std::uint64_t h = 0;
    for (const cell& c : key) h = hash_of(c, h);
    return h;
  }

  /// The node in the table whose `columns` have these values.
  [[nodiscard]] model::node* find(const tagged_table<model::node>& in, std::span<const cell> key,
                                  std::span<const std::uint16_t> columns) {
    return in.find(tag(key), [&](const model::node& n) {
      for (std::size_t i = 0; i < columns.size(); ++i)
        if (!same_value(read_column(n, columns[i], keep_), key[i])) return false;
      return true;
    });
  }

  store& store_;
  connection& from_;
  const model::relationship_info& relation_;
  const model::model_info& target_;
  scratch keep_;
  std::vector<cell> values_;
};

PLINTH_INLINE void load_relation(store& objects, connection& from, const model::relationship_info& r,
                                 std::span<model::node* const> owners) {
  relation_loader(objects, from, r).run(owners);
}

}  // namespace plinth::detail
