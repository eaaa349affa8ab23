// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/sql/bind.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/model/column_type.hpp>
#include <plinth/sql/statement.hpp>

namespace plinth::sql {

PLINTH_INLINE void fragment::append(const fragment& more) {
  tokens.insert(tokens.end(), more.tokens.begin(), more.tokens.end());
  values.insert(values.end(), more.values.begin(), more.values.end());
}

PLINTH_INLINE parameter bytes_parameter(std::string_view bytes, kind k) {
  parameter result;
  auto copy = std::make_shared_for_overwrite<char[]>(bytes.size());
  model::checked_size(bytes).copy(copy.get(), bytes.size());
  result.value = cell::of_bytes({copy.get(), bytes.size()}, k);
  result.bytes = std::move(copy);
  return result;
}

PLINTH_INLINE parameter encoded_parameter(cell (*encode)(const void*, scratch&), const void* field) {
  scratch keep;
  const cell c = encode(field, keep);
  if (has_bytes(c.kind)) return bytes_parameter(c.bytes(), c.kind);
  return {c, nullptr};
}

}  // namespace plinth::sql
