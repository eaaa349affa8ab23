// SPDX-License-Identifier: MIT
#pragma once

// What a query of entities gives.

#include <cstddef>
#include <iterator>
#include <type_traits>
#include <utility>
#include <vector>

#include <plinth/model/node.hpp>
#include <plinth/model/ref.hpp>

namespace plinth {

/// A range of references to objects that the session owns, in the order of the rows. It keeps their store alive, so
/// they outlive the session.
///
/// Iterating hands out mutable objects, which the session compares at the next flush; a const result hands out const
/// ones and costs nothing later: `for (const User& u : std::as_const(users))`.
template <class T>
class result {
 public:
  template <class Value>
  class basic_iterator {
   public:
    using value_type = T;
    using reference = Value&;
    using pointer = Value*;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::forward_iterator_tag;

    basic_iterator() = default;
    explicit basic_iterator(model::node* const* at) : at_(at) {}
    reference operator*() const {
      if constexpr (std::is_const_v<Value>)
        return (*at_)->template as<T>();
      else
        return (*at_)->template mutable_object<T>();
    }
    pointer operator->() const { return &**this; }
    basic_iterator& operator++() {
      ++at_;
      return *this;
    }
    basic_iterator operator++(int) { return basic_iterator(at_++); }
    friend bool operator==(const basic_iterator&, const basic_iterator&) = default;

   private:
    model::node* const* at_ = nullptr;
  };
  using value_type = T;
  using iterator = basic_iterator<T>;
  using const_iterator = basic_iterator<const T>;

  result() = default;

  /// Objects of `store`, which is null where there are none.
  result(std::vector<model::node*> nodes, model::node_store* store) : nodes_(std::move(nodes)), store_(store) {
    if (store_) store_->retain();
  }
  result(const result& other) : result(other.nodes_, other.store_) {}
  result(result&& other) noexcept
      : nodes_(std::move(other.nodes_)), store_(std::exchange(other.store_, nullptr)) {
    other.nodes_.clear();
  }
  result& operator=(result other) noexcept {
    nodes_.swap(other.nodes_);
    std::swap(store_, other.store_);
    return *this;
  }
  ~result() {
    if (store_) store_->release();
  }

  [[nodiscard]] iterator begin() { return iterator(nodes_.data()); }
  [[nodiscard]] iterator end() { return iterator(nodes_.data() + nodes_.size()); }
  [[nodiscard]] const_iterator begin() const { return const_iterator(nodes_.data()); }
  [[nodiscard]] const_iterator end() const { return const_iterator(nodes_.data() + nodes_.size()); }

  [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }
  [[nodiscard]] bool empty() const noexcept { return nodes_.empty(); }
  [[nodiscard]] T& operator[](std::size_t i) { return nodes_[i]->template mutable_object<T>(); }
  [[nodiscard]] const T& operator[](std::size_t i) const { return nodes_[i]->template as<T>(); }
  [[nodiscard]] T& front() { return (*this)[0]; }
  [[nodiscard]] const T& front() const { return (*this)[0]; }
  [[nodiscard]] T& back() { return (*this)[size() - 1]; }
  [[nodiscard]] const T& back() const { return (*this)[size() - 1]; }

  /// A handle to the i-th object.
  [[nodiscard]] plinth::ref<T> ref(std::size_t i) const { return plinth::ref<T>(*nodes_[i]); }

  [[nodiscard]] operator std::vector<plinth::ref<T>>() const {  // NOLINT: the same, as handles
    std::vector<plinth::ref<T>> refs;
    refs.reserve(size());
    for (model::node* n : nodes_) refs.emplace_back(*n);
    return refs;
  }

 private:
  std::vector<model::node*> nodes_;
  model::node_store* store_ = nullptr;
};

}  // namespace plinth
