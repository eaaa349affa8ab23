// SPDX-License-Identifier: MIT
#pragma once

// What a server says beside the results: RAISE NOTICE, warnings, "table does not exist, skipping".

#include <functional>
#include <string_view>

#include <libpq-fe.h>

namespace plinth::postgresql {

/// The texts stay for the length of the call.
struct notice {
  std::string_view severity;  ///< WARNING, NOTICE, DEBUG, INFO or LOG, in whatever language the server speaks
  std::string_view state;     ///< the SQLSTATE
  std::string_view message;
  std::string_view detail;
  std::string_view hint;
};

/// Called by the thread that reads from the connection, in the middle of that: it must not use the connection and must
/// not throw.
using hear_notice = std::function<void(const notice&)>;

namespace detail {

/// For PQsetNoticeReceiver; `target` is the `hear_notice` to call.
inline void pass_notice(void* target, const PGresult* result) noexcept {
  const auto& hear = *static_cast<const hear_notice*>(target);
  if (!hear) return;
  const auto field = [result](int code) {
    const char* text = PQresultErrorField(result, code);
    return text != nullptr ? std::string_view(text) : std::string_view();
  };
  hear({field(PG_DIAG_SEVERITY), field(PG_DIAG_SQLSTATE), field(PG_DIAG_MESSAGE_PRIMARY), field(PG_DIAG_MESSAGE_DETAIL),
        field(PG_DIAG_MESSAGE_HINT)});
}

}  // namespace detail

}  // namespace plinth::postgresql
