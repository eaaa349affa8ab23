// SPDX-License-Identifier: MIT
#pragma once

// DTO structs ("schemas"): JSON in and out, rules, and the way to and from models. See docs/schemas.md.

#include <plinth/schema/bytes.hpp>
#include <plinth/schema/from_json.hpp>
#include <plinth/schema/json_schema.hpp>
#include <plinth/schema/mapping.hpp>
#include <plinth/schema/patch.hpp>
#include <plinth/schema/projection.hpp>
#include <plinth/schema/times.hpp>
#include <plinth/schema/to_json.hpp>
#include <plinth/schema/words.hpp>
