// SPDX-License-Identifier: MIT
#pragma once

// One unit of work on one connection: the objects it has, what changed in them, and the transaction they live in.

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/core/text.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/engine/engine.hpp>
#include <plinth/model/info.hpp>
#include <plinth/model/ref.hpp>
#include <plinth/session/flush.hpp>
#include <plinth/session/loading.hpp>
#include <plinth/session/plan.hpp>
#include <plinth/session/store.hpp>
#include <plinth/sql/key.hpp>

namespace plinth {

template <class Entity, class Row>
class query;

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
};

namespace detail {

/// Ends the transaction of a failed flush before the error goes on.
class session_core : private lazy_loader {
 public:
  session_core(engine& on, session_options options)
      : engine_(&on), options_(options), store_(new detail::store(this)) {}
  session_core(const session_core&) = delete;
  session_core& operator=(const session_core&) = delete;

  ~session_core() {
    if (connection_) try {
        connection_->rollback();
      } catch (const error&) {
        // Giving the connection back rolls back as well, or finds it dead.
      }
    connection_.reset();
    store_->close();
    store_->release();
  }

  // ---- transactions ----

  /// Sends INSERT, UPDATE and DELETE statements for what is pending, changed and removed; nothing for what is not. The
  /// transaction stays open. Where it fails, the whole transaction is rolled back and the error thrown once; the
  /// objects keep what the program set, and the session can be used at once.
  void flush() {
    settle_orphans();
    cascade_removes();
    const flush_plan plan = make_plan(store_->pending(), store_->watched(), store_->removed());
    if (plan.empty()) return;
    try {
      flusher(*store_, write_connection()).run(plan);
    } catch (...) {
      abandon(store::undo::keep_values);
      throw;
    }
    std::erase_if(store_->pending(), [](const model::node* n) { return n->state != model::object_state::pending; });
    store_->removed().clear();
    std::erase_if(store_->watched(), [](const model::node* n) { return n->state != model::object_state::persistent; });
  }

  /// Flushes, emits COMMIT and gives the connection back. Objects stay as they are, readable without further
  /// statements; what others change meanwhile is seen after refresh(). Failing, it is as if rolled back, but the
  /// objects keep what the program set.
  void commit() {
    flush();
    if (!connection_) return;
    try {
      connection_->commit();
    } catch (...) {
      abandon(store::undo::keep_values);
      throw;
    }
    connection_.reset();
    store_->committed();
  }

  /// Emits ROLLBACK if a transaction is open. Objects get the values back that they had before it; new ones are
  /// transient again, removed ones are back; relationships must be loaded again.
  void rollback() { abandon(store::undo::restore_values); }

  [[nodiscard]] bool in_transaction() const noexcept { return connection_.has_value(); }

  // ---- for the layers that read and write through the session ----

  /// The session's connection, inside its transaction; begins one where there is none.
  [[nodiscard]] connection& read_connection() { return begun(options_.begin); }
  [[nodiscard]] connection& write_connection() { return begun(transaction_mode::write); }

  /// Before a query: what is pending becomes visible to it.
  void autoflush() {
    if (options_.autoflush) flush();
  }

  [[nodiscard]] detail::store& store() noexcept { return *store_; }

  void load_relation(std::span<model::node* const> owners, const model::relationship_info& relation) {
    relation_loader(*store_, read_connection(), relation).run(owners);
  }

  // ---- objects ----

  void remove_node(model::node& n) {
    const bool held = n.state == model::object_state::pending || n.state == model::object_state::persistent ||
                      n.state == model::object_state::removed;
    if (n.store != store_ || !held)
      refuse(3004, "an object of ", n, " that this session does not hold cannot be removed; get it first");
    leave_collections(n);
    store_->remove(n);
  }

  void refresh_node(model::node& n) {
    if (n.store != store_ || n.state != model::object_state::persistent)
      refuse(3005, "an object of ", n, " that has no row in this session cannot be refreshed; flush it first");
    scratch keep;
    std::array<cell, 8> key;
    for (std::size_t i = 0; i < n.model->key.size(); ++i)
      key[i] = n.snapshot ? n.snapshot[n.model->key[i]] : read_column(n, n.model->key[i], keep);
    const fixed_shape statement = get_statement(*n.model);
    cursor rows = read_connection().open(statement.view(), std::span(key).first(n.model->key.size()), n.model->kinds);
    if (!rows.next())
      throw stale_row(3105, joined({"the row of ", identity_text(n), " is gone; expunge the object or roll back"}));
    store_->fill(n, rows.row());
    if (n.watched) store_->renew_snapshot(n, store_->log(n));
    for (const model::relationship_info& r : n.model->relationships) model::link_of(n, r).unload();
  }

  [[nodiscard]] model::node* get_node(const model::model_info& m, std::span<const cell> key) {
    if (model::node* present = store_->find(m, key))
      return present->state == model::object_state::removed ? nullptr : present;
    if (!store_->pending().empty()) autoflush();
    const fixed_shape statement = get_statement(m);
    cursor rows = read_connection().open(statement.view(), key, m.kinds);
    if (!rows.next()) return nullptr;
    model::node& n = store_->load(m, rows.row());
    return n.state == model::object_state::removed ? nullptr : &n;
  }

