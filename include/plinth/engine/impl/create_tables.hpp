// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/engine/create_tables.hpp>

#include <span>

#include <plinth/catalog/table.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/dialect/ddl.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/engine/engine.hpp>

namespace plinth {

PLINTH_INLINE void create_tables(engine& on, std::span<const catalog::table* const> tables) {
  connection to = on.connect();
  to.begin(transaction_mode::write);  // what is thrown below gives the connection back, which rolls back
  for (const catalog::table* t : tables) {
    to.run(sql::text_of(to.dialect(),
                        [&](sql::writer& out) { dialect::create_table(out, *t, dialect::when_done::skip); }));
    for (const catalog::index& i : t->indexes)
      to.run(sql::text_of(to.dialect(),
                          [&](sql::writer& out) { dialect::create_index(out, *t, i, dialect::when_done::skip); }));
  }
  to.commit();
}

PLINTH_INLINE void drop_tables(engine& on, std::span<const catalog::table* const> tables) {
  connection to = on.connect();
  to.begin(transaction_mode::write);
  for (std::size_t i = tables.size(); i-- > 0;)
    to.run(sql::text_of(to.dialect(),
                        [&](sql::writer& out) { dialect::drop_table(out, *tables[i], dialect::when_done::skip); }));
  to.commit();
}

}  // namespace plinth
