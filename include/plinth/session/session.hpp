// SPDX-License-Identifier: MIT
#pragma once

// One unit of work on one connection: the objects it has, what changed in them, and the transaction they live in.

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <source_location>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/engine/engine.hpp>
#include <plinth/model/info.hpp>
#include <plinth/model/ref.hpp>
#include <plinth/session/flush_time.hpp>
#include <plinth/session/nested.hpp>
#include <plinth/session/store.hpp>
#include <plinth/sql/key.hpp>

namespace plinth {

template <class Entity, class Row>
class query;

enum class merge_policy : std::uint8_t;

namespace sql {
class select_parts;
}

enum class loading : std::uint8_t {
  raise,  ///< reading a relationship that was not loaded throws `not_loaded`
  lazy,   ///< reading it loads it, one SELECT for each owner
};

struct session_options {
  /// What the first statement of a transaction makes of it: `write` takes the lock at once, and then no later
  /// statement can lose the race for it.
  transaction_mode begin = transaction_mode::read;

  /// Whether a query is preceded by a flush, so that it sees what is pending.
  bool autoflush = true;

  loading relationships = loading::raise;

  /// How far each transaction is kept from others; by default as the engine's options say.
  plinth::isolation isolation = plinth::isolation::by_default;

  /// The server refuses what would change a row (E2211), a flush included.
  bool read_only = false;

  /// With `isolation::serializable` and `read_only`: the first statement waits until nothing can make the transaction
  /// fail. Means nothing on SQLite, where a reader never fails.
  bool deferrable = false;

  /// What this session calls as it writes and reads objects, besides what its engine's options say (session/hooks.hpp).
  std::shared_ptr<const plinth::hooks> hooks{};

  /// The time for `created_at` and `updated_at` columns; null is the system's clock.
  time_source clock = nullptr;
};

namespace detail {

struct flush_plan;
class hooked_flush;
struct written_row;

/// What of a session needs no type of a model.
class session_core : private lazy_loader {
 public:
  session_core(engine& on, session_options options);
  session_core(const session_core&) = delete;
  session_core& operator=(const session_core&) = delete;

  ~session_core();

  // ---- transactions ----

  /// Sends INSERT, UPDATE and DELETE statements for what is pending, changed and removed; nothing for what is not. The
  /// transaction stays open. Where it fails, the transaction is rolled back (inside `begin_nested`, what was done since
  /// then) and the error thrown once; the objects keep what the program set, and the session can be used at once.
  void flush();

  /// Flushes, emits COMMIT and gives the connection back; open `nested` parts are committed with it. Objects stay as
  /// they are, readable without further statements; what others change meanwhile is seen after refresh(). Failing, it
  /// is as if rolled back, but the objects keep what the program set.
  void commit();

  /// Emits ROLLBACK if a transaction is open. Objects get the values back that they had before it; new ones are
  /// transient again, removed ones are back; relationships must be loaded again.
  void rollback();

  [[nodiscard]] bool in_transaction() const noexcept { return connection_.has_value(); }

  /// Stops the statement that is running, which then fails with E2215; does nothing between transactions. The only
  /// member that another thread may call meanwhile. A statement that ends at this moment is not stopped, and the next
  /// one of the transaction may be in its place.
  void cancel() noexcept;

  /// Flushes, then emits SAVEPOINT (see session/nested.hpp).
  [[nodiscard]] nested begin_nested();

  /// How many parts of the transaction are open that `begin_nested` began.
  [[nodiscard]] std::size_t nested_depth() const noexcept { return store_->changes().depth(); }

  // ---- for the layers that read and write through the session ----

  /// The session's connection, inside its transaction; begins one where there is none.
  [[nodiscard]] connection& read_connection() { return begun(options_.begin); }
  [[nodiscard]] connection& write_connection() { return begun(transaction_mode::write); }

  /// Before a query: what is pending becomes visible to it.
  void autoflush();

  [[nodiscard]] time_source clock() const noexcept { return options_.clock; }

  [[nodiscard]] detail::store& store() noexcept { return *store_; }
  [[nodiscard]] const detail::store& store() const noexcept { return *store_; }

