# SPDX-License-Identifier: MIT
"""The programs whose compilation is measured. Each is one file with everything that an application does to its models:
create the tables, insert, read with a filter, update, delete."""

BASE = """#include <sqlite3.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

int main() { return sqlite3_libversion_number() == 0; }
"""

UMBRELLA = """#include <plinth/plinth.hpp>
#include <plinth/sqlite.hpp>

int main() { return 0; }
"""

UMBRELLA_AND_SCHEMAS = """#include <plinth/plinth.hpp>
#include <plinth/schema.hpp>
#include <plinth/sqlite.hpp>

int main() { return 0; }
"""

TWO_MODELS = """#include <cstdint>
#include <optional>
#include <plinth/plinth.hpp>
#include <plinth/sqlite.hpp>
#include <string>
#include <vector>

struct Item;

struct User {
  std::int64_t id = 0;
  std::string email;
  std::string hashed_password;
  bool is_active = true;
  plinth::relationship<std::vector<Item>> items;

  static constexpr auto table = plinth::table(
      "users", plinth::column<&User::id>(plinth::primary_key),
      plinth::column<&User::email>(plinth::unique, plinth::length(254)),
      plinth::relation<&User::items>(plinth::back_populates("owner"),
                                     plinth::cascade(plinth::all, plinth::delete_orphan)));
};

struct Item {
  std::int64_t id = 0;
  std::string title;
  std::optional<std::string> description;
  std::int64_t owner_id = 0;
  plinth::relationship<User> owner;

  static constexpr auto table = plinth::table(
      "items", plinth::column<&Item::id>(plinth::primary_key), plinth::column<&Item::title>(plinth::index),
      plinth::column<&Item::owner_id>(plinth::foreign_key<&User::id>(plinth::on_delete::cascade)),
      plinth::relation<&Item::owner>(plinth::back_populates("items")));
};

using Base = plinth::metadata<User, Item>;
using plinth::col;

int main() {
  plinth::engine engine{"sqlite://"};
  Base::create_all(engine);
  plinth::session session{engine};
  auto ada = session.add(User{.email = "ada@example.org", .hashed_password = "x"});
  ada->items.push_back(Item{.title = "Note G"});
  session.commit();
  ada->is_active = false;
  session.commit();
  std::size_t seen = 0;
  auto page = session.query<User>()
                  .filter(col<&User::email>.like("%@example.org") && !col<&User::is_active>)
                  .order_by(col<&User::email>)
                  .limit(20)
                  .options(plinth::selectin<&User::items>)
                  .all();
  for (User& user : page)
    for (Item& item : user.items) seen += item.title.size();
  seen += session.query<Item>().filter(col<&Item::owner_id> == ada->id).all().size();
  session.remove(ada);
  session.commit();
  return seen == 7 ? 0 : 1;
}
"""

# The columns of a model besides its key; it has the first seven to nine of them.
COLUMNS = [
    ("std::string name", "name"),
    ("std::int64_t amount = 0", "amount"),
    ("bool is_open = false", "is_open"),
    ("double price = 0", "price"),
    ("std::optional<std::string> note", "note"),
    ("std::int32_t rank = 0", "rank"),
    ("std::optional<std::int64_t> parent_id", "parent_id"),
    ("std::chrono::sys_time<std::chrono::microseconds> created_at{}", "created_at"),
    ("std::optional<double> weight", "weight"),
]


def model(number):
    """A struct of eight to ten columns, of which one points to the model before it."""
    name = f"Model{number}"
    fields = "\n".join(f"  {declaration};" for declaration, _ in COLUMNS[:7 + number % 3])
    target = f"Model{max(0, number - 1)}"
    key = f"plinth::foreign_key<&{target}::id>()"
    return f"""struct {name} {{
  std::int64_t id = 0;
{fields}

  static constexpr auto table =
      plinth::table("models_{number}", plinth::column<&{name}::id>(plinth::primary_key),
                    plinth::column<&{name}::name>(plinth::unique, plinth::length(100)),
                    plinth::column<&{name}::parent_id>({key}));
}};

std::int64_t use(plinth::session& session, {name} fresh) {{
  auto added = session.add(std::move(fresh));
  session.commit();
  std::int64_t sum = 0;
  auto found = session.query<{name}>()
                   .filter(col<&{name}::amount> > 3 && col<&{name}::is_open>)
                   .order_by(col<&{name}::name>)
                   .limit(10)
                   .all();
  for ({name}& one : found) {{
    one.price += 1;
    sum += one.amount;
  }}
  session.commit();
  if (auto again = session.get<{name}>(added->id)) session.remove(again);
  session.commit();
  return sum;
}}
"""


def models(count):
    numbers = range(count)
    structs = "\n".join(model(n) for n in numbers)
    names = ", ".join(f"Model{n}" for n in numbers)
    uses = "\n".join(
        f"  sum += use(session, Model{n}{{.name = \"a\", .amount = 4, .is_open = true}});" for n in numbers
    )
    return f"""#include <chrono>
#include <cstdint>
#include <optional>
#include <plinth/plinth.hpp>
#include <plinth/sqlite.hpp>
#include <string>
#include <utility>

using plinth::col;

{structs}
using Base = plinth::metadata<{names}>;

int main() {{
  plinth::engine engine{{"sqlite://"}};
  Base::create_all(engine);
  plinth::session session{{engine}};
  std::int64_t sum = 0;
{uses}
  return sum == {4 * count} ? 0 : 1;
}}
"""


PROGRAMS = {
    "base": lambda: BASE,
    "umbrella": lambda: UMBRELLA,
    "umbrella_schema": lambda: UMBRELLA_AND_SCHEMAS,
    "models_2": lambda: TWO_MODELS,
    "models_10": lambda: models(10),
    "models_30": lambda: models(30),
    "models_100": lambda: models(100),
}
