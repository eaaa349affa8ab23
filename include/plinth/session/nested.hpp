// SPDX-License-Identifier: MIT
#pragma once

// A part of a transaction that can be undone by itself:
//
//   auto part = session.begin_nested();   // SAVEPOINT
//   …
//   part.commit();                        // RELEASE SAVEPOINT; without it, the end of the scope undoes the part

#include <cstdint>
#include <utility>

#include <plinth/model/node.hpp>

namespace plinth {

namespace detail {

class session_core;
class store;

}  // namespace detail

/// Parts nest to any depth. Ending one ends those inside of it. `session.commit()` commits them all,
/// `session.rollback()` undoes them all. May outlive its session, and does nothing then.
///
/// Undoing a part gives the objects that were touched in it the values back that they had when it began: new ones are
/// transient again, removed ones are back, and their relationships must be loaded again. Other objects keep what was
/// loaded. A flush that fails inside of a part undoes in the database what was done since it began, and the part stays
/// open; the objects keep what the program set.
class nested {
 public:
  nested(detail::session_core& session, detail::store& objects, std::uint64_t savepoint) noexcept;
  nested(nested&& other) noexcept
      : session_(other.session_), objects_(std::exchange(other.objects_, nullptr)), savepoint_(other.savepoint_) {}
  nested(const nested&) = delete;
  nested& operator=(const nested&) = delete;
  nested& operator=(nested&&) = delete;

  /// As `rollback`; what goes wrong then ends the whole transaction.
  ~nested();

  /// Flushes and emits RELEASE SAVEPOINT: what was done belongs to what surrounds the part. Throws `session_error`
  /// (E3007) where the part has ended already, and what flushing throws; the part is open then.
  void commit();

  /// Emits ROLLBACK TO SAVEPOINT and RELEASE SAVEPOINT. Does nothing where the part has ended already.
  void rollback();

  [[nodiscard]] bool is_open() const noexcept;

 private:
  detail::session_core* session_;
  detail::store* objects_;  ///< null once moved from
  std::uint64_t savepoint_;
};

}  // namespace plinth
