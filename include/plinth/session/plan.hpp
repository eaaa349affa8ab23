// SPDX-License-Identifier: MIT
#pragma once

// What a flush is going to do, decided before it does anything: which rows to insert, update and delete, in which
// order, and which keys to carry from one object to another on the way. Plain data, made without I/O.

#include <span>
#include <vector>

#include <plinth/model/node.hpp>

namespace plinth::detail {

/// "The foreign key of `child` is the key of `parent`", said by a collection whose targets have no member that says it
/// back: done just before the child's row is written, when the parent has its key.
struct key_copy {
  model::node* child;
  model::node* parent;
  const model::relationship_info* relation;  ///< of the parent
};

struct flush_plan {
  std::vector<model::node*> inserts;  ///< each after the rows that it points to
  std::vector<model::node*> updates;  ///< may turn out to need none
  std::vector<model::node*> deletes;  ///< each after the rows that point to it
  std::vector<key_copy> copies;       ///< sorted by child

  [[nodiscard]] bool empty() const noexcept { return inserts.empty() && updates.empty() && deletes.empty(); }

  [[nodiscard]] std::span<const key_copy> copies_of(const model::node& child) const;
};

/// Whether a relationship member says what a foreign key of the object's own row is to be.
[[nodiscard]] bool says_key(const model::node& n, const model::relationship_info& r) noexcept;

/// The plan for these objects. `removed` have been marked; `pending` and `watched` hold no removed object.
[[nodiscard]] flush_plan make_plan(std::span<model::node* const> pending, std::span<model::node* const> watched,
                                   std::span<model::node* const> removed);

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/plan.hpp>
#endif
