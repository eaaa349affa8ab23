// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/dialect/postgresql.hpp>
#include <plinth/driver/postgresql/errors.hpp>
#include <plinth/driver/postgresql/listener.hpp>
#include <plinth/driver/postgresql/open.hpp>
#include <plinth/driver/postgresql/settings.hpp>
#include <plinth/driver/postgresql/sql_text.hpp>
#include <plinth/sql/writer.hpp>

namespace plinth::postgresql {

namespace detail {

[[nodiscard]] PLINTH_INLINE connection_handle open_to_listen(const url& where) {
  const settings target = settings_of(where);
  if (target.pooler == pooler::transaction)
    throw connection_error(2427,
                           "a listener needs a server process of its own, which a pooler does not give "
                           "(pooler=transaction); connect it to the server itself");
  return open(target);
}

}  // namespace detail

PLINTH_INLINE listener::listener(const url& where) : channel_(detail::open_to_listen(where)) {}

PLINTH_INLINE void listener::listen(std::string_view channel) { say("LISTEN ", channel); }

PLINTH_INLINE void listener::unlisten(std::string_view channel) { say("UNLISTEN ", channel); }

PLINTH_INLINE void listener::say(std::string_view verb, std::string_view channel) {
  const std::string text = sql::text_of(dialect::postgresql{}, [&](sql::writer& out) { (out << verb).name(channel); });
  detail::refuse_nul_in_statement(text);
  channel_.command(text.c_str());
}

PLINTH_INLINE std::size_t listener::give_out(const hear& each) {
  struct freed {
    void operator()(PGnotify* one) const noexcept { PQfreemem(one); }
  };
  std::size_t count = 0;
  while (const std::unique_ptr<PGnotify, freed> one{PQnotifies(channel_.handle())}) {
    ++count;
    each({one->relname, one->extra, one->be_pid});
  }
  return count;
}

PLINTH_INLINE std::size_t listener::wait(std::chrono::milliseconds at_most, const hear& each) {
  const auto until = std::chrono::steady_clock::now() + at_most;
  for (;;) {
    const bool alive = PQconsumeInput(channel_.handle()) != 0;
    if (const std::size_t count = give_out(each); count > 0) return count;
    if (!alive) detail::raise_lost(detail::moment::statement, PQerrorMessage(channel_.handle()));
    if (!detail::wait_for(PQsocket(channel_.handle()), false, until)) return 0;
  }
}

}  // namespace plinth::postgresql
