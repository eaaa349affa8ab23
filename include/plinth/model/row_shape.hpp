// SPDX-License-Identifier: MIT
#pragma once

// Where queries and schemas meet: rows of a model that become another struct, with nested structs for relationships.
// The session knows this header only; what specialises `shape_of` (schema/projection.hpp, or an application's own)
// tells it which columns of the model to select, where they go, and what else to load.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <plinth/model/node.hpp>

namespace plinth::model {

struct row_shape;

/// A column of the model, and the field that it goes to.
struct shape_column {
  std::uint16_t column = 0;          ///< position among the model's columns
  std::size_t offset = 0;            ///< of the struct's field
  const field_type* type = nullptr;  ///< of the struct's field: the column's, or a std::optional of it
  std::string_view field{};
};

/// A relationship of the model, and the field that its targets go to as structs of their own.
struct shape_relation {
  std::uint16_t relation = 0;             ///< position among the model's relationships
  std::size_t offset = 0;                 ///< of the struct's field
  const row_shape& (*shape)() = nullptr;  ///< of the targets
  bool required = false;                  ///< to one, and the field has no way to say "nobody"
  std::string_view field{};

  /// Makes one more target: at the end of a list, or the only one. Its address is valid until the next one.
  void* (*append)(void* field) = nullptr;

  /// The target at a position.
  void* (*at)(void* field, std::size_t position) = nullptr;
};

/// A struct that rows of a model are read into. The columns that link nested structs need not be among its fields.
struct row_shape {
  std::string_view name;  ///< of the struct
  const model_info* model = nullptr;
  std::span<const shape_column> columns;
  std::span<const shape_relation> relations;
};

/// Where rows of Model can be read into Row it has `static const row_shape& get()`, made on the first call by any
/// thread, and `check`: a class whose assertions say what does not fit, once it is looked at. `is_flat`, a bool, says
/// that the shape has no relations, so that rows can be read one at a time.
template <class Row, class Model>
struct shape_of;

/// Whether a query of Model can give Row.
template <class Row, class Model>
concept row_shaped = requires {
  typename shape_of<Row, Model>::check;
  { shape_of<Row, Model>::get() } -> std::same_as<const row_shape&>;
};

/// Whether such a row is whole as soon as it is read.
template <class Row, class Model>
concept flat_shaped = row_shaped<Row, Model> && requires { requires shape_of<Row, Model>::is_flat; };

}  // namespace plinth::model
