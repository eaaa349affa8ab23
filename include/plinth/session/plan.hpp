// SPDX-License-Identifier: MIT
#pragma once

// What a flush is going to do, decided before it does anything: which rows to insert, update and delete, in which
// order, and which keys to carry from one object to another on the way. Plain data, made without I/O.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <plinth/model/node.hpp>
#include <plinth/session/link_changes.hpp>
#include <plinth/session/relation_statements.hpp>
#include <plinth/session/statements.hpp>

namespace plinth::detail {

/// "The foreign key of `child` is the key of `parent`" (null: is NULL), said by a relationship whose targets have no
/// member that says it back: done just before the child's row is written, when the parent has its key.
struct key_copy {
  model::node* child;
  model::node* parent;
  const model::relationship_info* relation;  ///< of the parent
};

/// All pairs of a removed object that the database does not take away with it.
struct pair_purge {
  model::node* n;
  const model::relationship_info* relation;
  pair_end end;  ///< at which the object is
};

enum class flush_verb : std::uint8_t {
  insert,  ///< several rows in one statement where that is faster
  update,  ///< of what changed; a row may turn out to need none
  remove,
  unpair,     ///< takes rows of tables of pairs away
  pair,       ///< adds rows to tables of pairs
  replace,    ///< a new row takes over the row of a removed one that has its key: the new, the removed, …
  put_aside,  ///< some columns become NULL, or get values that stand in for unique ones, until another step is done
};

/// What is done to some rows of one model, one after the other.
struct flush_step {
  flush_verb verb;
  std::size_t first;  ///< position among the plan's rows
  std::size_t count;
  column_set columns = 0;  ///< that an INSERT leaves NULL for now, or that are put aside
};

/// What the UPDATEs of a model's rows change, all together.
struct touched_columns {
  const model::model_info* model;
  column_set columns;
};

struct flush_plan {
  std::vector<model::node*> rows;
  std::vector<flush_step> steps;  ///< in the order in which they are done
  std::vector<key_copy> copies;   ///< sorted by child
  std::vector<pair_purge> purges;
  std::vector<link_change> pairs;
  std::vector<touched_columns> touched;

  [[nodiscard]] bool empty() const noexcept { return steps.empty(); }

  [[nodiscard]] std::span<model::node* const> rows_of(const flush_step& step) const {
    return std::span(rows).subspan(step.first, step.count);
  }

  [[nodiscard]] std::span<const key_copy> copies_of(const model::node& child) const;
};

/// Whether a relationship member says what a foreign key of the object's own row is to be.
[[nodiscard]] bool says_key(const model::node& n, const model::relationship_info& r) noexcept;

/// Whether any of the object's relationships does.
[[nodiscard]] bool says_any_key(const model::node& n) noexcept;

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/plan.hpp>
#endif
