// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <libpq-fe.h>

#include <plinth/core/error.hpp>
#include <plinth/core/text.hpp>
#include <plinth/driver/postgresql/settings.hpp>

namespace plinth::postgresql {

namespace detail {

[[nodiscard]] PLINTH_INLINE std::int64_t milliseconds(std::string_view name, std::string_view value) {
  std::int64_t number = 0;
  bool sound = !value.empty() && value.size() <= 9;
  for (const char c : value) {
    sound = sound && c >= '0' && c <= '9';
    number = sound ? number * 10 + (c - '0') : 0;
  }
  if (!sound)
    throw connection_error(2003, joined({"the URL's option ", name,
                                         " is a whole number of milliseconds, 0 for never; not \"", value, "\""}));
  return number;
}

[[nodiscard]] PLINTH_INLINE pooler pooler_of(std::string_view value) {
  if (value == "none") return pooler::none;
  if (value == "transaction") return pooler::transaction;
  throw connection_error(2003, joined({"the URL's option pooler is one of: none transaction; not \"", value, "\""}));
}

/// Whether libpq has this option for connections.
[[nodiscard]] PLINTH_INLINE bool is_known_to_libpq(std::string_view name) {
  struct freeing {
    void operator()(PQconninfoOption* options) const noexcept { PQconninfoFree(options); }
  };
  const std::unique_ptr<PQconninfoOption, freeing> all(PQconndefaults());
  for (const PQconninfoOption* o = all.get(); o != nullptr && o->keyword != nullptr; ++o)
    if (name == o->keyword) return true;
  return false;
}

PLINTH_INLINE void take_option(settings& to, const std::string& name, const std::string& value) {
  if (name == "pooler") {
    to.pooler = pooler_of(value);
  } else if (name == "statement_timeout") {
    to.statement_timeout_ms = milliseconds(name, value);
  } else if (name == "lock_timeout") {
    to.lock_timeout_ms = milliseconds(name, value);
  } else if (name != "client_encoding" && is_known_to_libpq(name)) {
    to.parameters.emplace_back(name, value);
  } else {
    throw connection_error(2003,
                           joined({"a postgresql URL has no option \"", name,
                                   "\"; it has those of libpq, such as sslmode, connect_timeout, application_name "
                                   "and target_session_attrs, and: pooler, statement_timeout, lock_timeout "
                                   "(milliseconds)"}));
  }
}

/// "a:1,b,[::1]:3" as the hosts "a,b,::1" and the ports "1,,3".
PLINTH_INLINE void take_hosts(settings& to, std::string_view authority) {
  if (authority.empty()) return;
  std::string hosts;
  std::string ports;
  for (bool more = true; more;) {
    const std::size_t comma = authority.find(',');
    std::string_view host = authority.substr(0, comma);
    more = comma != std::string_view::npos;
    authority.remove_prefix(more ? comma + 1 : authority.size());
    const std::size_t colon = host.rfind(':');
    if (colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos) {
      ports += host.substr(colon + 1);
      host = host.substr(0, colon);
    }
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    hosts += host;
    if (more) hosts += ',';
    if (more) ports += ',';
  }
  to.parameters.emplace_back("host", std::move(hosts));
  if (ports.find_first_not_of(',') != std::string::npos) to.parameters.emplace_back("port", std::move(ports));
}

}  // namespace detail

PLINTH_INLINE std::string_view settings::password() const noexcept {
  for (const auto& [name, value] : parameters)
    if (name == "password") return value;
  return {};
}

PLINTH_INLINE settings settings_of(const url& where) {
  settings result;
  detail::take_hosts(result, where.port().empty() ? where.host() : where.host() + ':' + where.port());
  if (!where.user().empty()) result.parameters.emplace_back("user", where.user());
  if (!where.password().empty()) result.parameters.emplace_back("password", where.password());
  if (!where.database().empty()) result.parameters.emplace_back("dbname", where.database());
  for (const auto& [name, value] : where.options()) detail::take_option(result, name, value);
  return result;
}

}  // namespace plinth::postgresql
