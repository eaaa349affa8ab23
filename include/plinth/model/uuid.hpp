// SPDX-License-Identifier: MIT
#pragma once

// boost::uuids::uuid as a column. Include this header where a model has one: Boost's is not part of the umbrella.

#include <cstring>
#include <string_view>

#include <boost/uuid/uuid.hpp>

#include <plinth/model/column_type.hpp>

namespace plinth {

template <>
struct column_type<boost::uuids::uuid> {
  static constexpr catalog::data_type type{.base = catalog::base_type::uuid};
  static constexpr plinth::kind kind = plinth::kind::uuid;

  static cell encode(const boost::uuids::uuid& value, scratch&) {
    return cell::of_bytes({reinterpret_cast<const char*>(&*value.begin()), 16}, kind);
  }
  static void decode(const cell& c, boost::uuids::uuid& field) {
    if (c.kind != kind) model::wrong_kind(c.kind, model::name_of(kind));
    std::memcpy(&*field.begin(), c.data, 16);
  }
};

}  // namespace plinth
