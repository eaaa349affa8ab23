// SPDX-License-Identifier: MIT
#pragma once

// Documents of nlohmann_json: from and to every struct that says a schema, as fields, as JSON columns. It costs the
// compiler more than a second, so only who needs documents includes it.

#include <plinth/schema/nlohmann.hpp>
