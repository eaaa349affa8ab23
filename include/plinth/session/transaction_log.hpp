// SPDX-License-Identifier: MIT
#pragma once

// What a transaction did to objects, so that it can be undone in memory: one entry for each object and savepoint.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <plinth/model/node.hpp>
#include <plinth/session/snapshot.hpp>
#include <plinth/session/snapshot_pool.hpp>

namespace plinth::detail {

/// What one object was before the transaction, or the part of it since a savepoint, wrote it.
struct logged_change {
  model::node* n;
  model::object_state before;
  bool generated_key = false;      ///< the database chose the key
  bool raised_version = false;     ///< the object has the version that the flush gave its row
  std::uint32_t outer = 0;         ///< one more than the place of the entry from before the savepoint
  column_set filled = 0;           ///< columns that got their values from the flush, not from the program
  std::uint64_t queued = 0;        ///< relationships that had something to say, bit by bit
  const cell* snapshot = nullptr;  ///< the values from before; of the log's pool
};

class transaction_log {
 public:
  /// Snapshots are taken from the pool and given back to it.
  explicit transaction_log(snapshot_pool& pool) noexcept : pool_(pool) {}

  /// The object's entry since the last savepoint; made where there is none, as the object is now.
  logged_change& of(model::node& n);

  /// Gives the object the snapshot from before back, where its entry has one.
  void restore_snapshot(logged_change& change) noexcept;

  /// Replaces the object's snapshot by one of its values now, keeping the one from before in its entry.
  void renew_snapshot(model::node& n, logged_change& change);

  /// The same, where the row in the database has other values than the object for now.
  void renew_snapshot(model::node& n, logged_change& change, std::span<const cell> row);

  // ---- savepoints ----

  [[nodiscard]] std::size_t depth() const noexcept { return savepoints_.size(); }

  /// The savepoint's number, which no other one of this log has.
  std::uint64_t open();

  /// How many savepoints enclose this one; `depth()` where it has ended.
  [[nodiscard]] std::size_t find(std::uint64_t number) const noexcept;

  void touch(model::node& n);

  /// What was done since the last savepoint belongs to what surrounds it.
  void release();

  /// The entries since the last savepoint, and the objects whose relationships were touched.
  [[nodiscard]] std::span<logged_change> changes() noexcept;
  [[nodiscard]] std::span<model::node* const> touched() const noexcept;

  /// The entries since the last savepoint have been undone. The savepoint stays.
  void forget() noexcept;

  /// The last savepoint is gone, its entries forgotten before.
  void close() noexcept;

  /// The transaction has ended.
  void clear() noexcept;

 private:
  struct savepoint {
    std::uint64_t number;
    std::size_t first;  ///< of its entries
    std::vector<model::node*> touched;
  };

  [[nodiscard]] std::size_t first() const noexcept { return savepoints_.empty() ? 0 : savepoints_.back().first; }

  void replace_snapshot(model::node& n, logged_change& change, const cell* fresh) noexcept;

  void drop_snapshot(logged_change& change) noexcept;

  snapshot_pool& pool_;
  std::vector<logged_change> entries_;
  std::vector<savepoint> savepoints_;
  std::uint64_t next_number_ = 1;
};

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/transaction_log.hpp>
#endif
