// SPDX-License-Identifier: MIT
#pragma once

// Creates and drops tables on an engine: what `metadata::create_all` and `drop_all` come to.

#include <span>

#include <plinth/catalog/table.hpp>
#include <plinth/dialect/ddl.hpp>
#include <plinth/engine/engine.hpp>

namespace plinth {

namespace detail {

template <class Work>
void in_write_transaction(engine& on, const Work& work) {
  connection to = on.connect();
  to.begin(transaction_mode::write);
  work(to);  // what it throws gives the connection back, which rolls back
  to.commit();
}

}  // namespace detail

/// Emits CREATE TABLE IF NOT EXISTS and CREATE INDEX IF NOT EXISTS, `tables` being in the order of dependence, in one
/// transaction: all of them come to be, or none.
inline void create_tables(engine& on, std::span<const catalog::table* const> tables) {
  detail::in_write_transaction(on, [&](connection& to) {
    for (const catalog::table* t : tables) {
      to.run(sql::text_of(to.dialect(),
                          [&](sql::writer& out) { dialect::create_table(out, *t, dialect::when_done::skip); }));
      for (const catalog::index& i : t->indexes)
        to.run(sql::text_of(to.dialect(),
                            [&](sql::writer& out) { dialect::create_index(out, *t, i, dialect::when_done::skip); }));
    }
  });
}

/// Emits DROP TABLE IF EXISTS, last table first, in one transaction.
inline void drop_tables(engine& on, std::span<const catalog::table* const> tables) {
  detail::in_write_transaction(on, [&](connection& to) {
    for (std::size_t i = tables.size(); i-- > 0;)
      to.run(sql::text_of(to.dialect(),
                          [&](sql::writer& out) { dialect::drop_table(out, *tables[i], dialect::when_done::skip); }));
  });
}

}  // namespace plinth
