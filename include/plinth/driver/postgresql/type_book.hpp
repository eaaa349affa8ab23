// SPDX-License-Identifier: MIT
#pragma once

// What is known of types that do not come with the server: enumerations, extensions' types. Their numbers differ from
// database to database, so the server is asked, once for each type and engine.

#include <cstdint>
#include <mutex>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/driver/postgresql/channel.hpp>
#include <plinth/driver/postgresql/types.hpp>

namespace plinth::postgresql::detail {

/// Thread-safe: all connections of an engine share one.
class type_book {
 public:
  /// The form of a type. Asks the server where nobody has asked before.
  [[nodiscard]] form form_on(channel& on, Oid type);

 private:
  struct entry {
    Oid type;
    form known;
  };

  [[nodiscard]] bool find(Oid type, form& known) const;
  void note(Oid type, form known);

  mutable std::mutex mutex_;
  std::vector<entry> entries_;
};

}  // namespace plinth::postgresql::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/postgresql/impl/type_book.hpp>
#endif
