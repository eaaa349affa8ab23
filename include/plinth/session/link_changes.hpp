// SPDX-License-Identifier: MIT
#pragma once

// What relationships say and no column of an object does, kept until a flush writes it: pairs of a many-to-many
// relationship, and children whose model has no member that says to whom they belong.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include <plinth/core/tagged_table.hpp>
#include <plinth/model/node.hpp>

namespace plinth::detail {

enum class link_step : std::uint8_t { none, add, remove };

/// Of pairs, `relation` is the one whose own columns stand first in the table of pairs, whichever side was changed.
struct link_change {
  model::node* owner = nullptr;
  model::node* target = nullptr;
  const model::relationship_info* relation = nullptr;
  link_step step = link_step::none;
  bool unsure = false;  ///< a pair that may be there already, or not be there
};

class link_changes {
 public:
  /// `target` has come to `owner`, or left it. Of two changes that cancel each other nothing is left.
  void add(model::node& owner, const model::relationship_info& r, model::node& target);
  void remove(model::node& owner, const model::relationship_info& r, model::node& target);

  /// What the next flush does about a pair or a child; null where it does nothing.
  [[nodiscard]] const link_change* find(const model::node& owner, const model::relationship_info& r,
                                        const model::node& target) const;

  [[nodiscard]] bool empty() const noexcept { return waiting_.empty(); }

  /// What waits for a flush, in the order of the first change of each.
  [[nodiscard]] const std::deque<link_change>& waiting() const noexcept { return waiting_; }

  /// A flush has written what waited. It is remembered for as long as the transaction can be undone.
  void written();

  /// How much this transaction has written: a place to return to.
  [[nodiscard]] std::size_t mark() const noexcept { return written_.size(); }

  /// What was written since `mark` is gone from the database, and waits again, before what waits now.
  void take_back(std::size_t mark);

  /// Forgets what waits, and what was written since `mark`.
  void drop(std::size_t mark);

  /// What was written stands.
  void committed() noexcept { written_.clear(); }

 private:
  void note(link_change wanted);
  [[nodiscard]] link_change* find_waiting(const link_change& wanted) const;

  std::deque<link_change> waiting_;
  tagged_table<link_change> index_;
  std::vector<link_change> written_;
};

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/link_changes.hpp>
#endif
