// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/progress.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>

namespace plinth::migrate {

PLINTH_INLINE std::string shortened(std::string_view text, std::size_t columns) {
  std::string result;
  std::size_t used = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool begins = (byte & 0xC0U) != 0x80U;
    if (begins && ++used > columns) break;
    result += byte < 0x20U || byte == 0x7FU ? ' ' : c;
  }
  return result;
}

PLINTH_INLINE progress::progress(std::ostream& out, std::ostream& err, bool err_is_terminal, std::size_t columns)
    : out_(out), err_(err), columns_(columns) {
  if (err_is_terminal) watcher_ = std::thread([this] { watch(); });
}

PLINTH_INLINE progress::~progress() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    clear_line();
  }
  changed_.notify_all();
  if (watcher_.joinable()) watcher_.join();
}

PLINTH_INLINE void progress::take(const run_event& event) {
  const std::lock_guard lock(mutex_);
  clear_line();
  running_.clear();
  const std::string_view verb = event.direction == direction::upgrade ? "upgrade  " : "downgrade ";
  switch (event.what) {
    case run_event::kind::waits: out_ << "waiting for another run on this database" << std::endl; break;
    case run_event::kind::begins: break;
    case run_event::kind::statement: {
      const std::string_view first = event.sql.substr(0, event.sql.find('\n'));
      running_ = joined({"statement ", std::to_string(event.number), " of ", std::to_string(event.statements), ": ",
                         event.sql.empty() ? "a function of the program" : first});
      since_ = std::chrono::steady_clock::now();
      break;
    }
    case run_event::kind::ends:
      out_ << verb << event.revision->id << "  " << event.revision->message << "  (" << event.duration.count() << " ms)"
           << std::endl;
      break;
  }
}

PLINTH_INLINE void progress::watch() {
  std::unique_lock lock(mutex_);
  while (!ended_) {
    changed_.wait_for(lock, std::chrono::seconds(1));
    if (!ended_ && !running_.empty()) show_running();
  }
}

PLINTH_INLINE void progress::show_running() {
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - since_).count();
  if (seconds < 1) return;
  const std::string line = joined({"  ", std::to_string(seconds), " s  ", running_});
  err_ << "\r\033[K" << shortened(line, columns_ - std::min<std::size_t>(columns_, 1)) << std::flush;
  shown_ = true;
}

PLINTH_INLINE void progress::clear_line() {
  if (!shown_) return;
  err_ << "\r\033[K" << std::flush;
  shown_ = false;
}

}  // namespace plinth::migrate
