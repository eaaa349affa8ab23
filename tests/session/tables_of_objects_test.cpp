// SPDX-License-Identifier: MIT
// The memory below a session: the identity map's table, and the pool of the snapshots.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <stdexcept>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/core/tagged_table.hpp>
#include <plinth/session/snapshot_pool.hpp>

#include "support/catch.hpp"

namespace {

struct entry {
  std::uint64_t tag = 0;
  int number = 0;
};

const auto any = [](const entry&) { return true; };

}  // namespace

TEST_CASE("a tagged table finds what a map finds, whatever is put in and taken out") {
  std::mt19937_64 random(7);
  // Consecutive tags, tags that differ in their highest bits only, and tags of all kinds.
  const auto masks = {std::uint64_t{0x3FF}, std::uint64_t{0xFF} << 56, std::uint64_t{0xF00000000000000F}};
  for (const std::uint64_t mask : masks) {
    plinth::tagged_table<entry> table;
    std::map<std::uint64_t, entry> model;
    for (int i = 0; i < 20'000; ++i) {
      const std::uint64_t tag = random() & mask;
      if (const auto present = model.find(tag); present != model.end() && random() % 2 == 0) {
        table.erase(tag, present->second);
        model.erase(present);
      } else if (present == model.end()) {
        table.insert(tag, model[tag] = {tag, i});
      }
      const std::uint64_t wanted = random() & mask;
      const entry* const found = table.find(wanted, any);
      const auto there = model.find(wanted);
      REQUIRE((found != nullptr) == (there != model.end()));
      if (found) REQUIRE(found->number == there->second.number);
    }
    CHECK(table.size() == model.size());
  }
}

TEST_CASE("several entries of one tag are told apart by the caller") {
  plinth::tagged_table<entry> table;
  std::vector<entry> entries(100);
  for (int i = 0; i < 100; ++i) table.insert(5, entries[static_cast<std::size_t>(i)] = {5, i});
  for (int i = 0; i < 100; ++i)
    CHECK(table.find(5, [i](const entry& e) { return e.number == i; }) == &entries[static_cast<std::size_t>(i)]);
  CHECK(table.find(5, [](const entry& e) { return e.number == 100; }) == nullptr);
}

TEST_CASE("find_or_insert makes an entry once, and none where making it fails") {
  plinth::tagged_table<entry> table;
  entry only{1, 1};
  const auto fail = []() -> entry& { throw std::runtime_error("no"); };
  CHECK_THROWS_AS(table.find_or_insert(1, any, fail), std::runtime_error);
  CHECK(table.size() == 0);
  CHECK(table.find(1, any) == nullptr);
  CHECK(&table.find_or_insert(1, any, [&]() -> entry& { return only; }) == &only);
  CHECK(&table.find_or_insert(1, any, fail) == &only);
  CHECK(table.size() == 1);
}

TEST_CASE("the pool of snapshots gives memory again that was given back, of the same size only") {
  plinth::detail::snapshot_pool pool;
  for (const std::size_t cells : {std::size_t{1}, std::size_t{4}, std::size_t{5}, std::size_t{120}}) {
    std::byte* const first = pool.take(cells);
    std::byte* const second = pool.take(cells);
    CHECK(first != second);
    pool.give(reinterpret_cast<plinth::cell*>(first), cells);
    CHECK(pool.take(cells) == first);
    pool.give(reinterpret_cast<plinth::cell*>(first), cells);
    pool.give(reinterpret_cast<plinth::cell*>(second), cells);
  }
}

TEST_CASE("snapshots beyond the pool's sizes and beyond a block are whole and do not overlap") {
  plinth::detail::snapshot_pool pool;
  struct part {
    std::byte* memory;
    std::size_t cells;
  };
  std::vector<part> parts;
  for (std::size_t i = 1; i < 600; ++i) {
    const std::size_t cells = i * 7 % 300 + 1;
    parts.push_back({pool.take(cells), cells});
    std::fill_n(parts.back().memory, cells * sizeof(plinth::cell), static_cast<std::byte>(i));
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto own = static_cast<std::byte>(i + 1);
    const auto size = static_cast<std::ptrdiff_t>(parts[i].cells * sizeof(plinth::cell));
    REQUIRE(std::count(parts[i].memory, parts[i].memory + size, own) == size);
    // Every other one is left to the pool's end; a sanitizer tells where that forgets some.
    if (i % 2 == 0) pool.give(reinterpret_cast<plinth::cell*>(parts[i].memory), parts[i].cells);
  }
}
