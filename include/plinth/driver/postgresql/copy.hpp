// SPDX-License-Identifier: MIT
#pragma once

// Rows into a table by COPY in binary form, as the manual of PostgreSQL describes it (reference, "COPY", "Binary
// Format"): a header, each row as a count of fields and each field behind its length, and a count of -1 at the end.

#include <cstddef>
#include <cstdint>
#include <exception>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/driver/postgresql/channel.hpp>
#include <plinth/driver/postgresql/type_book.hpp>
#include <plinth/driver/postgresql/types.hpp>
#include <plinth/driver/postgresql/write_value.hpp>

namespace plinth::postgresql::detail {

/// `COPY "users" ("email") FROM STDIN (FORMAT binary)`.
[[nodiscard]] std::string copy_text(std::string_view table, std::span<const std::string_view> columns);

/// In which form COPY takes the columns. Empty where the table is none that COPY fills as INSERT does, or a column is
/// not there. Throws where the server has no such table.
[[nodiscard]] std::vector<form> forms_for_copy(channel& on, type_book& types, std::string_view table,
                                               std::span<const std::string_view> columns);

/// Rows go in parts, each a COPY: the server tells of a row that it refuses at the end of a part only. Where somebody
/// else wants to send on the connection the part ends early.
class copy_sink final : public driver::row_sink, private reading {
 public:
  copy_sink(channel& on, std::string text, std::vector<form> forms)
      : on_(on), text_(std::move(text)), forms_(std::move(forms)) {}
  copy_sink(const copy_sink&) = delete;
  copy_sink& operator=(const copy_sink&) = delete;
  PLINTH_INLINE ~copy_sink() override;

  [[nodiscard]] const std::string& text() const override { return text_; }
  [[nodiscard]] PLINTH_INLINE bool take(std::span<const cell> values) override;
  PLINTH_INLINE void end() override;

 private:
  static constexpr std::size_t most_kept = std::size_t{1} << 16;     ///< bytes, before they are handed to libpq
  static constexpr std::size_t most_in_part = std::size_t{1} << 25;  ///< bytes

  PLINTH_INLINE void take_rest() noexcept override;
  void append_row();
  void append_count(std::size_t bytes, std::uint64_t count);
  void begin_part();
  void send_kept();
  void end_part();
  void throw_kept();

  channel& on_;
  std::string text_;
  std::vector<form> forms_;
  parameters values_;
  std::string bytes_;        ///< not sent yet
  std::size_t in_part_ = 0;  ///< bytes that were sent
  bool open_ = false;
  std::exception_ptr failure_;  ///< of a part that was ended for somebody else
};

}  // namespace plinth::postgresql::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/postgresql/impl/copy.hpp>
#endif
