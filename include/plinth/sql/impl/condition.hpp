// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/sql/condition.hpp>

#include <cstdint>
#include <initializer_list>
#include <type_traits>
#include <utility>

#include <plinth/core/inline.hpp>
#include <plinth/sql/operators.hpp>

namespace plinth {

PLINTH_INLINE condition condition::negated() const {
  condition result;
  if (is_neutral()) return result;
  result.content_.tokens.push_back({&sql::negated_shape, 0});
  result.content_.append(content_);
  return result;
}

PLINTH_INLINE void condition::collect(sql::fragment& to) const {
  if (is_neutral())
    to.tokens.push_back({&sql::neutral_shape, 0});
  else
    to.append(content_);
}

}  // namespace plinth
