// SPDX-License-Identifier: MIT
#pragma once

// What a query has to select for a schema: `session.query<User>().as<UserRead>()`. The columns that the schema has and
// no others, and for each nested schema one more SELECT for all rows together.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <plinth/model/info.hpp>
#include <plinth/model/row_shape.hpp>
#include <plinth/reflect/type_name.hpp>
#include <plinth/schema/mapping.hpp>
#include <plinth/schema/value_type.hpp>

namespace plinth::dto {

/// How the targets of a relationship stand in a schema's field.
template <class Field>
struct nested_field {  // one schema, always there
  using element = Field;
  static constexpr bool required = true;
  static void* append(void* field) { return field; }
  static void* at(void* field, std::size_t) { return field; }
};

template <class Element>
struct nested_field<std::optional<Element>> {
  using element = Element;
  static constexpr bool required = false;
  static void* append(void* field) { return &static_cast<std::optional<Element>*>(field)->emplace(); }
  static void* at(void* field, std::size_t) { return &**static_cast<std::optional<Element>*>(field); }
};

template <class Element>
struct nested_field<std::vector<Element>> {
  using element = Element;
  static constexpr bool required = false;
  static void* append(void* field) { return &static_cast<std::vector<Element>*>(field)->emplace_back(); }
  static void* at(void* field, std::size_t i) { return &(*static_cast<std::vector<Element>*>(field))[i]; }
};

/// What the compiler knows of one field of a schema.
struct shape_field {
  const model::field_type* type = nullptr;  ///< of a column
  model::shape_relation relation{};         ///< where it is one
};

template <class Field, class Counterpart>
shape_field shape_field_of() {
  if constexpr (model::is_relationship<Counterpart>) {
    using nested = nested_field<Field>;
    using target = typename Counterpart::target_type;
    return {.relation = {.shape = &model::shape_of<typename nested::element, target>::get,
                         .required = !Counterpart::to_many && nested::required,
                         .append = &nested::append,
                         .at = &nested::at}};
  } else {
    return {.type = &model::field_type_of<Field>};
  }
}

/// Keeps a row_shape and all that it points to.
class shape_record {
 public:
  shape_record(std::string_view name, const model::model_info& m, std::span<const std::string_view> names,
               std::span<const std::size_t> offsets, std::span<const shape_field> fields);
  shape_record(const shape_record&) = delete;
  shape_record& operator=(const shape_record&) = delete;

  [[nodiscard]] const model::row_shape& shape() const noexcept { return shape_; }

 private:
  std::vector<model::shape_column> columns_;
  std::vector<model::shape_relation> relations_;
  model::row_shape shape_;
};

template <class Row, class Model, std::size_t... I>
std::vector<shape_field> shape_fields(std::index_sequence<I...>) {
  return {shape_field_of<field_type_at<Row, I>, field_type_at<Model, counterparts<Row, Model>[I]>>()...};
}

/// Whether all fields of the row are columns.
template <class Row, class Model, std::size_t... I>
consteval bool is_flat_row(std::index_sequence<I...>) {
  return !(model::is_relationship<field_type_at<Model, counterparts<Row, Model>[I]>> || ...);
}

}  // namespace plinth::dto

namespace plinth::model {

template <class Row, entity Model>
requires(reflect::reflectable<Row> && !entity<Row> && !column_value<Row>) struct shape_of<Row, Model> {
  using check = dto::check_of_mapping<dto::direction::to_row, Row, Model, dto::exceptions<>>;
  static constexpr bool is_flat = dto::is_flat_row<Row, Model>(std::make_index_sequence<reflect::field_count<Row>>());

  static const row_shape& get() {
    if constexpr (dto::mapping_is_sound<dto::direction::to_row, Row, Model, dto::exceptions<>>) {
      static const dto::shape_record record(
          reflect::type_name<Row>, info_of<Model>(), reflect::field_names<Row>, reflect::field_offsets<Row>(),
          dto::shape_fields<Row, Model>(std::make_index_sequence<reflect::field_count<Row>>()));
      return record.shape();
    } else {
      static_cast<void>(sizeof(check));
      static const row_shape nothing;
      return nothing;
    }
  }
};

}  // namespace plinth::model

#ifndef PLINTH_PRECOMPILED
#include <plinth/schema/impl/projection.hpp>
#endif
