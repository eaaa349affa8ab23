// SPDX-License-Identifier: MIT
#pragma once

// Rows as schemas: `session.query<User>().as<UserRead>()`. One SELECT of the columns that the struct has, and for each
// relationship in it one more SELECT for all rows of a level (for each 500 of them), put together by key. What a struct
// needs comes from model/row_shape.hpp; nothing here is a template but the outermost vector.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/model/info.hpp>
#include <plinth/model/row_shape.hpp>
#include <plinth/session/loading.hpp>
#include <plinth/session/query_run.hpp>
#include <plinth/session/row_layout.hpp>
#include <plinth/session/statements.hpp>
#include <plinth/sql/select.hpp>

namespace plinth::detail {

// ---- statements -----------------------------------------------------------------------------------------------------

/// Columns of a source, in the table's order: those whose bits are set.
constexpr void render_some_columns(sql::rendering& out, const sql::shape& self, std::uint64_t columns) {
  const auto& s = *static_cast<const sql::source*>(self.subject);
  const char* separator = "";
  for (std::size_t i = 0; i < s.table->columns.size(); ++i) {
    if (((columns >> i) & 1U) == 0) continue;
    (out << separator).name(s.alias.empty() ? s.table->name : s.alias) << '.';
    out.name(s.table->columns[i].name);
    separator = ", ";
  }
}

template <class Source>
inline constexpr sql::shape some_columns_shape{&render_some_columns, &sql::source_data<Source>};

inline void render_select_some(sql::rendering& out, const sql::shape&, std::uint64_t columns) {
  const model::model_info& m = take_model(out);
  const char* separator = "SELECT ";
  for (std::size_t i = 0; i < m.columns.size(); ++i) {
    if (!has_column(columns, i)) continue;
    out << separator;
    write_qualified(out, m, i);
    separator = ", ";
  }
  (out << " FROM ").name(m.table->name);
}

inline constexpr sql::shape select_some_shape{&render_select_some};

/// Some columns of the rows whose `by` columns are among `count` given ones, in key order.
[[nodiscard]] inline fixed_shape select_some_in_statement(const model::model_info& m, column_set columns,
                                                          std::span<const std::uint16_t> by,
                                                          std::uint64_t count) noexcept {
  return {{sql::token{&select_some_shape, columns}, model_operand(m), sql::token{&among_shape, count},
           sql::token{&operand, packed_columns(by)}, model_operand(m)},
          5};
}

// ---- reading --------------------------------------------------------------------------------------------------------

/// The rows of one level: how they are read, and the keys that link each of them to its nested ones.
class shaped_rows {
 public:
  /// `links` are the columns that link these rows to those above.
  explicit shaped_rows(const model::row_shape& shape, std::span<const std::uint16_t> links = {});
  shaped_rows(const shaped_rows&) = delete;
  shaped_rows& operator=(const shaped_rows&) = delete;

  [[nodiscard]] column_set columns() const noexcept { return columns_; }
  [[nodiscard]] std::span<const kind> kinds() const noexcept { return kinds_; }

  /// Reads a row into its struct, and keeps its keys.
  void read(const cell* row, void* object);

  /// The values of the linking columns.
  void link_of(const cell* row, std::vector<cell>& out) const {
    out.clear();
    for (const std::size_t at : links_) out.push_back(row[at]);
  }

  /// Loads what is nested in the structs, which are given in the order of reading.
  void load_nested(session_core& s, std::span<void* const> objects, std::size_t level);

 private:
  friend class nested_loader;

  struct nested {
    const model::shape_relation* shape;
    const model::relationship_info* relation;
    std::vector<std::size_t> cells;  ///< where a row has the key
    std::vector<cell> keys;          ///< of all rows, one after the other
  };

