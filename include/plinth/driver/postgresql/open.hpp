// SPDX-License-Identifier: MIT
#pragma once

// Connecting to a server, and what has to hold before the connection is used.

#include <chrono>
#include <string>
#include <string_view>

#include <plinth/driver/postgresql/handles.hpp>
#include <plinth/driver/postgresql/settings.hpp>

namespace plinth::postgresql::detail {

/// A connection that speaks UTF-8 and takes a backslash in a literal for a backslash. Waits for ten seconds at most
/// where the URL has no `connect_timeout`. Throws `connection_error` with the server's or libpq's reason, in which the
/// password never stands.
[[nodiscard]] connection_handle open(const settings& target);

/// Waits for the socket; false after the deadline.
[[nodiscard]] bool wait_for(int socket, bool to_write, std::chrono::steady_clock::time_point until);

/// The message as one line, without the password.
[[nodiscard]] std::string without_password(std::string_view message, std::string_view password);

/// The SQLSTATE in a message of libpq's verbose kind, "FATAL:  28P01: password ..."; empty where there is none.
[[nodiscard]] std::string_view state_in(std::string_view message) noexcept;

}  // namespace plinth::postgresql::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/postgresql/impl/open.hpp>
#endif
