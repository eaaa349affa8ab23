// SPDX-License-Identifier: MIT
#pragma once

// Reads and writes the objects of every struct: no template, from the structs' descriptions alone. A reader that
// expects the members in the order of the fields compares one key for each; others are looked for.

#include <plinth/json/reader.hpp>
#include <plinth/json/writer.hpp>
#include <plinth/schema/reading.hpp>
#include <plinth/schema/value_type.hpp>

namespace plinth::dto {

/// Reads the next value, which should be an object, into a struct. It is consumed in any case.
void read_object(reading& in, const object_info& o, void* object);

/// Writes a struct as an object: all fields but write-only ones and absent patches, in the order of declaration.
void write_object(json::writer& out, const object_info& o, const void* object);

}  // namespace plinth::dto

#ifndef PLINTH_PRECOMPILED
#include <plinth/schema/impl/object.hpp>
#endif
