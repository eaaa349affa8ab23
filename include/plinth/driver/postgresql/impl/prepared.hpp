// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <cstring>
#include <utility>

#include <plinth/core/error.hpp>
#include <plinth/core/text.hpp>
#include <plinth/driver/postgresql/prepared.hpp>
#include <plinth/driver/postgresql/sql_text.hpp>

namespace plinth::postgresql {

// ---- parsing --------------------------------------------------------------------------------------------------------

PLINTH_INLINE prepared::prepared(detail::statement_home& home, std::string_view text)
    : home_(home), text_(text), leaves_state_(detail::may_leave_state(text)), main_(parse({})) {}

PLINTH_INLINE prepared::~prepared() {
  finish();
  home_.on.forget(std::move(main_.name));
  if (variant_ != nullptr) home_.on.forget(std::move(variant_->name));
}

PLINTH_INLINE detail::parsed_statement prepared::parse(std::span<const Oid> types) {
  detail::parsed_statement result;
  if (home_.named) result.name = "plinth_" + std::to_string(++home_.last_name);
  result.description = home_.on.describe(result.name, text_, types);
  const PGresult* description = result.description.get();
  for (int i = 0; i < PQnparams(description); ++i) {
    result.parameter_types.push_back(PQparamtype(description, i));
    result.parameter_forms.push_back(detail::form_of(result.parameter_types.back()));
  }
  for (int i = 0; i < PQnfields(description); ++i)
    result.column_forms.push_back(home_.types.form_on(home_.on, PQftype(description, i)));
  return result;
}

/// After a table was altered: its statements give other types than they were prepared for.
PLINTH_INLINE void prepared::parse_again() {
  home_.on.forget(std::move(main_.name));
  if (variant_ != nullptr) home_.on.forget(std::exchange(variant_, nullptr)->name);
  readers_of_ = nullptr;
  main_ = parse({});
}

PLINTH_INLINE std::string prepared::column_name(std::size_t column) const {
  const char* name = PQfname(main_.description.get(), static_cast<int>(column));
  return name != nullptr ? name : "";
}

// ---- starting -------------------------------------------------------------------------------------------------------

PLINTH_INLINE const detail::parsed_statement& prepared::variant_for(std::span<const cell> values) {
  std::vector<Oid> types(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool fits = values_.write(values.subspan(i, 1), std::span(main_.parameter_forms).subspan(i, 1)) == 1;
    types[i] = fits ? main_.parameter_types[i] : detail::natural_type(values[i].kind);
  }
  if (variant_ == nullptr || variant_->parameter_types != types) {
    if (variant_ != nullptr) home_.on.forget(std::exchange(variant_, nullptr)->name);
    variant_ = std::make_unique<detail::parsed_statement>(parse(types));
  }
  return *variant_;
}

/// The statement by which these values can be bound, and `values_` written for it.
PLINTH_INLINE const detail::parsed_statement& prepared::written_for(std::span<const cell> values) {
  if (values_.write(values, main_.parameter_forms) == values.size()) return main_;
  const detail::parsed_statement& variant = variant_for(values);
  const std::size_t written = values_.write(values, variant.parameter_forms);
  if (written < values.size())
    throw value_error(2422, joined({"value ", std::to_string(written + 1),
                                    " of the statement cannot be told to the server as the type that it wants there"}));
  return variant;
}

PLINTH_INLINE void prepared::choose_readers(const detail::parsed_statement& statement, std::span<const kind> expected) {
  if (readers_of_ == &statement && expected_.size() == expected.size() &&
      (expected.empty() || std::memcmp(expected_.data(), expected.data(), expected.size()) == 0))
    return;
  readers_.clear();
  for (std::size_t i = 0; i < statement.column_forms.size(); ++i) {
    const detail::form stored = statement.column_forms[i];
    const kind wanted = expected.empty() ? kind::null : expected[i];
    readers_.push_back({detail::reader_for(stored, wanted), {static_cast<int>(i) + 1, stored, wanted}});
  }
  expected_.assign(expected.begin(), expected.end());
  readers_of_ = &statement;
}

PLINTH_INLINE void prepared::refuse_other_columns(std::span<const kind> expected) const {
  if (expected.empty() || expected.size() == columns()) return;
  throw statement_error(2221,
                        joined({"the statement's result has ", std::to_string(columns()), " columns and ",
                                std::to_string(expected.size()), " are expected"}),
                        text_);
}

PLINTH_INLINE void prepared::start(std::span<const cell> values, std::span<const kind> expected, driver::fetch how) {
  finish();
  affected_ = 0;
  if (std::exchange(outdated_, false)) parse_again();
  if (values.size() != main_.parameter_forms.size())
    throw statement_error(2220,
                          joined({"the statement has ", std::to_string(main_.parameter_forms.size()),
                                  " places for values and was given ", std::to_string(values.size())}),
                          text_);
  refuse_other_columns(expected);
  const detail::parsed_statement& statement = written_for(values);
  choose_readers(statement, expected);
  home_.leaves_state = home_.leaves_state || leaves_state_;
  home_.on.send(*this, {statement.name, text_, statement.parameter_types, values_}, how == driver::fetch::by_row);
  open_ = true;
  arriving_ = true;
}

PLINTH_INLINE bool prepared::send_ahead(std::span<const cell> values) {
  if (outdated_ || values.size() != main_.parameter_forms.size()) return false;
  if (values_.write(values, main_.parameter_forms) != values.size()) return false;
  home_.leaves_state = home_.leaves_state || leaves_state_;
  home_.ahead.send({main_.name, text_, main_.parameter_types, values_});
  return true;
}

PLINTH_INLINE void prepared::open_ahead(std::span<const kind> expected) {
  finish();
  affected_ = 0;
  refuse_other_columns(expected);
  choose_readers(main_, expected);
  detail::result_handle result = home_.ahead.next();
  if (result == nullptr) home_.on.fail(nullptr, text_);
  kept_.push_back(std::move(result));
  open_ = true;
}

// ---- reading --------------------------------------------------------------------------------------------------------

PLINTH_INLINE bool prepared::next(cell* row) {
  if (row_ >= rows_ && (!open_ || !receive_rows())) return false;
  try {
    if (row != nullptr) read(row);
  } catch (...) {
    finish();
    throw;
  }
  ++row_;
  return true;
}

PLINTH_INLINE detail::result_handle prepared::next_result() {
  if (next_kept_ < kept_.size()) return std::move(kept_[next_kept_++]);
  if (!arriving_) return nullptr;
  detail::result_handle result = home_.on.receive();
  arriving_ = result != nullptr;
  return result;
}

/// The next rows into `result_`; false at the end, where the run is finished.
PLINTH_INLINE bool prepared::receive_rows() {
  for (;;) {
    if (result_ != nullptr) note_end(result_.get());
    result_ = next_result();
    if (result_ == nullptr) break;
    if (detail::is_error(result_.get())) fail();
    row_ = 0;
    rows_ = PQntuples(result_.get());
    if (rows_ > 0) return true;
  }
  finish();
  return false;
}

PLINTH_INLINE void prepared::take_rest() noexcept {
  while (arriving_) {
    detail::result_handle result = home_.on.receive();
    arriving_ = result != nullptr;
    if (arriving_) kept_.push_back(std::move(result));
  }
}

/// How many rows a change met.
PLINTH_INLINE void prepared::note_end(const PGresult* result) {
  const std::string_view tag = PQcmdStatus(const_cast<PGresult*>(result));
  if (tag.starts_with("SELECT") || tag.starts_with("FETCH") || tag.starts_with("MOVE")) return;
  const std::string_view count = PQcmdTuples(const_cast<PGresult*>(result));
  std::from_chars(count.data(), count.data() + count.size(), affected_);
}

PLINTH_INLINE void prepared::fail() {
  const detail::result_handle failed = std::move(result_);
  finish();
  outdated_ = detail::is_outdated(detail::report_of(failed.get()));
  home_.on.fail(failed.get(), text_);
}

PLINTH_INLINE void prepared::read(cell* row) const {
  const PGresult* result = result_.get();
  int column = 0;
  for (const column_reader& r : readers_) {
    const int size = PQgetlength(result, row_, column);
    if (size == 0 && PQgetisnull(result, row_, column) != 0)
      *row = cell{};
    else
      *row = r.read(PQgetvalue(result, row_, column), static_cast<std::uint32_t>(size), r.place);
    ++row;
    ++column;
  }
}

PLINTH_INLINE void prepared::finish() noexcept {
  if (!std::exchange(open_, false)) return;
  while (arriving_) arriving_ = home_.on.receive() != nullptr;
  kept_.clear();
  next_kept_ = 0;
  result_.reset();
  row_ = rows_ = 0;
}

}  // namespace plinth::postgresql
