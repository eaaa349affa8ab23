// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include <poll.h>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/driver/postgresql/errors.hpp>
#include <plinth/driver/postgresql/open.hpp>

namespace plinth::postgresql::detail {

/// Keywords and values in the arrays that libpq takes, with plinth's own defaults behind those of the URL.
struct connect_arguments {
  explicit connect_arguments(const settings& target) {
    for (const auto& [name, value] : target.parameters)
      if (name == "options")
        options += value + ' ';
      else
        add(name.c_str(), value.c_str());
    if (target.pooler == pooler::none) {
      if (target.statement_timeout_ms > 0)
        options += "-c statement_timeout=" + std::to_string(target.statement_timeout_ms) + ' ';
      if (target.lock_timeout_ms > 0) options += "-c lock_timeout=" + std::to_string(target.lock_timeout_ms);
    }
    if (!options.empty()) add("options", options.c_str());
    add("client_encoding", "UTF8");
    add("fallback_application_name", "plinth");
    if (!has("connect_timeout") && std::getenv("PGCONNECT_TIMEOUT") == nullptr) add("connect_timeout", "10");
    add(nullptr, nullptr);
  }
  connect_arguments(const connect_arguments&) = delete;

  void add(const char* name, const char* value) {
    names.push_back(name);
    values.push_back(value);
  }

  [[nodiscard]] bool has(std::string_view name) const {
    for (const char* n : names)
      if (n != nullptr && name == n) return true;
    return false;
  }

  std::vector<const char*> names;
  std::vector<const char*> values;
  std::string options;
};

PLINTH_INLINE std::string without_password(std::string_view message, std::string_view password) {
  std::string line = one_line(message);
  for (std::size_t at = password.empty() ? std::string::npos : line.find(password); at != std::string::npos;
       at = line.find(password, at + 3))
    line.replace(at, password.size(), "***");
  return line;
}

PLINTH_INLINE std::string_view state_in(std::string_view message) noexcept {
  for (std::size_t at = message.find(":  "); at != std::string_view::npos; at = message.find(":  ", at + 1)) {
    const std::string_view state = message.substr(at + 3, 6);
    if (state.size() < 6 || state[5] != ':') continue;
    bool sound = true;
    for (const char c : state.substr(0, 5)) sound = sound && ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'));
    if (sound) return state.substr(0, 5);
  }
  return {};
}

[[noreturn]] PLINTH_INLINE void raise_not_connected(std::string_view message, std::string_view password) {
  const std::string_view state = state_in(message);
  std::string words = without_password(message, password);
  if (!state.empty()) words.erase(words.find(state), 7);
  if (state.starts_with("28")) throw connection_error(2401, joined({"the server does not let this user in: ", words}));
  if (state == "3D000") throw connection_error(2402, joined({"the server has no such database: ", words}));
  if (state == "53300")
    throw connection_error(2403, joined({"the server has no connection left: ", words,
                                         "; lower pool_options::max_connections, or raise the server's limit"}));
  if (state == "57P03")
    throw connection_error(2404, joined({"the server is starting or stopping: ", words, "; try again"}));
  throw connection_error(2400, joined({"no server could be reached: ", words}));
}

PLINTH_INLINE bool wait_for(int socket, bool to_write, std::chrono::steady_clock::time_point until) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
  if (left.count() <= 0) return false;
  pollfd waiting{socket, static_cast<short>(to_write ? POLLOUT : POLLIN), 0};
  return ::poll(&waiting, 1, static_cast<int>(left.count())) != 0;
}

/// Connects to one host. As libpq does it by itself, but with the SQLSTATE in the message of an error.
[[nodiscard]] PLINTH_INLINE connection_handle connect_to_one(const connect_arguments& to, std::chrono::seconds timeout,
                                                             std::string_view password) {
  connection_handle made(PQconnectStartParams(to.names.data(), to.values.data(), 0));
  if (made == nullptr) throw std::bad_alloc();
  PQsetErrorVerbosity(made.get(), PQERRORS_VERBOSE);
  const auto until = std::chrono::steady_clock::now() + timeout;
  PostgresPollingStatusType next = PGRES_POLLING_WRITING;
  while (PQstatus(made.get()) != CONNECTION_BAD && next != PGRES_POLLING_OK && next != PGRES_POLLING_FAILED) {
    if (!wait_for(PQsocket(made.get()), next == PGRES_POLLING_WRITING, until))
      throw connection_error(2400, joined({"no server could be reached: ", PQhost(made.get()), " did not answer in ",
                                           std::to_string(timeout.count()), " s (connect_timeout)"}));
    next = PQconnectPoll(made.get());
  }
  if (PQstatus(made.get()) != CONNECTION_OK) raise_not_connected(PQerrorMessage(made.get()), password);
  PQsetErrorVerbosity(made.get(), PQERRORS_DEFAULT);
  return made;
}

/// libpq itself goes from host to host.
[[nodiscard]] PLINTH_INLINE connection_handle connect_to_any(const connect_arguments& to, std::string_view password) {
  connection_handle made(PQconnectdbParams(to.names.data(), to.values.data(), 0));
  if (made == nullptr) throw std::bad_alloc();
  if (PQstatus(made.get()) != CONNECTION_OK) raise_not_connected(PQerrorMessage(made.get()), password);
  return made;
}

[[nodiscard]] PLINTH_INLINE std::string_view value_of(const settings& target, std::string_view name,
                                                      const char* variable, std::string_view otherwise) {
  std::string_view found = otherwise;
  if (const char* set = std::getenv(variable)) found = set;
  for (const auto& [key, value] : target.parameters)
    if (key == name) found = value;
  return found;
}

PLINTH_INLINE void require_setting(PGconn* connection, const char* name, std::string_view wanted) {
  const char* found = PQparameterStatus(connection, name);
  if (found == nullptr || wanted != found)
    throw connection_error(2004, joined({"the server's ", name, " is \"", found != nullptr ? found : "",
                                         "\" and must be ", wanted, "; do not change it for this user or database"}));
}

PLINTH_INLINE connection_handle open(const settings& target) {
  const connect_arguments arguments(target);
  const bool several = value_of(target, "host", "PGHOST", "").find(',') != std::string_view::npos ||
                       value_of(target, "hostaddr", "PGHOSTADDR", "").find(',') != std::string_view::npos ||
                       !value_of(target, "service", "PGSERVICE", "").empty();
  const int timeout = std::atoi(std::string(value_of(target, "connect_timeout", "PGCONNECT_TIMEOUT", "10")).c_str());
  const std::string_view password = target.password();
  connection_handle made =
      several ? connect_to_any(arguments, password)
              : connect_to_one(arguments, std::chrono::seconds(timeout > 0 ? timeout : 86'400), password);
  PQsetNoticeReceiver(
      made.get(), [](void*, const PGresult*) {}, nullptr);
  if (PQserverVersion(made.get()) < 120'000)
    throw connection_error(2405, joined({"the server is version ", std::to_string(PQserverVersion(made.get()) / 10'000),
                                         " and plinth needs PostgreSQL 12 or later"}));
  require_setting(made.get(), "client_encoding", "UTF8");
  require_setting(made.get(), "standard_conforming_strings", "on");
  return made;
}

}  // namespace plinth::postgresql::detail
