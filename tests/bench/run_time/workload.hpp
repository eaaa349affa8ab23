// SPDX-License-Identifier: MIT
#pragma once

// What every contender is given and has to find: sizes, the rows (equal in every run and every language), and the
// checksum of a result.

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

struct sizes {
  std::int64_t users = 100'000;
  std::int64_t items = 300'000;
  std::int64_t scans = 5;            ///< W2
  std::int64_t gets = 100'000;       ///< W3
  std::int64_t gets_a_unit = 10'000;  ///< W3: as many a transaction, or session
  std::int64_t updates = 50'000;     ///< W4
  std::int64_t pages = 2'000;        ///< W5
  std::int64_t page_rows = 100;      ///< W5
  std::int64_t families = 20;        ///< W6
  std::int64_t family_users = 1'000;  ///< W6
  std::int64_t deletes = 50'000;     ///< W7
  std::int64_t item_rows = 250'000;  ///< W8

  [[nodiscard]] static sizes scaled(double factor) {
    const auto part = [factor](std::int64_t n) {
      return std::max<std::int64_t>(1, static_cast<std::int64_t>(static_cast<double>(n) * factor));
    };
    sizes s;
    s.users = part(s.users);
    s.items = s.users * 3;
    s.gets = s.users;
    s.gets_a_unit = part(s.gets_a_unit);
    s.updates = s.users / 2;
    s.pages = part(s.pages);
    s.family_users = part(s.family_users);
    s.deletes = s.users / 2;
    s.item_rows = s.users * 5 / 2;
    return s;
  }
};

struct user_row {
  std::int64_t id = 0;
  std::string email;
  std::string hashed_password;
  bool is_active = true;
  double score = 0;
};

struct item_row {
  std::int64_t id = 0;
  std::string title;
  std::optional<std::string> description;
  std::int64_t owner_id = 0;
};

// ---- rows ----

/// The i-th number of an endless list without a pattern (splitmix64).
[[nodiscard]] inline std::uint64_t number_at(std::uint64_t i) {
  std::uint64_t z = (i + 1) * 0x9E3779B97F4A7C15U;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31);
}

/// From 0 to below 1, with all 53 bits.
[[nodiscard]] inline double fraction_at(std::uint64_t i) { return static_cast<double>(number_at(i) >> 11) * 0x1p-53; }

[[nodiscard]] inline std::string padded(std::int64_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  return std::string(width > digits.size() ? width - digits.size() : 0, '0') + digits;
}

[[nodiscard]] inline std::string letters(std::uint64_t seed, std::size_t count) {
  static constexpr std::string_view alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    if (i % 10 == 0) seed = number_at(seed);
    text += alphabet[(seed >> (6 * (i % 10))) & 63U];
  }
  return text;
}

[[nodiscard]] inline std::vector<user_row> make_users(const sizes& s) {
  std::vector<user_row> rows;
  rows.reserve(static_cast<std::size_t>(s.users));
  for (std::int64_t id = 1; id <= s.users; ++id) {
    const auto n = static_cast<std::uint64_t>(id);
    // The order of the addresses is not the order of the keys.
    const std::string name = padded(static_cast<std::int64_t>(number_at(n) % 1'000'000), 6);
    rows.push_back({id, "u" + name + "." + padded(id, 6) + "@example.org", "$2b$12$" + letters(n, 53),
                    number_at(n + 1'000'000'000) % 5 != 0, fraction_at(n + 2'000'000'000)});
  }
  return rows;
}

[[nodiscard]] inline std::vector<item_row> make_items(const sizes& s) {
  std::vector<item_row> rows;
  rows.reserve(static_cast<std::size_t>(s.items));
  for (std::int64_t id = 1; id <= s.items; ++id) {
    std::optional<std::string> description;
    if (id % 3 != 0) description = "What there is to say about item number " + padded(id, 6) + " of the list";
    rows.push_back({id, "Item number " + padded(id, 6), std::move(description), 1 + (id - 1) / 3});
  }
  return rows;
}

/// The whole numbers 1 to `count`, shuffled.
[[nodiscard]] inline std::vector<std::int64_t> shuffled(std::int64_t count, std::uint64_t seed) {
  std::vector<std::int64_t> numbers;
  for (std::int64_t i = 1; i <= count; ++i) numbers.push_back(i);
  for (std::size_t i = numbers.size(); i > 1; --i) std::swap(numbers[i - 1], numbers[number_at(seed + i) % i]);
  return numbers;
}

