// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/sql/statement.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/sql/writer.hpp>

namespace plinth::sql {

PLINTH_INLINE std::string render(std::span<const token> tokens, const dialect& d) {
  std::string text(512, '\0');
  for (;;) {
    rendering out(d, text, tokens);
    while (!out.done()) out.next();
    const bool complete = out.size() <= text.size();
    text.resize(out.size());
    if (complete) return text;
  }
}

}  // namespace plinth::sql
