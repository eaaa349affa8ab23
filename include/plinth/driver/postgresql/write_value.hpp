// SPDX-License-Identifier: MIT
#pragma once

// From cells to the parameters of a statement, in the binary form of the type that the server wants there.

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/driver/postgresql/numeric.hpp>
#include <plinth/driver/postgresql/types.hpp>

namespace plinth::postgresql::detail {

/// Whether a value can be told to the server as what it wants. 2.5 cannot where an integer is wanted.
enum class written : bool { no, yes };

/// The values of one run as libpq takes them. Bytes of texts and blobs are not copied: those of the cells have to stay.
class parameters {
 public:
  /// Writes all values as the forms that the server wants. Gives the position of the first that cannot be, or
  /// `size()`. Throws `value_error` for what no type of the server could hold: a NUL in a text, a time beyond its
  /// calendar.
  [[nodiscard]] std::size_t write(std::span<const cell> values, std::span<const form> wanted);

  [[nodiscard]] int size() const noexcept { return static_cast<int>(data_.size()); }
  [[nodiscard]] const char* const* data() const noexcept { return data_.data(); }
  [[nodiscard]] const int* sizes() const noexcept { return sizes_.data(); }
  [[nodiscard]] const int* formats() const noexcept { return formats_.data(); }

 private:
  [[nodiscard]] written write_one(std::size_t at, const cell& value, form wanted);
  [[nodiscard]] written write_text(std::size_t at, const cell& value, form wanted);
  [[nodiscard]] written write_number(std::size_t at, const cell& value, form wanted);
  void put(std::size_t at, std::string_view bytes) noexcept {
    data_[at] = bytes.data() != nullptr ? bytes.data() : "";
    sizes_[at] = static_cast<int>(bytes.size());
    formats_[at] = 1;
  }
  template <class T>
  [[nodiscard]] written put_number(std::size_t at, T value) noexcept;

  std::vector<const char*> data_;
  std::vector<int> sizes_;
  std::vector<int> formats_;
  std::vector<std::array<char, 8>> numbers_;  ///< room for each value of a fixed size
  scratch longer_;
};

/// Throws `value_error` (E2423) where the text has a NUL byte, which PostgreSQL cannot store.
void refuse_nul(std::string_view text);

/// Microseconds and days since 2000-01-01. Throw `value_error` (E2424) outside PostgreSQL's calendar.
[[nodiscard]] std::int64_t timestamp_on_server(std::int64_t microseconds);
[[nodiscard]] std::int32_t date_on_server(std::int64_t days);

}  // namespace plinth::postgresql::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/postgresql/impl/write_value.hpp>
#endif