  /// Fills a relationship that is not loaded; anew where a query of its targets says conditions or an order.
  void load_relation(std::span<model::node* const> owners, const model::relationship_info& relation,
                     const sql::select_parts* targets = nullptr);

  /// After rows were read: calls the hooks of the objects that came with them.
  void call_load_hooks() {
    if (!store_->loaded().empty()) call_hooks_of_loaded();
  }

  /// End the part that began with this savepoint, and those inside of it.
  void commit_nested(std::uint64_t savepoint);
  void rollback_nested(std::uint64_t savepoint);
  void abandon_nested(std::uint64_t savepoint) noexcept;

  /// The engine's and the session's own; null where there are none.
  [[nodiscard]] std::array<const hooks*, 2> registered_hooks() const noexcept;

  /// This, as hooks get it.
  [[nodiscard]] session& whole() noexcept;

  // ---- objects ----

  void add_node(model::node& n);

  void remove_node(model::node& n);

  void refresh_node(model::node& n);

  [[nodiscard]] model::node* get_node(const model::model_info& m, std::span<const cell> key);

  [[nodiscard]] model::node& node_of(const void* object, const model::model_info& m);

  /// Whether the object differs from its row: pending, removed, or with a changed column or relationship.
  [[nodiscard]] bool is_changed(const model::node& n) const;

 protected:
  [[noreturn]] void refuse_stranger(const model::node& n) const;

  [[nodiscard]] static bool is_held(const model::node& n) noexcept {
    return n.state != model::object_state::transient && n.state != model::object_state::detached;
  }

 private:
  [[nodiscard]] connection& begun(transaction_mode mode);

  /// Gives the connection back, or leaves it to be given back; `cancel` does not meet it any more.
  void give_back() noexcept;

  [[noreturn]] static void refuse(int code, std::string_view before, const model::node& n, std::string_view after);

  friend class hooked_flush;

  void carry_out_flush();

  [[nodiscard]] flush_plan plan_flush();
  void carry_out_plan(const flush_plan& plan, std::vector<written_row>* written);

  void call_hooks_of_loaded();

  /// Throws `session_error` (E3161) where a hook of a flush is running.
  void refuse_in_hook() const;

  /// Ends the transaction and tells the objects.
  void abandon(store::undo how);

  /// After a flush that failed: back to the last savepoint, where there is one.
  void abandon_flush();

  /// Emits ROLLBACK TO SAVEPOINT for the innermost one.
  void return_to_savepoint(store::undo how);

  PLINTH_INLINE bool load_on_access(model::node& n, const model::relationship_info& relation,
                                    const std::source_location& where) override;

  engine* engine_;
  session_options options_;
  detail::store* store_;
  bool in_hooked_flush_ = false;
  std::mutex connection_mutex_;  ///< held where `connection_` comes and goes, for `cancel`
  std::optional<connection> connection_;
};

}  // namespace detail

namespace detail {

/// Whether T is a model, said in one sentence where it is not.
template <class T>
struct model_wanted {
  static constexpr bool ok = entity<T>;
  static_assert(ok,
                "plinth[E1032]: add() takes objects of models, and this struct (T) is none; give it a `table` entry");
};

template <class T>
inline constexpr bool is_ref = false;
template <class T>
inline constexpr bool is_ref<ref<T>> = true;

/// Whether `add` may take an argument of type T.
template <class T>
struct taken_over {
  static constexpr bool is_model = model_wanted<std::remove_cvref_t<T>>::ok;
  static constexpr bool moves = !is_model || (!std::is_lvalue_reference_v<T> && !std::is_const_v<T>);
  static_assert(
      moves,
      "plinth[E1033]: add() takes the object over, and a copy that stays behind (T) would not be watched; pass a "
      "temporary or std::move(object), and go on with the handle that add() returns");
  static constexpr bool ok = is_model && moves;
};

}  // namespace detail

/// The session owns its objects: handles (`plinth::ref`) and references into it stay good, also after the session is
/// closed for handles. Not for two threads at once. Begins a transaction with its first statement.
class session final : public detail::session_core {
 public:
  explicit session(engine& on, session_options options = {}) : session_core(on, options) {}

