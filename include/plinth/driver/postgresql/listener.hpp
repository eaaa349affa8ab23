// SPDX-License-Identifier: MIT
#pragma once

// LISTEN and NOTIFY: what other sessions of the server announce, on a connection that does nothing else.

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include <plinth/driver/postgresql/channel.hpp>
#include <plinth/driver/url.hpp>

namespace plinth::postgresql {

struct notification {
  std::string channel;
  std::string payload;
  int sender = 0;  ///< the process on the server that announced it, as pg_backend_pid() gives it there
};

/// Has a connection of its own, outside of every pool, from its construction to its end. One thread at a time. What is
/// announced between two calls of `wait` is kept, in the server's order: that of the commits. What is announced while
/// nobody listens is lost, so look at the tables once after `listen`.
class listener {
 public:
  using hear = std::function<void(const notification&)>;

  /// Connects to where the URL says. Throws `connection_error`; E2427 for one with `pooler=transaction`, since the
  /// server process that heard something would be another's by then.
  explicit listener(const url& where);

  /// Sends LISTEN. From its return on nothing that is announced on this channel is missed.
  void listen(std::string_view channel);

  /// Sends UNLISTEN. What was heard before is still given out by `wait`.
  void unlisten(std::string_view channel);

  /// Calls `each` for every notification that is there, and waits for the first where none is. How many there were; 0
  /// when the time was over. What `each` throws goes through, and the notifications behind it stay for the next call.
  /// Throws `connection_lost` (E2410) where the server has gone: what is announced from then on is not heard.
  std::size_t wait(std::chrono::milliseconds at_most, const hear& each);

 private:
  void say(std::string_view verb, std::string_view channel);
  [[nodiscard]] std::size_t give_out(const hear& each);

  detail::channel channel_;
};

}  // namespace plinth::postgresql

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/postgresql/impl/listener.hpp>
#endif
