// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/model/node.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <string_view>

#include <plinth/catalog/table.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/model/column_type.hpp>

namespace plinth::model {

PLINTH_INLINE void destroy_loose(node* n) noexcept {
  const auto alignment = node_alignment(*n->model);
  n->model->destroy(n->object());
  n->~node();
  ::operator delete(static_cast<void*>(n), alignment);
}

PLINTH_INLINE loose_node make_loose(const model_info& model, void* from) {
  void* memory = ::operator new(model.node_size(), node_alignment(model));
  auto* n = new (memory) node{};
  n->model = &model;
  try {
    if (from)
      model.move(n->object(), from);
    else
      model.construct(n->object());
  } catch (...) {
    n->~node();
    ::operator delete(memory, node_alignment(model));
    throw;
  }
  return {n, &destroy_loose};
}

}  // namespace plinth::model