  // ---- the unit of work ----

  /// A new object, moved into the session with all new objects that its relationships hold. Emits nothing before the
  /// next flush, which fills in the key that the database chooses for an integer key of 0.
  template <class T>
  requires(!detail::is_ref<std::remove_cvref_t<T>>) ref<std::remove_cvref_t<T>> add(T&& object) {
    using model_type = std::remove_cvref_t<T>;
    if constexpr (detail::taken_over<T>::ok)
      return ref<model_type>(store().add(model::info_of<model_type>(), &object));
    else
      return {};
  }

  /// An object of this session that is out of its unit of work: new again after a rollback, marked as removed, or
  /// expunged (then as if it had been read, without a SELECT). Does nothing for one that is in it. Throws
  /// `session_error` for one of another session (E3001), for one whose row was deleted in this transaction (E3006), and
  /// where another object has its key (E3002).
  template <entity T>
  ref<T> add(const ref<T>& object) {
    if (!object) model::refuse_null_handle();
    add_node(*object.node());
    return object;
  }

  /// The session's object for the row that a struct describes: columns of the struct go over the row's, by key, and the
  /// next flush writes what differs; where there is no such row, or the key is one that the database has yet to choose,
  /// the struct is a new object. At most one SELECT, after a flush if objects are pending. `policy` says what happens
  /// where the session has that object already. Times of `created_at` and `updated_at` that are not set in the struct,
  /// and what the database computes, stay. Throws `stale_row` (E3122) where the struct was made from another version of
  /// the row, `session_error` (E3123) where its relationships hold objects (session/merge.hpp).
  template <entity T>
  ref<T> merge(T object, merge_policy policy);

  template <entity T>
  std::vector<ref<T>> add_all(std::vector<T> objects) {
    std::vector<ref<T>> refs;
    refs.reserve(objects.size());
    for (T& object : objects) refs.push_back(add(std::move(object)));
    return refs;
  }

  /// The object with this primary key, or a null handle. Emits nothing if the session has it; else one SELECT by key,
  /// after a flush if objects are pending. The values must be of the key columns' types, in the key's order.
  template <entity T, class... Key>
  [[nodiscard]] ref<T> get(const Key&... key) {
    if constexpr (sql::key_values_fit<T, Key...>::ok) {
      std::array<sql::parameter, sizeof...(Key)> values{sql::key_parameter(key)...};
      std::array<cell, sizeof...(Key)> cells;
      for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = values[i].value;
      model::node* n = get_node(model::info_of<T>(), cells);
      return n ? ref<T>(*n) : ref<T>();
    } else {
      return {};
    }
  }

  /// The same, but throws `no_row` (E3203) where there is no such row.
  template <entity T, class... Key>
  [[nodiscard]] ref<T> get_one(const Key&... key) {
    ref<T> found = get<T>(key...);
    if (!found)
      throw no_row(
          3203, joined({"no row of ", model::info_of<T>().name, " has this key; use get() where there may be none"}));
    return found;
  }

  /// The next flush deletes the row, and what the object owns (`cascade`). A pending object is forgotten at once.
  template <entity T>
  void remove(T& object) {
    remove_node(node_of(&object, model::info_of<T>()));
  }
  template <entity T>
  void remove(const ref<T>& object) {
    remove_node(held(object));
  }

  /// Reads the object's row again, over what was changed in it, with one SELECT. Its relationships must be loaded
  /// again. Throws `stale_row` where the row is gone.
  template <entity T>
  void refresh(T& object) {
    refresh_node(node_of(&object, model::info_of<T>()));
  }
  template <entity T>
  void refresh(const ref<T>& object) {
    refresh_node(held(object));
  }

  /// The session forgets the object, whose handles stay good; nothing of it is written any more.
  template <entity T>
  void expunge(T& object) {
    store().expunge(node_of(&object, model::info_of<T>()));
  }
  template <entity T>
  void expunge(const ref<T>& object) {
    store().expunge(held(object));
  }

