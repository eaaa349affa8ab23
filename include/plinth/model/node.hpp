// SPDX-License-Identifier: MIT
#pragma once

// An object that a session knows: a header in front of the model's struct. Relationships point to nodes and own them
// only as long as no store does.

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <source_location>
#include <span>
#include <string_view>

#include <plinth/catalog/table.hpp>
#include <plinth/model/column_type.hpp>
#include <plinth/model/field_place.hpp>
#include <plinth/model/object_state.hpp>

namespace plinth::model {

struct model_info;
struct model_hooks;
struct node;

/// Where the table has this column; the number of its columns where it has none.
constexpr std::uint16_t column_position(const catalog::table& t, std::string_view name) {
  for (std::size_t i = 0; i < t.columns.size(); ++i)
    if (t.columns[i].name == name) return static_cast<std::uint16_t>(i);
  return static_cast<std::uint16_t>(t.columns.size());
}

/// A column of a model: its place in the struct and in the table.
struct column_info {
  std::string_view name;   ///< in the database
  std::string_view field;  ///< in the struct
  std::size_t offset = 0;
  const field_type* type = nullptr;
  std::uint32_t length = 0;  ///< the most characters, 0 for no limit
  bool primary_key = false;
  bool generated = false;  ///< the database chooses the value of a new row's key
  bool server_default = false;
  bool computed = false;  ///< by the database, from the row's other columns
};

/// A column by which the targets of a relationship are ordered.
struct order_term {
  std::uint16_t column = 0;
  bool descending = false;
};

/// A relationship of a model. Its columns are positions among the model's own columns and the target's: a foreign key
/// and what it points to, or, where it goes by a table of pairs, the two keys.
struct relationship_info {
  std::string_view field;
  const model_info* owner = nullptr;
  std::size_t offset = 0;
  bool to_many = false;
  bool holds_key = false;  ///< the own columns are the foreign key
  bool viewonly = false;
  bool lazy = false;
  std::uint8_t cascades = 0;
  catalog::action on_delete = catalog::action::no_action;  ///< of the foreign key, or of the pairs
  const model_info& (*target)() = nullptr;
  std::span<const std::uint16_t> own_columns;
  std::span<const std::uint16_t> target_columns;
  std::span<const order_term> order;
  const catalog::table* secondary = nullptr;       ///< the table of pairs
  std::span<const std::string_view> own_links;     ///< its columns that point to the own key
  std::span<const std::string_view> target_links;  ///< its columns that point to the target's key
  std::int16_t inverse = -1;                       ///< the position of the other side among the target's relationships

  /// Whether the targets hold the foreign key.
  [[nodiscard]] bool is_held_by_target() const noexcept { return !holds_key && secondary == nullptr; }
};

/// A column that a session sets to the time at which it wrote the row.
struct time_column {
  std::int16_t column = -1;
  std::int64_t unit = 1;  ///< the microseconds that its member counts in
};

/// All that the session needs to know of a model; one for each, made when it is first used.
struct model_info {
  std::string_view name;  ///< of the struct
  const catalog::table* table = nullptr;
  std::span<const column_info> columns;
  std::span<const field_place> places;  ///< of the columns, in the struct
  std::span<const plinth::kind> kinds;  ///< of the columns, as a driver is to read them
  std::span<const std::uint16_t> key;   ///< positions of the primary key's columns
  std::span<const relationship_info> relationships;
  std::int16_t generated_column = -1;
  std::int16_t version_column = -1;
  time_column created;
  time_column updated;
  time_column removed;                 ///< of a model whose rows are kept where they are removed
  std::string_view not_removed;        ///< the condition of its unique indexes: removing a row hands its values over
  const model_hooks* hooks = nullptr;  ///< of its own (model/hooks.hpp)
  std::size_t size = 0;
  std::size_t alignment = 0;
  void (*construct)(void* at) = nullptr;
  void (*move)(void* at, void* from) = nullptr;
  void (*destroy)(void* at) noexcept = nullptr;

  std::size_t object_offset = 0;  ///< the bytes from a node to its object

  [[nodiscard]] std::size_t node_size() const noexcept { return object_offset + size; }
};

/// The other side of a relationship, or null.
[[nodiscard]] inline const relationship_info* inverse_of(const relationship_info& r) {
  return r.inverse < 0 ? nullptr : &r.target().relationships[static_cast<std::size_t>(r.inverse)];
}

/// What relationships and handles ask of the store that their object is in. Counted by its handles.
class node_store {
 public:
  node_store() = default;
  node_store(const node_store&) = delete;
  node_store& operator=(const node_store&) = delete;
  virtual ~node_store() = default;

