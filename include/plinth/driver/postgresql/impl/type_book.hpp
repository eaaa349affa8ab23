// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include <plinth/driver/postgresql/type_book.hpp>

namespace plinth::postgresql::detail {

PLINTH_INLINE bool type_book::find(Oid type, form& known) const {
  const std::lock_guard lock(mutex_);
  for (const entry& e : entries_)
    if (e.type == type) {
      known = e.known;
      return true;
    }
  return false;
}

PLINTH_INLINE void type_book::note(Oid type, form known) {
  const std::lock_guard lock(mutex_);
  entries_.push_back({type, known});
}

/// The binary form of a type is what its send function writes: that of text, for enumerations and many others.
PLINTH_INLINE form type_book::form_on(channel& on, Oid type) {
  form known = form_of(type);
  if (known != form::other || find(type, known)) return known;
  const std::string text =
      "SELECT typsend::oid::regproc::text FROM pg_catalog.pg_type WHERE oid = " + std::to_string(type);
  const result_handle answer = on.command(text.c_str());
  const std::string_view sender = PQntuples(answer.get()) == 1 ? PQgetvalue(answer.get(), 0, 0) : "";
  for (const std::string_view as_text : {"enum_send", "textsend", "varcharsend", "bpcharsend", "citextsend"})
    if (sender == as_text) known = form::text;
  note(type, known);
  return known;
}

}  // namespace plinth::postgresql::detail
