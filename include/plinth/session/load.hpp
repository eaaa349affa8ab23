// SPDX-License-Identifier: MIT
#pragma once

// session.load(objects, paths...): relationships of objects that are there.

#include <array>
#include <type_traits>
#include <vector>

#include <plinth/session/load_along.hpp>
#include <plinth/session/load_path.hpp>
#include <plinth/session/session.hpp>

namespace plinth {

namespace detail {

/// The model of an object, of a handle, or of the elements of a range of them.
template <class Objects>
struct model_of_objects {
  using type = typename model_of_objects<typename Objects::value_type>::type;
};
template <entity T>
struct model_of_objects<T> {
  using type = T;
};
template <class T>
struct model_of_objects<ref<T>> {
  using type = std::remove_const_t<T>;
};

template <entity T>
void gather(session_core& s, const T& object, std::vector<model::node*>& to) {
  to.push_back(&s.node_of(&object, model::info_of<T>()));
}
template <class T>
void gather(session_core& s, const ref<T>& object, std::vector<model::node*>& to) {
  if (!object) model::refuse_null_handle();
  if (object.node()->store != &s.store()) model::refuse_stranger(*object.node(), s.store());
  to.push_back(object.node());
}
template <class Range>
requires requires(const Range& r) { r.begin(); }
void gather(session_core& s, const Range& objects, std::vector<model::node*>& to) {
  for (const auto& each : objects) gather(s, each, to);
}

}  // namespace detail

template <class Objects, class... Path>
requires(sizeof...(Path) > 0) void session::load(const Objects& objects, const Path&... paths) {
  using model_type = typename detail::model_of_objects<Objects>::type;
  constexpr bool begin_there = (Path::template begins_at<model_type> && ...);
  static_assert(begin_there,
                "plinth[E1213]: load() names relationships (Path): the first of the objects' model (Objects), each "
                "further one of the model that the one before leads to");
  if constexpr (begin_there) {
    std::vector<model::node*> nodes;
    detail::gather(*this, objects, nodes);
    const std::array<detail::load_path, sizeof...(Path)> wanted{paths.template from<model_type>()...};
    autoflush();
    detail::load_along(*this, nodes, wanted);
  }
}

}  // namespace plinth
