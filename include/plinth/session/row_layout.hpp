// SPDX-License-Identifier: MIT
#pragma once

// How a row becomes a struct, a tuple or one value: a list of places, and one loop for all of them.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/core/error.hpp>
#include <plinth/engine/cursor.hpp>
#include <plinth/model/field_place.hpp>
#include <plinth/model/info.hpp>
#include <plinth/model/link.hpp>
#include <plinth/reflect/fields.hpp>
#include <plinth/reflect/type_name.hpp>

namespace plinth::detail {

struct row_layout {
  std::string_view owner;                    ///< the struct; empty for tuples and single values
  std::span<const std::string_view> fields;  ///< of the struct, for messages
  std::span<const kind> kinds;
  std::span<const model::field_place> places;        ///< of the columns
  std::span<const model::relationship_info> unread;  ///< what nobody loads with the row
};

/// Reads every column into its field. What a codec refuses it throws as it is; see `explain_row`.
inline void decode_row(std::span<const model::field_place> places, const cell* row, void* object) {
  for (const model::field_place& place : places) model::decode_field(place, *row++, object);
}

/// Throws what is wrong with a row that could not be decoded: every column of it, by name.
[[noreturn]] void explain_row(const row_layout& layout, const cell* row, void* object);

inline void leave_unread(const row_layout& layout, void* object) noexcept {
  for (const model::relationship_info& r : layout.unread) model::link_at(object, r).set_unread();
}

/// The same as `decode_row`, with errors that name the column. Relationships of the struct say that nobody loaded them.
inline void read_row(const row_layout& layout, const cell* row, void* object) {
  try {
    decode_row(layout.places, row, object);
  } catch (const value_error&) {
    explain_row(layout, row, object);
  }
  leave_unread(layout, object);
}

/// Steps to the next row and reads it; false at the end.
inline bool next_row(cursor& rows, const row_layout& layout, void* object) {
  const driver::row_place got = rows.next_into(layout.places, object);
  if (got == driver::row_place::none) return false;
  if (got == driver::row_place::cells)
    read_row(layout, rows.row(), object);
  else
    leave_unread(layout, object);
  return true;
}

// ---- the layout of each type of row ---------------------------------------------------------------------------------

/// Columns, or the fields of a struct, in a layout's own memory.
template <std::size_t Count>
struct layout_storage {
  std::array<std::string_view, Count> fields{};
  std::array<kind, Count> kinds{};
  std::array<model::field_place, Count> places{};
  row_layout layout{};

  layout_storage() = default;
  layout_storage(const layout_storage&) = delete;

  void set(std::size_t i, const model::field_type& type, std::size_t offset) {
    kinds[i] = type.kind;
    places[i] = model::place_of(type, offset);
  }
  void finish() {
    layout.kinds = kinds;
    layout.places = places;
  }
};

/// A single value.
template <class Row>
struct row_layout_of : layout_storage<1> {
  row_layout_of() {
    set(0, model::field_type_of<Row>, 0);
    finish();
  }
};

/// A model's columns.
template <entity Row>
struct row_layout_of<Row> : layout_storage<model::column_count<Row>> {
  row_layout_of() {
    const model::model_info& m = model::info_of<Row>();
    for (std::size_t i = 0; i < m.columns.size(); ++i) {
      this->set(i, *m.columns[i].type, m.columns[i].offset);
      this->fields[i] = m.columns[i].field;
    }
    this->layout.owner = m.name;
    this->layout.unread = m.relationships;
    this->layout.fields = this->fields;
    this->finish();
  }
};

/// Every field of a struct, in order.
template <class Row>
concept plain_struct = reflect::reflectable<Row> && !entity<Row> && !model::column_value<Row>;

template <plain_struct Row>
struct row_layout_of<Row> : layout_storage<reflect::field_count<Row>> {
  row_layout_of() {
    for (std::size_t i = 0; i < reflect::field_count<Row>; ++i)
      this->set(i, *model::types_of_fields(reflect::field_types<Row>{})[i], reflect::field_offsets<Row>()[i]);
    this->layout.owner = reflect::type_name<Row>;
    this->layout.fields = reflect::field_names<Row>;
    this->finish();
  }
};

template <class... Value>
struct row_layout_of<std::tuple<Value...>> : layout_storage<sizeof...(Value)> {
  row_layout_of() {
    reflect::detail::unmade<std::tuple<Value...>> storage;
    place(storage.value, reinterpret_cast<const char*>(&storage), std::index_sequence_for<Value...>{});
    this->finish();
  }

 private:
  template <std::size_t... I>
  void place(const std::tuple<Value...>& values, const char* begin, std::index_sequence<I...>) {
    (this->set(I, model::field_type_of<Value>,
               static_cast<std::size_t>(reinterpret_cast<const char*>(&std::get<I>(values)) - begin)),
     ...);
  }
};

/// How to read rows of this type; made on the first call, which any thread may make.
template <class Row>
[[nodiscard]] const row_layout& layout_of() {
  static const row_layout_of<Row> storage;
  return storage.layout;
}

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/row_layout.hpp>
#endif
