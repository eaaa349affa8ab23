// SPDX-License-Identifier: MIT
#pragma once

// A prepared statement of PostgreSQL. The server chooses the types of its parameters by where they stand; a value that
// such a type cannot tell (2.5 or 5,000,000,000 beside an integer column) is bound by a second statement of the same
// text that declares the value's own type, so that the server compares the two as SQL has it.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/driver/postgresql/channel.hpp>
#include <plinth/driver/postgresql/read_value.hpp>
#include <plinth/driver/postgresql/runs_ahead.hpp>
#include <plinth/driver/postgresql/type_book.hpp>
#include <plinth/driver/postgresql/write_value.hpp>

namespace plinth::postgresql {

namespace detail {

/// A statement that the server has parsed.
struct parsed_statement {
  std::string name;  ///< empty where it is sent as text each time
  std::vector<Oid> parameter_types;
  std::vector<form> parameter_forms;
  std::vector<form> column_forms;
  result_handle description;
};

/// What all statements of a connection share.
struct statement_home {
  channel& on;
  type_book& types;
  runs_ahead& ahead;
  bool named = true;
  std::uint64_t last_name = 0;
  bool leaves_state = false;     ///< something was run that the next user of the connection would notice
  bool ends_connection = false;  ///< and that cannot be undone
};

}  // namespace detail

class prepared final : public driver::prepared, private detail::reading {
 public:
  prepared(detail::statement_home& home, std::string_view text);
  PLINTH_INLINE ~prepared() override;
  prepared(const prepared&) = delete;
  prepared& operator=(const prepared&) = delete;

  PLINTH_INLINE void start(std::span<const cell> values, std::span<const kind> expected, driver::fetch how) override;
  PLINTH_INLINE bool next(cell* row) override;

  [[nodiscard]] PLINTH_INLINE bool send_ahead(std::span<const cell> values) override;
  PLINTH_INLINE void open_ahead(std::span<const kind> expected) override;
  [[nodiscard]] std::int64_t affected() const override { return affected_; }
  PLINTH_INLINE void finish() noexcept override;
  [[nodiscard]] std::size_t columns() const override { return main_.column_forms.size(); }
  [[nodiscard]] PLINTH_INLINE std::string column_name(std::size_t column) const override;

 private:
  [[nodiscard]] detail::parsed_statement parse(std::span<const Oid> types);
  void parse_again();
  void refuse_other_columns(std::span<const kind> expected) const;
  [[nodiscard]] const detail::parsed_statement& written_for(std::span<const cell> values);
  [[nodiscard]] const detail::parsed_statement& variant_for(std::span<const cell> values);
  void choose_readers(const detail::parsed_statement& statement, std::span<const kind> expected);

  PLINTH_INLINE void take_rest() noexcept override;
  [[nodiscard]] detail::result_handle next_result();
  [[nodiscard]] bool receive_rows();
  void note_end(const PGresult* result);
  [[noreturn]] void fail();
  void read(cell* row) const;

  struct column_reader {
    detail::reader read;
    detail::column_place place;
  };

  detail::statement_home& home_;
  std::string text_;
  bool leaves_state_;
  detail::parsed_statement main_;
  std::unique_ptr<detail::parsed_statement> variant_;
  detail::parameters values_;

  const detail::parsed_statement* readers_of_ = nullptr;
  std::vector<kind> expected_;  ///< what `readers_` was made for
  std::vector<column_reader> readers_;

  bool outdated_ = false;  ///< has to be parsed again before its next run
  bool open_ = false;
  bool arriving_ = false;                    ///< results are still on the way
  detail::result_handle result_;             ///< whose rows are being read
  std::vector<detail::result_handle> kept_;  ///< results that were taken in before they were wanted
  std::size_t next_kept_ = 0;
  int row_ = 0;
  int rows_ = 0;
  std::int64_t affected_ = 0;
};

}  // namespace plinth::postgresql

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/postgresql/impl/prepared.hpp>
#endif