  [[nodiscard]] std::size_t cell_of(std::size_t column) const noexcept {
    return static_cast<std::size_t>(std::popcount(columns_ & ((column_set{1} << column) - 1)));
  }
  void place(std::span<const std::uint16_t> columns, std::vector<std::size_t>& out) const {
    for (const std::uint16_t column : columns) out.push_back(cell_of(column));
  }
  void lay_out();

  const model::row_shape& shape_;
  column_set columns_ = 0;
  std::vector<kind> kinds_;
  std::vector<slot> slots_;
  std::vector<std::string_view> fields_;
  row_layout layout_;
  std::vector<std::size_t> links_;
  std::vector<nested> nested_;
  scratch keep_;
};

inline shaped_rows::shaped_rows(const model::row_shape& shape, std::span<const std::uint16_t> links) : shape_(shape) {
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
}

inline void shaped_rows::lay_out() {
  const auto ignore = [](const cell&, void*) {};
  for (std::size_t i = 0; i < shape_.model->columns.size(); ++i) {
    if (!has_column(columns_, i)) continue;
    kinds_.push_back(shape_.model->columns[i].type->kind);
    slots_.push_back({ignore, 0, common_type::none});
    fields_.push_back(shape_.model->columns[i].field);
  }
  for (const model::shape_column& c : shape_.columns) slots_[cell_of(c.column)] = slot_for(*c.type, c.offset);
  layout_ = {.owner = shape_.name, .fields = fields_, .kinds = kinds_, .slots = slots_};
}

inline void shaped_rows::read(const cell* row, void* object) {
  read_row(layout_, row, object);
  for (nested& n : nested_) {
    for (const std::size_t at : n.cells) {
      cell c = row[at];
      if (has_bytes(c.kind)) c.data = keep_.keep(c.bytes()).data();
      n.keys.push_back(c);
    }
  }
}

[[nodiscard]] inline int compare_cells(const cell& a, const cell& b) noexcept {
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
        rows_(n.shape->shape(), n.relation->target_columns) {}

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
    const fixed_shape statement = select_some_in_statement(r.target(), rows_.columns(), r.target_columns, count);
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

inline void shaped_rows::load_nested(session_core& s, std::span<void* const> objects, std::size_t level) {
  constexpr std::size_t deepest = 64;
  if (objects.empty() || nested_.empty()) return;
  if (level == deepest)
    throw value_error(4121, "rows of " + std::string(shape_.name) +
                                " are nested more than 64 levels deep: they form a circle, or too long a chain");
  for (const nested& n : nested_) nested_loader(s, n, objects, shape_).run(level);
}

/// How row_query reads the rows of `as`.
template <class Row, class Model>
struct shaped_reader {
  static constexpr bool streams = false;

  static std::vector<Row> read(session_core& s, const sql::select_parts& parts) {
    shaped_rows rows(model::shape_of<Row, Model>::get());
    std::vector<Row> result;
    {
      const sql::select_parts chosen = choosing(parts, rows.columns());
      running statement(s, chosen, rows.kinds());
      while (statement.rows().next()) rows.read(statement.rows().row(), &result.emplace_back());
    }
    std::vector<void*> objects;
    objects.reserve(result.size());
    for (Row& row : result) objects.push_back(&row);
    rows.load_nested(s, objects, 0);
    return result;
  }

 private:
  static sql::select_parts choosing(const sql::select_parts& parts, column_set columns) {
    sql::select_parts result = parts;
    result.clear(sql::part::columns);
    result.open().tokens.push_back({&some_columns_shape<Model>, columns});
    result.close(sql::part::columns);
    return result;
  }
};

/// What the compiler says of a type that rows of the model cannot become.
template <class Row, class Model>
struct no_row_of_model {
  static constexpr bool ok = model::row_shaped<Row, Model>;
  static_assert(ok,
                "plinth[E1314]: rows of this model (Model) cannot be read as this type (Row); as<Row>() takes a "
                "schema: a struct of fields, with <plinth/schema.hpp> included");
};

}  // namespace plinth::detail
