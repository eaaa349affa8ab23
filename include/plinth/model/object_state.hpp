// SPDX-License-Identifier: MIT
#pragma once

// Where an object stands between the program and the database, and what can become of it there: one table.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace plinth::model {

/// SQLAlchemy's names, but for removed, which is its "deleted".
enum class object_state : std::uint8_t {
  transient,   ///< known to no session, or not any more
  pending,     ///< added; the next flush inserts it
  persistent,  ///< has a row
  removed,     ///< the next flush, or one of this transaction, deletes the row
  detached,    ///< had a row, and belongs to no session any more
};

enum class object_event : std::uint8_t {
  add,          ///< `session.add`, or being put into a relationship of an object of the session
  load,         ///< its row was read
  insert,       ///< a flush wrote its row
  remove,       ///< `session.remove`, or a cascade
  expunge,      ///< `session.expunge`
  commit,       ///< the transaction that deleted its row is final
  undo_insert,  ///< the transaction that inserted its row is gone
  undo_remove,  ///< the transaction that was to delete its row is gone
  give_up,      ///< `session.rollback` while it was pending
  close,        ///< the end of the session
};

struct state_move {
  object_state from;
  object_event event;
  object_state to;
};

/// Every move there is. What is not here cannot happen.
inline constexpr state_move legal_moves[] = {
    {object_state::transient, object_event::load, object_state::persistent},

    {object_state::transient, object_event::add, object_state::pending},
    {object_state::pending, object_event::add, object_state::pending},
    {object_state::persistent, object_event::add, object_state::persistent},
    {object_state::removed, object_event::add, object_state::persistent},
    {object_state::detached, object_event::add, object_state::persistent},

    {object_state::pending, object_event::insert, object_state::persistent},

    {object_state::pending, object_event::remove, object_state::transient},
    {object_state::persistent, object_event::remove, object_state::removed},
    {object_state::removed, object_event::remove, object_state::removed},

    {object_state::pending, object_event::expunge, object_state::transient},
    {object_state::persistent, object_event::expunge, object_state::detached},
    {object_state::removed, object_event::expunge, object_state::detached},

    {object_state::removed, object_event::commit, object_state::detached},

    {object_state::pending, object_event::undo_insert, object_state::pending},
    {object_state::persistent, object_event::undo_insert, object_state::pending},
    {object_state::removed, object_event::undo_insert, object_state::transient},
    {object_state::detached, object_event::undo_insert, object_state::transient},

    {object_state::removed, object_event::undo_remove, object_state::persistent},

    {object_state::pending, object_event::give_up, object_state::transient},

    {object_state::pending, object_event::close, object_state::transient},
    {object_state::persistent, object_event::close, object_state::detached},
    {object_state::removed, object_event::close, object_state::detached},
};

namespace detail {

inline constexpr std::uint8_t no_state = 0xFF;

/// The table by state and event.
inline constexpr auto moves_by_state = [] {
  std::array<std::array<std::uint8_t, 10>, 5> table{};
  for (auto& row : table) row.fill(no_state);
  for (const state_move& m : legal_moves)
    table[static_cast<std::size_t>(m.from)][static_cast<std::size_t>(m.event)] = static_cast<std::uint8_t>(m.to);
  return table;
}();

}  // namespace detail

/// Where the event leads from this state; nothing where it cannot happen there.
[[nodiscard]] constexpr std::optional<object_state> state_after(object_state from, object_event event) noexcept {
  const std::uint8_t to = detail::moves_by_state[static_cast<std::size_t>(from)][static_cast<std::size_t>(event)];
  if (to == detail::no_state) return std::nullopt;
  return static_cast<object_state>(to);
}

[[nodiscard]] constexpr bool may(object_state from, object_event event) noexcept {
  return state_after(from, event).has_value();
}

/// The state's name, for messages.
[[nodiscard]] constexpr const char* name_of(object_state state) noexcept {
  constexpr const char* names[] = {"transient", "pending", "persistent", "removed", "detached"};
  return names[static_cast<std::size_t>(state)];
}

}  // namespace plinth::model

namespace plinth {

using model::object_state;

}  // namespace plinth
