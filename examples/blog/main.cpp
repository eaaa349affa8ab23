// SPDX-License-Identifier: MIT
// The main job, start to finish: JSON in, rows, JSON out.

#include <iostream>

#include <plinth/sqlite.hpp>

#include "models.hpp"
#include "schemas.hpp"

using plinth::col;

int main(int argc, char** argv) {
  plinth::engine engine{argc > 1 ? argv[1] : "sqlite:///blog.db"};  // thread-safe, pooled
  Base::create_all(engine);

  plinth::session session{engine};  // one unit of work; not shared between threads

  // JSON in: every fault is reported at once, each with its path.
  auto in = plinth::from_json<UserCreate>(R"({"email": "ada@example.org", "password": "correct horse"})");

  // A DTO field without a counterpart in the model is a compile error unless it is named here.
  User fresh = plinth::to_model<User>(in, plinth::except<&UserCreate::password>);
  fresh.hashed_password = "…";

  plinth::ref<User> ada = session.add(std::move(fresh));
  ada->items.push_back(Item{.title = "Note G"});  // becomes pending with its owner
  session.commit();                               // INSERT users, then items with owner_id; ids are filled in

  ada->is_active = false;
  session.commit();  // UPDATE users SET is_active = ? WHERE id = ?

  auto page = session.query<User>()
                  .filter(col<&User::email>.like("%@example.org") && !col<&User::is_active>)
                  .order_by(col<&User::email>.desc())
                  .limit(20)
                  .as<UserRead>()  // the DTO shapes the SELECT: its columns only, its items in one more SELECT
                  .all();
  std::cout << plinth::to_json(page) << '\n';

  for (User& user : session.query<User>().options(plinth::selectin<&User::items>).all())
    for (Item& item : user.items) std::cout << user.email << ": " << item.title << '\n';

  if (auto found = session.get<User>(1)) {
    auto change = plinth::from_json<UserUpdate>(R"({"is_active": true})");
    plinth::apply(*found, change);  // only the given fields
    session.remove(*found);         // its items go with it (delete-orphan)
  }
  session.commit();
}
