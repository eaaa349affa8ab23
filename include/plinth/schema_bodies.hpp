// SPDX-License-Identifier: MIT
#pragma once

// The functions of <plinth/schema.hpp>, for the one file that compiles them
// (docs/decisions/precompiled.md). Written by tools/update_headers.

#include <plinth/json/impl/cursor.hpp>
#include <plinth/json/impl/fault.hpp>
#include <plinth/json/impl/reader.hpp>
#include <plinth/json/impl/text_buffer.hpp>
#include <plinth/json/impl/writer.hpp>
#include <plinth/schema/impl/bytes.hpp>
#include <plinth/schema/impl/checks.hpp>
#include <plinth/schema/impl/containers.hpp>
#include <plinth/schema/impl/describe.hpp>
#include <plinth/schema/impl/fault.hpp>
#include <plinth/schema/impl/from_json.hpp>
#include <plinth/schema/impl/json_schema.hpp>
#include <plinth/schema/impl/object.hpp>
#include <plinth/schema/impl/projection.hpp>
#include <plinth/schema/impl/reading.hpp>
#include <plinth/schema/impl/times.hpp>
#include <plinth/schema/impl/uuid.hpp>
#include <plinth/schema/impl/values.hpp>
