// SPDX-License-Identifier: MIT
#pragma once

// Rows as schemas: `session.query<User>().as<UserRead>()`. One SELECT of the columns that the struct has, and for each
// relationship in it one more SELECT for all rows of a level (for each 500 of them), put together by key. What a struct
// needs comes from model/row_shape.hpp; nothing here is a template but the outermost vector.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <plinth/model/info.hpp>
#include <plinth/model/row_shape.hpp>
#include <plinth/session/query_run.hpp>
#include <plinth/session/row_layout.hpp>
#include <plinth/session/statements.hpp>
#include <plinth/sql/select.hpp>

namespace plinth::detail {

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

/// The rows of one level: how they are read, and the keys that link each of them to its nested ones.
class shaped_rows {
 public:
  /// `from` is the relationship that links these rows to those above.
  explicit shaped_rows(const model::row_shape& shape, const model::relationship_info* from = nullptr);
  shaped_rows(const shaped_rows&) = delete;
  shaped_rows& operator=(const shaped_rows&) = delete;

  [[nodiscard]] column_set columns() const noexcept { return columns_; }
  [[nodiscard]] std::span<const kind> kinds() const noexcept { return kinds_; }

  /// Reads a row into its struct, and keeps its keys.
  void read(const cell* row, void* object);

  /// The values of the linking columns.
  void link_of(const cell* row, std::vector<cell>& out) const;

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

  [[nodiscard]] std::size_t cell_of(std::size_t column) const noexcept;
  void place(std::span<const std::uint16_t> columns, std::vector<std::size_t>& out) const;
  void lay_out();

  const model::row_shape& shape_;
  column_set columns_ = 0;
  std::vector<kind> kinds_;
  std::vector<model::field_place> places_;
  std::vector<std::string_view> fields_;
  row_layout layout_;
  std::vector<std::size_t> links_;
  std::vector<nested> nested_;
  scratch keep_;
};

/// The statement for the rows of a shape: its columns only.
template <class Model>
[[nodiscard]] sql::select_parts choosing(const sql::select_parts& parts, column_set columns) {
  sql::select_parts result = parts;
  result.clear(sql::part::columns);
  result.open().tokens.push_back({&some_columns_shape<Model>, columns});
  result.close(sql::part::columns);
  return result;
}

/// The rows of a running statement as schemas in which no other is nested.
template <class Row, class Model>
class flat_shaped_rows {
 public:
  flat_shaped_rows(session_core& s, const sql::select_parts& parts, fetch how)
      : rows_(model::shape_of<Row, Model>::get()),
        parts_(choosing<Model>(parts, rows_.columns())),
        running_(s, parts_, rows_.kinds(), how) {}

  /// Reads the next row over this one; false at the end.
  bool next(Row& row) {
    if (!running_.rows().next()) return false;
    rows_.read(running_.rows().row(), &row);
    return true;
  }

 private:
  shaped_rows rows_;
  sql::select_parts parts_;  ///< has the values' bytes
  running running_;
};

/// How row_query reads the rows of `as`.
template <class Row, class Model>
struct shaped_reader {
  static constexpr bool by_column = false;
  static constexpr bool streams = model::flat_shaped<Row, Model>;
  using rows = flat_shaped_rows<Row, Model>;

  static std::vector<Row> read(session_core& s, const sql::select_parts& parts) {
    shaped_rows shaped(model::shape_of<Row, Model>::get());
    std::vector<Row> result;
    {
      const sql::select_parts chosen = choosing<Model>(parts, shaped.columns());
      running statement(s, chosen, shaped.kinds());
      while (statement.rows().next()) shaped.read(statement.rows().row(), &result.emplace_back());
    }
    std::vector<void*> objects;
    objects.reserve(result.size());
    for (Row& row : result) objects.push_back(&row);
    shaped.load_nested(s, objects, 0);
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

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/shaped_rows.hpp>
#endif
