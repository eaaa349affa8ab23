// SPDX-License-Identifier: MIT
#pragma once

// The sink for SQL text, and what it must be told about a server. It works at compile time as well, so that a test can
// `static_assert` on a statement: characters go into a buffer of fixed size and are counted beyond its end.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <plinth/catalog/table.hpp>
#include <plinth/core/quoted.hpp>

namespace plinth::sql {

class writer;

/// What a server does in its own way. The base class is standard SQL; a dialect overrides its differences only.
class dialect {
 public:
  [[nodiscard]] constexpr virtual std::string_view name() const { return "standard"; }

  /// The text for the n-th (from 1) bound value.
  constexpr virtual void placeholder(writer& out, std::size_t position) const;

  /// The same where nothing around the value tells its type. A server that needs to be told gets a cast.
  constexpr virtual void typed_placeholder(writer& out, const catalog::data_type& type) const;

  /// What opens the list of rows in `(a, b) IN (... (1, 2), (3, 4))`.
  [[nodiscard]] constexpr virtual std::string_view row_list() const { return "VALUES "; }

  /// What stands at the end of an INSERT whose row may be there already and then stays as it is.
  [[nodiscard]] constexpr virtual std::string_view unless_there() const { return " ON CONFLICT DO NOTHING"; }

  /// What tells, in the RETURNING of an INSERT that may have become an UPDATE, whether the row is a new one; empty
  /// where nothing does.
  [[nodiscard]] constexpr virtual std::string_view is_new_row() const { return ""; }

  /// The column type in DDL.
  constexpr virtual void type_name(writer& out, const catalog::data_type& type) const = 0;

  /// The type, with whatever words make it one that the database chooses, of a single integer key.
  constexpr virtual void generated_key_type(writer& out, const catalog::data_type& type) const;

  /// The column type in a table that refuses values of other types by itself.
  constexpr virtual void strict_type_name(writer& out, const catalog::data_type& type) const { type_name(out, type); }

  /// What stands behind the closing bracket of CREATE TABLE.
  constexpr virtual void table_options(writer& /*out*/, bool /*strict*/, bool /*without_rowid*/) const {}

  /// Whether AUTOINCREMENT behind a key, together with the words PRIMARY KEY, keeps keys of removed rows from being
  /// given again. Where it is not there, they never are.
  [[nodiscard]] constexpr virtual bool declares_key_reuse() const { return false; }

  /// Whether a computed column can be computed when it is read; else it is stored.
  [[nodiscard]] constexpr virtual bool computes_on_read() const { return false; }

  /// Whether an enumeration is a text that only a CHECK keeps to its labels.
  [[nodiscard]] constexpr virtual bool checks_enumerations() const { return true; }

  /// Whether the key that an INSERT generated is fetched with RETURNING.
  [[nodiscard]] constexpr virtual bool has_returning() const { return true; }

  /// Whether the connection itself tells the key that an INSERT generated, which is cheaper than RETURNING.
  [[nodiscard]] constexpr virtual bool reports_generated_key() const { return false; }

  /// How an INSERT of several rows begins that is undone by the transaction where one of them fails, and whose table
  /// has neither triggers nor rules of its own for conflicts.
  [[nodiscard]] constexpr virtual std::string_view insert_of_several() const { return "INSERT INTO "; }

  /// The text of a LIKE that ignores case.
  [[nodiscard]] constexpr virtual std::string_view case_insensitive_like() const { return " LIKE "; }

 protected:
  constexpr ~dialect() = default;
};

/// A table in the FROM of a statement, and the name that its columns are qualified with.
struct source {
  const catalog::table* table = nullptr;
  std::string_view alias;
  std::string_view removal{};  ///< the column that is not NULL in removed rows, of a model that keeps them
};

class writer {
 public:
  constexpr writer(const sql::dialect& dialect, std::span<char> buffer) : dialect_(dialect), buffer_(buffer) {}

  constexpr writer& operator<<(std::string_view text) {
    for (std::size_t i = 0; i < text.size() && size_ + i < buffer_.size(); ++i) buffer_[size_ + i] = text[i];
    size_ += text.size();
    return *this;
  }

  constexpr writer& operator<<(char c) { return *this << std::string_view(&c, 1); }

  constexpr writer& number(std::uint64_t value) {
    std::array<char, 20> digits{};
    std::size_t at = digits.size();
    do {
      digits[--at] = static_cast<char>('0' + value % 10);
      value /= 10;
    } while (value != 0);
    return *this << std::string_view(digits.data() + at, digits.size() - at);
  }

  /// `name` as the server reads it back. The only place where an identifier is quoted: every one is, always.
  constexpr writer& name(std::string_view identifier) {
    plinth::detail::put_quoted(identifier, [this](char c) { *this << c; });
    return *this;
  }

  /// A literal of DDL, where no server takes a bound value.
  constexpr writer& literal(std::string_view text) {
    *this << '\'';
    for (const char c : text) {
      if (c == '\'') *this << '\'';
      *this << c;
    }
    return *this << '\'';
  }

  /// The place of the next bound value.
  constexpr writer& parameter() {
    dialect_.placeholder(*this, ++parameters_);
    return *this;
  }

  [[nodiscard]] constexpr const sql::dialect& dialect() const { return dialect_; }
  [[nodiscard]] constexpr std::size_t size() const { return size_; }
  [[nodiscard]] constexpr std::size_t parameters() const { return parameters_; }

 private:
  const sql::dialect& dialect_;
  std::span<char> buffer_;
  std::size_t size_ = 0;
  std::size_t parameters_ = 0;
};

constexpr void dialect::placeholder(writer& out, std::size_t) const { out << '?'; }

constexpr void dialect::typed_placeholder(writer& out, const catalog::data_type&) const { out.parameter(); }

constexpr void dialect::generated_key_type(writer& out, const catalog::data_type& type) const {
  type_name(out, type);
  out << " GENERATED BY DEFAULT AS IDENTITY";
}

/// The text that `write` writes, whatever its length.
template <class Write>
[[nodiscard]] std::string text_of(const dialect& d, const Write& write) {
  std::string text(512, '\0');
  for (;;) {
    writer out(d, text);
    write(out);
    const bool complete = out.size() <= text.size();
    text.resize(out.size());
    if (complete) return text;
  }
}

}  // namespace plinth::sql
