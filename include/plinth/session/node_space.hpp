// SPDX-License-Identifier: MIT
#pragma once

// Memory for the objects of one model: blocks that grow, so that no object ever moves, and the identities in it.

#include <cstddef>
#include <new>
#include <vector>

#include <plinth/core/tagged_table.hpp>
#include <plinth/model/node.hpp>

namespace plinth::detail {

/// The nodes of one model.
class node_space {
 public:
  explicit node_space(const model::model_info& m) : model_(&m), stride_(stride_of(m)) {}
  node_space(const node_space&) = delete;
  node_space& operator=(const node_space&) = delete;

  ~node_space();

  [[nodiscard]] const model::model_info& model() const noexcept { return *model_; }

  /// A new node; its object is moved from `from`.
  [[nodiscard]] model::node& create(void* from);

  /// A node that does not count yet: the same one until `keep_blank`. Its object is default-constructed, or has the
  /// values that were last given to it.
  [[nodiscard]] model::node& blank();

  /// The blank node is one of the others now.
  void keep_blank() noexcept {
    ++blocks_.back().used;
    has_blank_ = false;
  }

  /// The node whose object lies here, or null.
  [[nodiscard]] model::node* find(const void* object) const noexcept;

  template <class Function>
  void each(const Function& f) const {
    for (const block& b : blocks_)
      for (std::size_t i = 0; i < b.used; ++i) f(*at(b, i));
  }

  tagged_table<model::node> identities;

 private:
  struct block {
    std::byte* memory;
    std::size_t capacity;
    std::size_t used;
  };

  static std::size_t stride_of(const model::model_info& m);

  [[nodiscard]] model::node* at(const block& b, std::size_t i) const noexcept {
    return std::launder(reinterpret_cast<model::node*>(b.memory + i * stride_));
  }

  static void destroy(model::node* n) noexcept;

  /// Memory for the next node, behind those in use.
  [[nodiscard]] std::byte* room();

  void drop_blank() noexcept;

  const model::model_info* model_;
  std::size_t stride_;
  std::vector<block> blocks_;
  bool has_blank_ = false;  ///< behind those in use, in the last block
};

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/node_space.hpp>
#endif
