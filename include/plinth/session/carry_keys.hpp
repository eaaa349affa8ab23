// SPDX-License-Identifier: MIT
#pragma once

// Foreign keys and relationships of the rows that a flush writes: before a row is written its keys say what its
// relationships say; afterwards the relationships say what its keys say.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/plan.hpp>
#include <plinth/session/statements.hpp>
#include <plinth/session/store.hpp>

namespace plinth::detail {

[[nodiscard]] inline column_set set_of(std::span<const std::uint16_t> columns) noexcept {
  column_set result = 0;
  for (const std::uint16_t c : columns) result |= column_set{1} << c;
  return result;
}

class key_carrier {
 public:
  /// Both have to stay.
  key_carrier(store& objects, const flush_plan& plan) noexcept : store_(objects), plan_(plan) {}

  /// The rows written next are of this model.
  void begin(const model::model_info& m);

  /// Whether a row of the same model has to get its key from the database before `n` can point to it.
  [[nodiscard]] bool waits_for_parent(model::node& n);

  /// Before the row is written: what relationships say of the keys of `n`. Their targets have theirs by now, but for
  /// those of columns that are written `later`. Throws `session_error`: E3106 where a key that may not be NULL points
  /// to nobody, E3151 where a new object never got an owner.
  void before_write(model::node& n, column_set later = 0);

  /// After a new row was written: whom its keys point to, where the program set them and not the relationship.
  void after_insert(model::node& n, column_set later);

  /// After an UPDATE, while the snapshot has the row as it was: the collections that have no member in `n`.
  void after_update(model::node& n);

  /// After an UPDATE, or where none was needed: a foreign key that the program changed by itself shows.
  void settle_links(model::node& n, column_set changed);

 private:
  void copy_key(model::node& child, std::span<const std::uint16_t> columns, const model::node* parent,
                std::span<const std::uint16_t> parent_columns, const model::relationship_info& r);
  [[noreturn]] static void refuse_nobody(const model::node& n, const model::relationship_info& r, std::size_t column);
  void require_owner(const model::node& n, const model::relationship_info& r);
  [[noreturn]] static void refuse_ownerless(const model::node& n, const model::relationship_info& r,
                                            std::string_view column);
  void follow_key(model::node& n, const model::relationship_info& r);
  void follow_one_sided(model::node& n, const cell* before);
  [[nodiscard]] bool is_said(const model::node& n, const model::relationship_info& r) const;

  store& store_;
  const flush_plan& plan_;
  scratch keep_;
  std::vector<const model::relationship_info*> one_sided_;  ///< those that lead to the model and have no other side
};

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/carry_keys.hpp>
#endif
