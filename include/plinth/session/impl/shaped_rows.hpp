// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/shaped_rows.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/model/info.hpp>
#include <plinth/model/row_shape.hpp>
#include <plinth/session/loading.hpp>
#include <plinth/session/query_run.hpp>
#include <plinth/session/relation_statements.hpp>
#include <plinth/session/row_layout.hpp>
#include <plinth/session/statements.hpp>

namespace plinth::detail {

PLINTH_INLINE std::size_t shaped_rows::cell_of(std::size_t column) const noexcept {
  return static_cast<std::size_t>(std::popcount(columns_ & ((column_set{1} << column) - 1)));
}

PLINTH_INLINE void shaped_rows::place(std::span<const std::uint16_t> columns, std::vector<std::size_t>& out) const {
  for (const std::uint16_t column : columns) out.push_back(cell_of(column));
}

PLINTH_INLINE void shaped_rows::link_of(const cell* row, std::vector<cell>& out) const {
  out.clear();
  for (const std::size_t at : links_) out.push_back(row[at]);
}

PLINTH_INLINE shaped_rows::shaped_rows(const model::row_shape& shape, const model::relationship_info* from)
    : shape_(shape) {
  std::span<const std::uint16_t> links;
  if (from && !from->secondary) links = from->target_columns;
  const auto want = [&](std::size_t column) { columns_ |= column_set{1} << column; };
  for (const model::shape_column& c : shape.columns) want(c.column);
  for (const std::uint16_t column : links) want(column);
  for (const model::shape_relation& r : shape.relations) {
    const model::relationship_info& relation = shape.model->relationships[r.relation];
    for (const std::uint16_t column : relation.own_columns) want(column);
    nested_.push_back({&r, &relation, {}, {}});
  }
  if (columns_ == 0) want(shape.model->key[0]);  // a struct of nothing
  place(links, links_);
  for (nested& n : nested_) place(n.relation->own_columns, n.cells);
  lay_out();
  if (!from || !from->secondary) return;
  for (const std::uint16_t column : from->own_columns) {  // behind the row's own columns
    links_.push_back(kinds_.size());
    kinds_.push_back(from->owner->kinds[column]);
  }
  layout_.kinds = kinds_;
}

PLINTH_INLINE void shaped_rows::lay_out() {
  static constexpr model::field_type ignored{{}, kind::null, true, nullptr, [](const cell&, void*) {}};
  for (std::size_t i = 0; i < shape_.model->columns.size(); ++i) {
    if (!has_column(columns_, i)) continue;
    kinds_.push_back(shape_.model->columns[i].type->kind);
    places_.push_back(model::place_of(ignored, 0));
    fields_.push_back(shape_.model->columns[i].field);
  }
  for (const model::shape_column& c : shape_.columns) places_[cell_of(c.column)] = model::place_of(*c.type, c.offset);
  layout_ = {.owner = shape_.name, .fields = fields_, .kinds = kinds_, .places = places_, .unread = {}};
}

PLINTH_INLINE void shaped_rows::read(const cell* row, void* object) {
  read_row(layout_, row, object);
  for (nested& n : nested_) {
    for (const std::size_t at : n.cells) {
      cell c = row[at];
      if (has_bytes(c.kind)) c.data = keep_.keep(c.bytes()).data();
      n.keys.push_back(c);
    }
  }
}

[[nodiscard]] PLINTH_INLINE int compare_cells(const cell& a, const cell& b) noexcept {
  if (a.kind != b.kind) return a.kind < b.kind ? -1 : 1;
  if (has_bytes(a.kind)) return a.bytes().compare(b.bytes());
  return a.integer < b.integer ? -1 : a.integer > b.integer ? 1 : 0;
}

/// Loads one relationship for all structs of a level.
class nested_loader {
 public:
  nested_loader(session_core& s, const shaped_rows::nested& n, std::span<void* const> owners,
                const model::row_shape& shape)
      : session_(s),
        nested_(n),
        owners_(owners),
        shape_(shape),
        width_(n.cells.size()),
        counts_(owners.size()),
        rows_(n.shape->shape(), n.relation) {}

