// SPDX-License-Identifier: MIT
#pragma once

// What can be seen of a statement without parsing it.

#include <string_view>

#include <plinth/core/inline.hpp>

namespace plinth::postgresql::detail {

/// Whether the text has no statement: blanks, comments and semicolons only.
[[nodiscard]] bool is_blank(std::string_view sql) noexcept;

/// Whether the statement may leave something behind on its connection beyond its transaction: a setting, a lock, a
/// temporary table. False for what reads and writes rows, unless it calls one of the functions for that.
[[nodiscard]] bool may_leave_state(std::string_view sql) noexcept;

/// Whether the word is somewhere in the text, in any case, as a part of another as well.
[[nodiscard]] bool mentions(std::string_view sql, std::string_view word) noexcept;

/// Throws `statement_error` (E2425) for a place $65536, which the protocol cannot count.
void refuse_too_many_places(std::string_view sql);

/// Throws `statement_error` (E2225) for a NUL byte, where libpq would take the text to end.
void refuse_nul_in_statement(std::string_view sql);

}  // namespace plinth::postgresql::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/postgresql/impl/sql_text.hpp>
#endif