  /// The session's number at its engine, for messages that tell two of them apart.
  std::uint64_t session_number = 0;

  /// How many savepoints of the session are open.
  std::uint16_t depth = 0;

  virtual void retain() noexcept = 0;
  virtual void release() noexcept = 0;

  /// Remembers the values that the object has now, to find out later what changed.
  virtual void watch(node& n) = 0;

  /// Moves an object that nobody's store has into this one, as pending. The node given is gone afterwards.
  virtual node& adopt(std::unique_ptr<node, void (*)(node*) noexcept> loose) = 0;

  /// Takes an object of this store in again that is not in its unit of work any more.
  virtual void add_again(node& n) = 0;

  /// The node of an object of this store, or null.
  [[nodiscard]] virtual node* find_node(const void* object, const model_info& model) noexcept = 0;

  /// What a relationship of the object says changes for the first time since the last savepoint.
  virtual void touch_links(node& n) = 0;

  /// The object left a collection whose owner keeps no orphans.
  virtual void orphaned(node& n) = 0;

  // What only a relationship says and no column of an object: pairs, and children whose model has no member that says
  // to whom they belong. Both are written by the next flush.

  virtual void linked(node& owner, const relationship_info& relation, node& target) = 0;
  virtual void unlinked(node& owner, const relationship_info& relation, node& target) = 0;

  /// The object of this store that has the child by such a relationship, or null.
  [[nodiscard]] virtual node* owner_of(const node& child, const relationship_info& relation) = 0;

  /// The object of this store that the foreign key of `n` names, or null.
  [[nodiscard]] virtual node* named_by_key(const node& n, const relationship_info& relation) = 0;

  /// A relationship to one was pointed elsewhere, and nobody knew to whom it pointed; the target holds the key.
  virtual void former_unknown(node& owner, const relationship_info& relation) = 0;

  /// Loads a relationship that was read and that nobody loaded; false where such are not to be loaded.
  virtual bool load_lazily(node& n, const relationship_info& relation, const std::source_location& where) = 0;
};

struct node {
  const model_info* model = nullptr;
  node_store* store = nullptr;     ///< null while the object is transient
  const cell* snapshot = nullptr;  ///< the values last read or written, once they are needed
  std::uint32_t sequence = 0;      ///< the order of adding; of an object that was loaded, which query it came with
  std::uint32_t mark = 0;          ///< for the one algorithm that is running; 0 in between
  std::uint32_t log_position = 0;  ///< one more than its place in the log of the running transaction
  object_state state = object_state::transient;
  bool watched = false;           ///< the snapshot is taken, or the object is new and needs none
  std::uint16_t links_depth = 0;  ///< how many savepoints were open when its relationships were last touched

  /// Moves on in the table of states; what is no legal move has been refused before.
  void pass(object_event event) noexcept {
    assert(may(state, event));
    state = state_after(state, event).value_or(state);
  }

  [[nodiscard]] void* object() noexcept { return reinterpret_cast<std::byte*>(this) + model->object_offset; }
  [[nodiscard]] const void* object() const noexcept {
    return reinterpret_cast<const std::byte*>(this) + model->object_offset;
  }
  template <class T>
  [[nodiscard]] T& as() noexcept;
  [[nodiscard]] void* field(std::size_t offset) noexcept { return static_cast<std::byte*>(object()) + offset; }
  [[nodiscard]] const void* field(std::size_t offset) const noexcept {
    return static_cast<const std::byte*>(object()) + offset;
  }

  /// The object for somebody who may change it.
  template <class T>
  [[nodiscard]] T& mutable_object() {
    if (!watched && store) store->watch(*this);
    return as<T>();
  }
};

/// The bytes from a node to an object of this alignment.
constexpr std::size_t object_offset_of(std::size_t alignment) noexcept {
  const std::size_t a = alignment < alignof(node) ? alignof(node) : alignment;
  return (sizeof(node) + a - 1) / a * a;
}

template <class T>
T& node::as() noexcept {
  return *std::launder(reinterpret_cast<T*>(reinterpret_cast<std::byte*>(this) + object_offset_of(alignof(T))));
}

/// An object that no store has.
using loose_node = std::unique_ptr<node, void (*)(node*) noexcept>;

inline std::align_val_t node_alignment(const model_info& model) noexcept {
  return std::align_val_t{model.alignment < alignof(node) ? alignof(node) : model.alignment};
}

void destroy_loose(node* n) noexcept;

/// A transient node around an object moved from `from`, or default-constructed where that is null.
[[nodiscard]] loose_node make_loose(const model_info& model, void* from);

}  // namespace plinth::model

#ifndef PLINTH_PRECOMPILED
#include <plinth/model/impl/node.hpp>
#endif