  /// Whether the object is in the session's unit of work: pending, persistent, or marked as removed.
  template <entity T>
  [[nodiscard]] bool contains(const ref<T>& object) const noexcept {
    return object && object.node()->store == &store() && is_held(*object.node());
  }

  /// Whether the next flush has something to write for the object. What was changed and changed back is no change.
  template <entity T>
  [[nodiscard]] bool is_changed(const ref<T>& object) {
    return session_core::is_changed(held(object));
  }

  /// A handle to an object of this session that one has a reference to.
  template <entity T>
  [[nodiscard]] ref<T> ref_of(T& object) {
    return ref<T>(node_of(&object, model::info_of<T>()));
  }

  /// Loads a relationship of one object, with one SELECT, unless it is loaded: `session.load<&User::items>(user)`.
  template <auto Relation, entity T>
  void load(T& object) {
    load_member<Relation, T>(node_of(&object, model::info_of<T>()));
  }
  template <auto Relation, entity T>
  void load(const ref<T>& object) {
    load_member<Relation, T>(held(object));
  }

  /// Loads along paths, of one object, of a handle, or of a range of handles or of a result, as a query's `options` do:
  /// `session.load(users, plinth::selectin<&User::items, &Item::tags>)` sends one SELECT for each 500 owners of each
  /// level that have not loaded it (session/load.hpp).
  template <class Objects, class... Path>
  requires(sizeof...(Path) > 0) void load(const Objects& objects, const Path&... paths);

  // ---- queries (session/query.hpp) ----

  template <entity T>
  [[nodiscard]] auto query();

  /// INSERTs a range of plain structs of one model, with statements of up to 128 rows in a part of the transaction of
  /// their own (SAVEPOINT), after a flush; a failure leaves none of them. How many there were. Past the session's
  /// objects: no key is written back, cascades of the program do not take place (session/bulk_insert.hpp).
  template <class Range>
  std::int64_t bulk_insert(const Range& rows);

  /// UPDATEs the rows of a range of plain structs by their keys, one statement for each, in a part of the transaction
  /// of their own, after a flush: the columns given, or all. How many there were; a row that is not there, or, of a
  /// model with a `row_version`, has another version than its struct, is `stale_row` (E3124), and then none is changed.
  /// Past the session's objects: those that are loaded keep their values, and structs their version
  /// (session/bulk_update.hpp).
  template <auto... Members, class Range>
  std::int64_t bulk_update(const Range& rows);

  /// INSERTs plain structs of a model, or one, whose rows may be there already: `insert(rows).on_conflict(columns…)`
  /// and then `do_update` or `do_nothing` (session/upsert.hpp). Rows given by reference have to stay.
  template <class Rows>
  [[nodiscard]] auto insert(Rows&& rows);

  /// UPDATE and DELETE of many rows at once (session/bulk.hpp).
  template <entity T>
  [[nodiscard]] auto update();
  template <entity T>
  [[nodiscard]] auto remove();

  /// SQL in the words of the server; values are bound to its placeholders (session/raw_query.hpp).
  template <class Row, class... Value>
  [[nodiscard]] auto raw(std::string sql, const Value&... values);

  /// The same for a statement without rows. The number of rows that it changed.
  template <class... Value>
  std::int64_t execute_sql(std::string_view sql, const Value&... values);

 private:
  template <class T>
  [[nodiscard]] model::node& held(const ref<T>& object) {
    if (!object) model::refuse_null_handle();
    if (object.node()->store != &store()) refuse_stranger(*object.node());
    return *object.node();
  }

  template <auto Relation, class T>
  void load_member(model::node& n) {
    constexpr std::size_t field = reflect::index_of<T, Relation>();
    constexpr std::int16_t at = model::relation_position<T>(reflect::field_names<T>[field]);
    static_assert(at >= 0, "plinth[E1031]: load() needs a member that is a relationship of the object's model");
    model::node* owner = &n;
    load_relation(std::span(&owner, 1), n.model->relationships[static_cast<std::size_t>(at)]);
  }
};

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/nested.hpp>
#include <plinth/session/impl/session.hpp>
#endif
