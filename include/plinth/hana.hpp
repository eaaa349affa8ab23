// SPDX-License-Identifier: MIT
#pragma once

// Boost.Hana and plinth, both ways: structs that Hana lists can be models and schemas, and models and schemas are
// Structs of Hana.

#include <plinth/reflect/hana.hpp>
#include <plinth/schema/hana.hpp>