  [[nodiscard]] model::node& node_of(const void* object, const model::model_info& m) {
    if (model::node* n = store_->find_node(object, m)) return *n;
    throw session_error(3003, joined({"an object of ", m.name,
                                      " that is not this session's was passed by reference; add() it and use what that "
                                      "returns, or get it from the session"}));
  }

 protected:
  [[noreturn]] static void refuse_stranger(const model::node& n) {
    refuse(3001, "an object of ", n, " belongs to another session, or to none any more; get it from this one");
  }

 private:
  [[nodiscard]] connection& begun(transaction_mode mode) {
    if (!connection_) {
      connection_.emplace(engine_->connect());
      try {
        connection_->begin(mode);
      } catch (...) {
        connection_.reset();
        throw;
      }
    }
    return *connection_;
  }

  [[noreturn]] static void refuse(int code, std::string_view before, const model::node& n, std::string_view after) {
    throw session_error(code, joined({before, n.model->name, after}));
  }

  void abandon(store::undo how) {
    if (connection_) {
      try {
        connection_->rollback();
      } catch (const error&) {
        // The connection is of no use; giving it back lets the pool find that out. The transaction is gone either way.
      }
      connection_.reset();
    }
    store_->rolled_back(how);
  }

  bool load_on_access(model::node& n, const model::relationship_info& relation) override {
    if (options_.relationships != loading::lazy) return false;
    model::node* owner = &n;
    load_relation(std::span(&owner, 1), relation);
    return true;
  }

  /// The object is in no loaded collection any more.
  void leave_collections(model::node& n) {
    for (const model::relationship_info& r : n.model->relationships) {
      if (r.inverse < 0) continue;
      const model::relationship_info& back = r.target().relationships[static_cast<std::size_t>(r.inverse)];
      for (model::node* target : model::link_of(n, r).targets())
        if (r.holds_key) model::erase_target(model::link_of(*target, back), &n);
    }
  }

  /// Objects that left their collections and found no other owner are removed with their rows.
  void settle_orphans() {
    const std::vector<model::node*> orphans = std::exchange(store_->orphans(), {});
    for (model::node* n : orphans) {
      if (n->state != model::object_state::pending && n->state != model::object_state::persistent) continue;
      bool owned = false;
      for (const model::relationship_info& r : n->model->relationships) {
        if (!r.holds_key || r.inverse < 0) continue;
        const model::relationship_info& back = r.target().relationships[static_cast<std::size_t>(r.inverse)];
        if ((back.cascades & model::cascade_orphan) != 0) owned = owned || !model::link_of(*n, r).targets().empty();
      }
      if (!owned) store_->remove(*n);
    }
  }

  /// What removed objects own goes with them, before them; what only points to them points to nobody.
  void cascade_removes() {
    for (std::size_t i = 0; i < store_->removed().size(); ++i) {
      model::node& n = *store_->removed()[i];
      for (const model::relationship_info& r : n.model->relationships) {
        if (r.holds_key) continue;
        if ((r.cascades & model::cascade_delete) != 0)
          remove_owned(n, r);
        else
          release_children(n, r);
      }
    }
  }

  void remove_owned(model::node& n, const model::relationship_info& r) {
    model::link& l = model::link_of(n, r);
    if (!l.is_loaded() && database_cascades(r)) return;
    if (!l.is_loaded()) {
      n.state = model::object_state::persistent;
      model::node* owner = &n;
      load_relation(std::span(&owner, 1), r);
      n.state = model::object_state::removed;
    }
    for (model::node* child : l.targets()) store_->remove(*child);
  }

  static void release_children(model::node& n, const model::relationship_info& r) {
    const model::node_list children = model::link_of(n, r).targets();
    for (model::node* child : children)
      if (child->state != model::object_state::removed && child->model->columns[r.target_columns[0]].type->nullable)
        model::leave(n, r, *child);
  }

  [[nodiscard]] static bool database_cascades(const model::relationship_info& r) {
    for (const catalog::foreign_key& key : r.target().table->foreign_keys)
      if (key.columns[0] == r.target().columns[r.target_columns[0]].name)
        return key.on_delete == catalog::action::cascade;
    return false;
  }

  engine* engine_;
  session_options options_;
  detail::store* store_;
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
class session : public detail::session_core {
 public:
  explicit session(engine& on, session_options options = {}) : session_core(on, options) {}

  // ---- the unit of work ----

  /// A new object, moved into the session with all new objects that its relationships hold. Emits nothing before the
  /// next flush, which fills in the key that the database chooses for an integer key of 0.
  template <class T>
  ref<std::remove_cvref_t<T>> add(T&& object) {
    using model_type = std::remove_cvref_t<T>;
    if constexpr (detail::taken_over<T>::ok)
      return ref<model_type>(store().add(model::info_of<model_type>(), &object));
    else
      return {};
  }

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

  // ---- queries (session/query.hpp) ----

  template <entity T>
  [[nodiscard]] auto query();

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
