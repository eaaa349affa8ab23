// SPDX-License-Identifier: MIT
#pragma once

// Loads a relationship for many owners at once ("selectin"): one SELECT for each 500 of them.

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <plinth/engine/connection.hpp>
#include <plinth/model/link.hpp>
#include <plinth/session/statements.hpp>
#include <plinth/session/store.hpp>

namespace plinth::detail {

inline constexpr std::size_t keys_per_select = 500;

class relation_loader {
 public:
  relation_loader(store& objects, connection& from, const model::relationship_info& r)
      : store_(objects), from_(from), relation_(r), target_(r.target()) {}

  /// Fills the relationship of the owners that have not loaded it. Objects that the program has put in or taken out
  /// since stay where they are. Targets come in the order of their keys.
  void run(std::span<model::node* const> owners) {
    std::vector<model::node*> wanting;
    for (model::node* n : owners)
      if (n && n->state == model::object_state::persistent && !model::link_of(*n, relation_).is_loaded() &&
          !n->marked) {
        n->marked = true;
        wanting.push_back(n);
      }
    for (model::node* n : wanting) n->marked = false;
    if (relation_.holds_key) link_present(wanting);
    for (std::size_t i = 0; i < wanting.size(); i += keys_per_select)
      load(std::span(wanting).subspan(i, std::min(keys_per_select, wanting.size() - i)));
  }

 private:
  /// To-one targets that the session has already need no SELECT.
  void link_present(std::vector<model::node*>& wanting) {
    std::erase_if(wanting, [&](model::node* n) {
      std::array<cell, 8> key;
      const auto cells = own_key(*n, key);
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
    for (model::node* n : owners) {
      std::array<cell, 8> key;
      const auto cells = own_key(*n, key);
      values_.insert(values_.end(), cells.begin(), cells.end());
    }
    const std::size_t width = relation_.own_columns.size();
    if (relation_.holds_key && width == 1) drop_repeated();
    // Lists of a length between two powers of two repeat their last key, so that few statements serve all lengths.
    std::size_t count = values_.size() / width;
    const std::size_t rounded = std::min(std::bit_ceil(count), std::max(count, keys_per_select));
    for (; count < rounded; ++count)
      for (std::size_t i = 0; i < width; ++i) values_.push_back(values_[values_.size() - width]);
    read_rows(owners, select_in_statement(target_, relation_.target_columns, count));
  }

  void read_rows(std::span<model::node* const> owners, const fixed_shape& statement) {
    std::vector<model::node*> found;
    {
      cursor rows = from_.open(statement.view(), values_, target_.kinds);
      while (rows.next()) found.push_back(&store_.load(target_, rows.row()));
    }
    if (relation_.holds_key)
      link_to_one(owners, found);
    else
      link_children(owners, found);
    for (model::node* n : owners) model::link_of(*n, relation_).set_loaded(true);
  }

  void link_to_one(std::span<model::node* const> owners, std::span<model::node* const> found) {
    for (model::node* n : owners) {
      std::array<cell, 8> key;
      const auto cells = own_key(*n, key);
      for (model::node* t : found)
        if (keys_equal(*t, relation_.target_columns, cells)) {
          connect(*n, *t);
          break;
        }
    }
  }

  /// Children come sorted by their own key; each goes to the owner that its foreign key names.
  void link_children(std::span<model::node* const> owners, std::span<model::node* const> found) {
    tagged_table<model::node> by_key;
    by_key.reserve(owners.size());
    for (model::node* n : owners) {
      std::array<cell, 8> key;
      by_key.insert(tag(own_key(*n, key)), *n);
    }
    for (model::node* n : owners) before_.emplace_back(n, std::exchange(model::link_of(*n, relation_).targets(), {}));
    for (model::node* child : found) {
      std::array<cell, 8> key;
      for (std::size_t i = 0; i < relation_.target_columns.size(); ++i)
        key[i] = read_column(*child, relation_.target_columns[i], keep_);
      const auto cells = std::span<const cell>(key).first(relation_.target_columns.size());
      model::node* owner = by_key.find(tag(cells), [&](const model::node& n) {
        std::array<cell, 8> own;
        return equal(own_key(n, own), cells);
      });
      if (owner && !moved_away(*child, *owner)) connect(*owner, *child);
    }
    for (auto& [n, queued] : before_)
      for (model::node* child : queued)
        if (!model::link_of(*n, relation_).has(child)) model::link_of(*n, relation_).targets().push_back(child);
    before_.clear();
  }

  /// Whether the program has removed the child or pointed it to somebody else since its row was read.
  [[nodiscard]] bool moved_away(model::node& child, const model::node& owner) const {
    if (child.state == model::object_state::removed) return true;
    const model::relationship_info* back = inverse();
    if (!back || back->to_many) return false;
    const model::link& l = model::link_of(child, *back);
    return l.queued() && !l.has(&owner);
  }

  /// Links both sides without marking anything as changed.
  void connect(model::node& owner, model::node& target) {
    model::link_of(owner, relation_).targets().push_back(&target);
    const model::relationship_info* back = inverse();
    if (!back || back->to_many) return;
    model::link& other = model::link_of(target, *back);
    if (!other.queued()) {
      other.targets().assign(1, &owner);
      other.set_loaded(true);
    }
  }

  [[nodiscard]] const model::relationship_info* inverse() const noexcept {
    return relation_.inverse < 0 ? nullptr : &target_.relationships[static_cast<std::size_t>(relation_.inverse)];
  }

  [[nodiscard]] std::span<const cell> own_key(const model::node& n, std::array<cell, 8>& out) {
    for (std::size_t i = 0; i < relation_.own_columns.size(); ++i)
      out[i] = read_column(n, relation_.own_columns[i], keep_);
    return std::span<const cell>(out).first(relation_.own_columns.size());
  }

  [[nodiscard]] static std::uint64_t tag(std::span<const cell> key) noexcept {
    std::uint64_t h = 0;
    for (const cell& c : key) h = hash_of(c, h);
    return h;
  }

  [[nodiscard]] static bool equal(std::span<const cell> a, std::span<const cell> b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), &same_value);
  }

  [[nodiscard]] bool keys_equal(const model::node& n, std::span<const std::uint16_t> columns,
                                std::span<const cell> key) {
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (!same_value(read_column(n, columns[i], keep_), key[i])) return false;
    return true;
  }

  void drop_repeated() {
    const auto less = [](const cell& a, const cell& b) {
      return has_bytes(a.kind) ? a.bytes() < b.bytes() : a.integer < b.integer;
    };
    std::sort(values_.begin(), values_.end(), less);
    values_.erase(std::unique(values_.begin(), values_.end(), &same_value), values_.end());
  }

  store& store_;
  connection& from_;
  const model::relationship_info& relation_;
  const model::model_info& target_;
  scratch keep_;
  std::vector<cell> values_;
  std::vector<std::pair<model::node*, std::vector<model::node*>>> before_;
};

}  // namespace plinth::detail