  void run(std::size_t level) {
    sort_owners();
    std::vector<std::size_t> distinct;  // positions in order_
    for (std::size_t i = 0; i < order_.size(); ++i)
      if (i == 0 || compare(key(order_[i]), key(order_[i - 1])) != 0) distinct.push_back(i);
    for (std::size_t i = 0; i < distinct.size(); i += keys_per_select)
      load(std::span(distinct).subspan(i, std::min(keys_per_select, distinct.size() - i)));
    if (nested_.shape->required) require_all();
    std::vector<void*> objects;
    objects.reserve(found_.size());
    for (const place& p : found_) objects.push_back(nested_.shape->at(field(p.owner), p.position));
    rows_.load_nested(session_, objects, level + 1);
  }

 private:
  struct place {
    std::size_t owner;
    std::size_t position;
  };

  [[nodiscard]] const cell* key(std::size_t owner) const { return nested_.keys.data() + owner * width_; }
  [[nodiscard]] int compare(const cell* a, const cell* b) const noexcept {
    for (std::size_t i = 0; i < width_; ++i)
      if (const int order = compare_cells(a[i], b[i]); order != 0) return order;
    return 0;
  }
  [[nodiscard]] void* field(std::size_t owner) const {
    return static_cast<std::byte*>(owners_[owner]) + nested_.shape->offset;
  }

  /// The owners that point somewhere, by their keys.
  void sort_owners() {
    order_.reserve(owners_.size());
    for (std::size_t i = 0; i < owners_.size(); ++i)
      if (std::none_of(key(i), key(i) + width_, [](const cell& c) { return c.is_null(); })) order_.push_back(i);
    std::stable_sort(order_.begin(), order_.end(),
                     [&](std::size_t a, std::size_t b) { return compare(key(a), key(b)) < 0; });
  }

  void load(std::span<const std::size_t> distinct) {
    // Lists of a length between two powers of two repeat their last key, so that few statements serve all lengths.
    const std::size_t count = std::min(std::bit_ceil(distinct.size()), keys_per_select);
    std::vector<cell> values;
    for (std::size_t i = 0; i < count; ++i) {
      const cell* const k = key(order_[distinct[std::min(i, distinct.size() - 1)]]);
      values.insert(values.end(), k, k + width_);
    }
    const model::relationship_info& r = *nested_.relation;
    const fixed_shape statement = select_related_statement(r, rows_.columns(), count);
    cursor rows = session_.read_connection().open(statement.view(), values, rows_.kinds());
    while (rows.next()) take(rows.row());
  }

  /// Gives a row to each owner that it belongs to.
  void take(const cell* row) {
    rows_.link_of(row, link_);
    auto at = std::lower_bound(order_.begin(), order_.end(), link_.data(),
                               [&](std::size_t owner, const cell* k) { return compare(key(owner), k) < 0; });
    for (; at != order_.end() && compare(key(*at), link_.data()) == 0; ++at) {
      if (!nested_.relation->to_many && counts_[*at] > 0) continue;
      rows_.read(row, nested_.shape->append(field(*at)));
      found_.push_back({*at, counts_[*at]++});
    }
  }

  void require_all() const {
    if (std::find(counts_.begin(), counts_.end(), std::size_t{0}) == counts_.end()) return;
    const std::string name = std::string(shape_.name) + "::" + std::string(nested_.shape->field);
    throw value_error(4120, "a row has nothing for " + name + ", which is no std::optional; make it one");
  }

  session_core& session_;
  const shaped_rows::nested& nested_;
  std::span<void* const> owners_;
  const model::row_shape& shape_;
  std::size_t width_;
  std::vector<std::size_t> counts_;  ///< of the rows that each owner has got
  shaped_rows rows_;
  std::vector<std::size_t> order_;
  std::vector<cell> link_;
  std::vector<place> found_;
};

PLINTH_INLINE void shaped_rows::load_nested(session_core& s, std::span<void* const> objects, std::size_t level) {
  constexpr std::size_t deepest = 64;
  if (objects.empty() || nested_.empty()) return;
  if (level == deepest)
    throw value_error(4121, "rows of " + std::string(shape_.name) +
                                " are nested more than 64 levels deep: they form a circle, or too long a chain");
  for (const nested& n : nested_) nested_loader(s, n, objects, shape_).run(level);
}

}  // namespace plinth::detail
