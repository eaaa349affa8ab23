// SPDX-License-Identifier: MIT
#pragma once

// The objects of a session: memory at stable addresses, the identity map, and what is new, changed or removed. It
// outlives the session as long as a handle reaches into it. It does no I/O.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <source_location>
#include <span>
#include <utility>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/model/link.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/link_changes.hpp>
#include <plinth/session/node_space.hpp>
#include <plinth/session/snapshot.hpp>
#include <plinth/session/snapshot_pool.hpp>
#include <plinth/session/transaction_log.hpp>

namespace plinth::detail {

/// What the store asks of its session, for as long as there is one.
class lazy_loader {
 public:
  virtual bool load_on_access(model::node& n, const model::relationship_info& relation,
                              const std::source_location& where) = 0;

 protected:
  ~lazy_loader() = default;
};

/// A relationship of an object.
struct link_place {
  model::node* owner;
  const model::relationship_info* relation;
};

class store final : public model::node_store {
 public:
  explicit store(lazy_loader* loader, std::uint64_t number = 0) noexcept : loader_(loader) { session_number = number; }
  ~store() override = default;

  // ---- handles ----

  void retain() noexcept override { handles_.fetch_add(1, std::memory_order_relaxed); }
  void release() noexcept override {
    if (handles_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
  }

  /// The session is gone: objects stay readable, nothing can be loaded or written any more.
  void close() noexcept;
  [[nodiscard]] bool is_open() const noexcept { return loader_ != nullptr; }

  // ---- finding ----

  [[nodiscard]] node_space& space_of(const model::model_info& m);

  [[nodiscard]] PLINTH_INLINE model::node* find_node(const void* object, const model::model_info& m) noexcept override;

  /// The object with this key (cells in the key's order), or null.
  [[nodiscard]] model::node* find(const model::model_info& m, std::span<const cell> key);

  /// The object whose `columns` have these values, or null; also where there are none.
  [[nodiscard]] model::node* find_by(const model::model_info& m, std::span<const std::uint16_t> columns,
                                     std::span<const cell> values);

  [[nodiscard]] const std::vector<std::unique_ptr<node_space>>& spaces() const noexcept { return spaces_; }

  // ---- hooks ----

  /// Whether a model that it has met has functions of its own for the session to call.
  [[nodiscard]] bool has_model_hooks() const noexcept { return has_model_hooks_; }

  /// From now on objects that are read are noted, of whatever model; else those of models with a hook of their own.
  void note_loads() noexcept { notes_loads_ = true; }
  [[nodiscard]] bool notes_loads() const noexcept { return notes_loads_; }

  /// Objects that were read, and whose hooks have not been called.
  [[nodiscard]] std::vector<model::node*>& loaded() noexcept { return loaded_; }

  // ---- entering ----

  /// The object to read the next row into; it is nobody's until `load`.
  [[nodiscard]] model::node& blank(const model::model_info& m) { return space_of(m).blank(); }

  /// The object of the row that was read into the `blank` one: that itself, or the one that is present with its key,
  /// which the row does not overwrite.
  [[nodiscard]] model::node& load(model::node& blank);

  /// The same of a row that is there as cells, one for each of the model's columns.
  [[nodiscard]] model::node& load(const model::model_info& m, const cell* row) {
    model::node& n = blank(m);
    fill(n, row);
    return load(n);
  }

  /// Overwrites the object's columns with a row's values, as read.
  void fill(model::node& n, const cell* row);

  /// Takes a new object in, with all new objects that its relationships own; all of them are pending then.
  [[nodiscard]] model::node& add(const model::model_info& m, void* from);

  [[nodiscard]] model::node& adopt(model::loose_node loose) override { return add(*loose->model, loose->object()); }

  /// Takes an object of this store back in that is transient, detached or marked as removed, with the transient ones
  /// that its relationships reach. Throws `session_error` where its row was deleted in this transaction, or where
  /// another object has its key.
  PLINTH_INLINE void add_again(model::node& n) override;

  // ---- changing ----

  PLINTH_INLINE void watch(model::node& n) override;

  /// The next flush deletes the row; a pending object is forgotten at once.
  void remove(model::node& n);

  void orphaned(model::node& n) override { orphans_.push_back(&n); }

  PLINTH_INLINE bool load_lazily(model::node& n, const model::relationship_info& relation,
                                 const std::source_location& where) override;

  void linked(model::node& owner, const model::relationship_info& r, model::node& target) override {
    links_.add(owner, r, target);
  }
  void unlinked(model::node& owner, const model::relationship_info& r, model::node& target) override {
    links_.remove(owner, r, target);
  }
  [[nodiscard]] PLINTH_INLINE model::node* owner_of(const model::node& child,
                                                    const model::relationship_info& r) override;
  [[nodiscard]] PLINTH_INLINE model::node* named_by_key(const model::node& n,
                                                        const model::relationship_info& r) override;
  void former_unknown(model::node& owner, const model::relationship_info& r) override {
    formers_.push_back({&owner, &r});
  }

  /// The session forgets the object; handles to it stay good.
  void expunge(model::node& n);

  // ---- the identity map ----

  /// Throws `session_error` (E3002) where another object has this key.
  void map(model::node& n);

  void unmap(model::node& n);

  /// Throws `session_error` (E3002) where a pending object has the key of another one that is there to stay. Of keys
  /// that point to other rows nothing is known yet; those are found when they are mapped.
  void refuse_doubles();

  /// The key that the object's row has in the database, or is going to have.
  [[nodiscard]] static std::span<const cell> stored_key(const model::node& n, std::array<cell, 8>& out, scratch& keep);

  // ---- what a transaction did, and undoing it in memory ----

  /// To be called before the flush writes the object.
  logged_change& log(model::node& n) { return log_.of(n); }
  void renew_snapshot(model::node& n, logged_change& change) { log_.renew_snapshot(n, change); }
  void renew_snapshot(model::node& n, logged_change& change, std::span<const cell> row) {
    log_.renew_snapshot(n, change, row);
  }

  /// Takes one where there is none.
  void require_snapshot(model::node& n) {
    if (!n.snapshot) n.snapshot = take_snapshot(n, snapshots_);
  }

  void touch_links(model::node& n) override { log_.touch(n); }

  [[nodiscard]] const transaction_log& changes() const noexcept { return log_; }

  /// The number of the new savepoint.
  std::uint64_t open_savepoint();
  void release_savepoint();
  void close_savepoint() noexcept;

  /// What was done stands.
  void committed();

  /// Either the objects go back to what they were before (`rollback`), or they keep what the program set, so that the
  /// next flush tries the same again (a flush that failed).
  enum class undo : std::uint8_t { restore_values, keep_values };

  /// The transaction is gone.
  void rolled_back(undo how);

  /// What was done since the last savepoint is gone. The savepoint stays.
  void rolled_back_to_savepoint(undo how);

  [[nodiscard]] std::vector<model::node*>& pending() noexcept { return pending_; }
  [[nodiscard]] std::vector<model::node*>& watched() noexcept { return watched_; }
  [[nodiscard]] std::vector<model::node*>& removed() noexcept { return removed_; }
  [[nodiscard]] std::vector<model::node*>& orphans() noexcept { return orphans_; }
  [[nodiscard]] std::vector<link_place>& formers() noexcept { return formers_; }
  [[nodiscard]] link_changes& links() noexcept { return links_; }

 private:
  struct key_matches;

  [[nodiscard]] static std::uint64_t tag_of(std::span<const cell> key) noexcept;

  [[nodiscard]] static model::node* find_in(const node_space& space, std::span<const cell> key);

  [[nodiscard]] static bool has_key(const model::node& n, std::span<const cell> key);

  static void attach_links(model::node& n) noexcept;

  /// What a new object's relationships hold becomes part of the store, and the other sides learn of it.
  void settle_links(model::node& n);

  static void unload_links(model::node& n);

  /// Makes a transient object pending.
  void enlist(model::node& n);

  void forget_pending(model::node& n);

  void take_back(model::node& n);

  void reconnect(model::node& n, const model::relationship_info& r, const model::node_list& targets);
  void attach_again(model::node& n);

  void undo_changes(undo how);
  void undo_links(undo how, std::size_t mark);

  void undo_insert(logged_change& c, std::vector<model::node*>& reborn);

  void undo_change(logged_change& c, undo how);

  /// Nothing is pending, changed or removed any more.
  void restore_the_rest();

  std::atomic<std::size_t> handles_{1};
  lazy_loader* loader_;
  std::vector<std::unique_ptr<node_space>> spaces_;
  node_space* last_ = nullptr;
  std::vector<model::node*> pending_;
  std::vector<model::node*> watched_;
  std::vector<model::node*> removed_;
  std::vector<model::node*> orphans_;
  std::vector<link_place> formers_;
  link_changes links_;
  std::vector<std::size_t> link_marks_;  ///< of each savepoint
  snapshot_pool snapshots_;
  transaction_log log_{snapshots_};
  std::uint32_t next_sequence_ = 0;
  bool has_model_hooks_ = false;
  bool notes_loads_ = false;
  std::vector<model::node*> loaded_;
};

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/store.hpp>
#include <plinth/session/impl/store_undo.hpp>
#endif