// ---- what the workloads ask for ----

/// W3: the keys, each once.
[[nodiscard]] inline std::vector<std::int64_t> keys_to_get(const sizes& s) { return shuffled(s.users, 3'000'000'000); }

/// W4: the keys of the users that change.
[[nodiscard]] inline std::vector<std::int64_t> keys_to_update(const sizes& s) {
  std::vector<std::int64_t> keys = shuffled(s.users, 4'000'000'000);
  keys.resize(static_cast<std::size_t>(s.updates));
  return keys;
}

/// W4: what they change to.
inline void change(bool& is_active, double& score) {
  is_active = !is_active;
  score += 1;
}

/// W5: the least score of page `i`.
[[nodiscard]] inline double least_score(std::int64_t i) {
  return fraction_at(5'000'000'000 + static_cast<std::uint64_t>(i)) * 0.9;
}

/// W6: the keys of family `i` are those above this one.
[[nodiscard]] inline std::int64_t family_begin(const sizes& s, std::int64_t i) {
  return static_cast<std::int64_t>(number_at(6'000'000'000 + static_cast<std::uint64_t>(i)) %
                                   static_cast<std::uint64_t>(s.users - s.family_users + 1));
}

/// W7: the keys to delete: every sixth, the first (`which` 0) of the six for one variant, the second for the other.
[[nodiscard]] inline std::vector<std::int64_t> keys_to_delete(const sizes& s, std::int64_t which) {
  std::vector<std::int64_t> keys;
  for (const std::int64_t i : shuffled(s.deletes, 7'000'000'000)) keys.push_back(i * 6 - 5 + which);
  return keys;
}

// ---- checksums ----

/// A sum of values in their order. It costs a nanosecond a value and is part of what is timed where no struct is kept.
class digest {
 public:
  void add(std::uint64_t value) noexcept { sum_ = (sum_ ^ value) * 0x100000001B3U; }
  void add(std::int64_t value) noexcept { add(static_cast<std::uint64_t>(value)); }
  void add(bool value) noexcept { add(std::uint64_t{value}); }
  void add(double value) noexcept { add(std::bit_cast<std::uint64_t>(value)); }

  /// Size, first and last eight bytes (of eight or more).
  void add(std::string_view text) noexcept {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    const std::size_t most = std::min<std::size_t>(text.size(), 8);
    std::memcpy(&first, text.data(), most);
    std::memcpy(&last, text.data() + (text.size() - most), most);
    add(first ^ (last << 1) ^ text.size());
  }

  void add(const std::optional<std::string>& text) noexcept {
    if (text)
      add(std::string_view(*text));
    else
      add(std::uint64_t{0xFFFF});
  }

  template <class User>
  void add_user(const User& u) noexcept {
    add(static_cast<std::int64_t>(u.id));
    add(std::string_view(u.email));
    add(std::string_view(u.hashed_password));
    add(u.is_active);
    add(u.score);
  }

  template <class Item>
  void add_item(const Item& i) noexcept {
    add(static_cast<std::int64_t>(i.id));
    add(std::string_view(i.title));
    add(i.description);
    add(static_cast<std::int64_t>(i.owner_id));
  }

  void add_text(std::string_view text) noexcept {
    for (std::size_t i = 0; i < text.size(); i += 8) add(text.substr(i, 8));
  }

  template <class Users>
  void add_users(const Users& users) noexcept {
    for (const auto& u : users) add_user(u);
  }

  [[nodiscard]] std::uint64_t sum() const noexcept { return sum_; }

 private:
  std::uint64_t sum_ = 0xCBF29CE484222325U;
};

/// J2: the users as JSON text.
[[nodiscard]] inline std::string json_text(const std::vector<user_row>& users) {
  std::string text = "[";
  for (const user_row& u : users) {
    char score[32];
    const auto end = std::to_chars(score, score + sizeof score, u.score).ptr;
    text += text.size() > 1 ? ",{\"id\":" : "{\"id\":";
    text += std::to_string(u.id) + ",\"email\":\"" + u.email + "\",\"hashed_password\":\"" + u.hashed_password +
            "\",\"is_active\":" + (u.is_active ? "true" : "false") + ",\"score\":";
    text.append(score, end);
    text += '}';
  }
  return text += ']';
}

}  // namespace bench
