// SPDX-License-Identifier: MIT
#pragma once

// An engine on a connection that is in the middle of a transaction: what a data migration gets, so that what its
// session does is a part of the revision.

#include <memory>

#include <plinth/driver/driver.hpp>

namespace plinth::migrate {

/// A connector whose connections all go to `on`, which has to stay and has a transaction open. Their transactions are
/// savepoints of that one.
[[nodiscard]] std::unique_ptr<driver::connector> borrow(driver::connection& on);

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/borrowed.hpp>
#endif
