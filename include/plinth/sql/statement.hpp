// SPDX-License-Identifier: MIT
#pragma once

// A statement as plain data. Its *shape* is a short list of tokens, made without looking at any text; two statements
// with equal shapes have equal text, so the shape is what prepared statements are found by, and the text is written
// only when a connection meets a shape for the first time.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/sql/writer.hpp>

namespace plinth::sql {

class rendering;

/// How one word of a statement's shape becomes text. Shapes are static and found by their address; `subject` is what
/// the function writes about (a model, a column).
struct shape {
  void (*render)(rendering& out, const shape& self, std::uint64_t detail);
  const void* subject = nullptr;
};

/// One word of a statement: a static shape and a number that belongs to it (a count, a set of columns).
struct token {
  const shape* what = nullptr;
  std::uint64_t detail = 0;

  friend constexpr bool operator==(const token&, const token&) = default;
};

/// A bound value that owns its bytes; copies share them.
struct parameter {
  cell value;
  std::shared_ptr<const char[]> bytes;
};

/// Reads a statement's shape and writes its text: a shape's function takes from here the tokens that follow its own.
class rendering : public writer {
 public:
  constexpr rendering(const sql::dialect& dialect, std::span<char> buffer, std::span<const token> tokens)
      : writer(dialect, buffer), rest_(tokens) {}

  [[nodiscard]] constexpr bool done() const { return rest_.empty(); }
  [[nodiscard]] constexpr const token& peek() const { return rest_.front(); }

  /// Takes the next token without writing it: for a shape that knows what follows it.
  constexpr token take() {
    const token first = rest_.front();
    rest_ = rest_.subspan(1);
    return first;
  }

  /// Writes the next token, with all that belongs to it.
  constexpr void next() {
    const token first = take();
    first.what->render(*this, *first.what, first.detail);
  }

 private:
  std::span<const token> rest_;
};

/// The statement's text for this server.
[[nodiscard]] std::string render(std::span<const token> tokens, const dialect& d);

}  // namespace plinth::sql

#ifndef PLINTH_PRECOMPILED
#include <plinth/sql/impl/statement.hpp>
#endif
