// SPDX-License-Identifier: MIT
#pragma once

// Models with what expressions can stumble over: odd names, a base struct, codecs of all kinds, a self-reference.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <plinth/dialect/sqlite.hpp>
#include <plinth/model/info.hpp>
#include <plinth/model/relationship.hpp>
#include <plinth/sql/statement.hpp>

namespace shop {

enum class state { open, paid };

/// Stored as its number of cents.
struct money {
  std::int64_t cents = 0;
};

struct order;

struct stamped {
  std::int64_t created = 0;
};

struct customer : stamped {
  std::int64_t id = 0;
  std::string name;
  std::optional<std::string> note;
  bool active = true;
  double rating = 0;
  std::optional<int> age;
  std::optional<std::int64_t> referrer_id;
  std::chrono::sys_time<std::chrono::microseconds> seen{};
  plinth::relationship<std::vector<order>> orders;
  plinth::relationship<customer> referrer;

  static constexpr auto table = plinth::table(
      "customers", plinth::bases<stamped>(), plinth::column<&customer::id>(plinth::primary_key),
      plinth::column<&customer::name>(plinth::name("full \"name\"")), plinth::column<&customer::note>(),
      plinth::column<&customer::active>(), plinth::column<&customer::rating>(), plinth::column<&customer::age>(),
      plinth::column<&customer::referrer_id>(plinth::foreign_key<&customer::id>()), plinth::column<&customer::seen>(),
      plinth::relation<&customer::orders>(plinth::back_populates("buyer")), plinth::relation<&customer::referrer>());
};

struct order : stamped {
  std::int64_t id = 0;
  std::int64_t buyer_id = 0;
  shop::state state = shop::state::open;
  money total;
  plinth::relationship<customer> buyer;

  static constexpr auto table =
      plinth::table("order", plinth::bases<stamped>(), plinth::column<&order::id>(plinth::primary_key),
                    plinth::column<&order::buyer_id>(plinth::foreign_key<&customer::id>(plinth::on_delete::restrict)),
                    plinth::column<&order::state>(), plinth::column<&order::total>(),
                    plinth::relation<&order::buyer>(plinth::back_populates("orders")));
};

}  // namespace shop

template <>
struct plinth::column_type<shop::money> {
  using stored = std::int64_t;
  static stored to_stored(const shop::money& m) { return m.cents; }
  static shop::money from_stored(stored cents) { return shop::money{cents}; }
};
