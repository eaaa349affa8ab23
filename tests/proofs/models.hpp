// SPDX-License-Identifier: MIT
#pragma once

// Accounts, what moved between them, and labels: what the proofs of the session are about.

#include <cstdint>
#include <string>
#include <vector>

#include <plinth/plinth.hpp>

namespace bank {

struct entry;
struct label;

struct account {
  std::int64_t id = 0;
  std::string name{};
  std::int64_t balance = 0;
  plinth::relationship<std::vector<entry>> entries{};
  plinth::relationship<std::vector<label>> labels{};

  static constexpr auto table = plinth::table(
      "accounts", plinth::column<&account::id>(plinth::primary_key), plinth::column<&account::name>(plinth::unique),
      plinth::relation<&account::entries>(plinth::back_populates("of"),
                                          plinth::cascade(plinth::all, plinth::delete_orphan)),
      plinth::relation<&account::labels>(plinth::secondary("account_labels"), plinth::back_populates("accounts")));
};

struct entry {
  std::int64_t id = 0;
  std::int64_t amount = 0;
  std::int64_t account_id = 0;
  plinth::relationship<account> of{};

  static constexpr auto table = plinth::table(
      "entries", plinth::column<&entry::id>(plinth::primary_key),
      plinth::column<&entry::account_id>(plinth::foreign_key<&account::id>(plinth::on_delete::cascade), plinth::index),
      plinth::relation<&entry::of>(plinth::back_populates("entries")));
};

struct label {
  std::int64_t id = 0;
  std::string text{};
  plinth::relationship<std::vector<account>> accounts{};

  static constexpr auto table = plinth::table("labels", plinth::column<&label::id>(plinth::primary_key),
                                              plinth::relation<&label::accounts>(plinth::back_populates("labels")));
};

using base = plinth::metadata<account, entry, label>;

/// Moves an amount from one account to another, with an entry at each.
inline void transfer(plinth::session& session, std::int64_t from, std::int64_t to, std::int64_t amount) {
  const auto book = [&](std::int64_t id, std::int64_t change) {
    auto one = session.get_one<account>(id);
    one->balance += change;
    session.add(entry{.amount = change, .account_id = id});
  };
  book(from, -amount);
  book(to, amount);
}

/// A number for a test from the environment, or the usual one.
[[nodiscard]] int number_from(const char* variable, int usual);

}  // namespace bank
