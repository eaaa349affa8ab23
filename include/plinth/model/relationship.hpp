// SPDX-License-Identifier: MIT
#pragma once

// The members through which one model reaches another:
//
//   plinth::relationship<std::vector<Item>> items;   // to many
//   plinth::relationship<User> owner;                // to one, or to nobody
//
// Reading one never does I/O: what nobody loaded throws `not_loaded` (E3101). Both sides that name each other by
// `back_populates` are in step at once, before any flush. The target may be incomplete where the member is declared.

#include <cstddef>
#include <iterator>
#include <source_location>
#include <type_traits>
#include <utility>
#include <vector>

#include <plinth/model/in_step.hpp>
#include <plinth/model/link.hpp>
#include <plinth/model/ref.hpp>

namespace plinth {

namespace model {

template <class T>
const model_info& info_of();

/// An object that was taken out of the unit of work comes back with the relationship that it is put into.
void readmit(const link& l, node& n);

[[nodiscard]] node& node_at(link& l, const void* object, const model_info& m);

/// The node behind a handle that is put into a relationship: one of the owner's session.
[[nodiscard]] node& node_behind(link& l, node* n, const model_info& m);

/// The node of an object that somebody holds a reference to.
template <class T>
node& node_of(link& l, T& object) {
  return node_at(l, &object, info_of<T>());
}

/// The new object as a node that the relationship's store owns, or that the relationship owns until it has a store.
template <class T>
node& take_in(link& l, T&& object) {
  if (l.owner()) require_writable(*l.owner(), relation_of(l));
  loose_node loose = make_loose(info_of<std::remove_cvref_t<T>>(), &object);
  if (l.owner() && l.owner()->store) return l.owner()->store->adopt(std::move(loose));
  return *loose.release();
}

/// An index, and where in the program it stands.
struct place_in_list {
  std::size_t index;
  std::source_location where;

  constexpr place_in_list(std::size_t i,  // NOLINT: implicit, so that an index is one
                          std::source_location at = std::source_location::current())
      : index(i), where(at) {}
};

}  // namespace model

template <class T>
class relationship;

/// To many: a range of references to the targets, in the order of loading and adding.
template <class T>
class relationship<std::vector<T>> : private model::link {
 public:
  using target_type = T;
  static constexpr bool to_many = true;

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
  using iterator = basic_iterator<T>;
  using const_iterator = basic_iterator<const T>;

  using link::is_filtered;
  using link::is_loaded;

  // Reading. Each throws `not_loaded` where the relationship was not loaded, or loads it (`lazily_loaded`). Adding and
  // removing invalidate iterators. `where` is for the report of repeated loads, see plinth::observer.

  [[nodiscard]] iterator begin(std::source_location where = std::source_location::current()) {
    return iterator(loaded(where).data());
  }
  [[nodiscard]] iterator end() { return iterator(loaded({}).data() + targets().size()); }
  [[nodiscard]] const_iterator begin(std::source_location where = std::source_location::current()) const {
    return const_iterator(loaded(where).data());
  }
  [[nodiscard]] const_iterator end() const { return const_iterator(loaded({}).data() + targets().size()); }
  [[nodiscard]] std::size_t size(std::source_location where = std::source_location::current()) const {
    return loaded(where).size();
  }
  [[nodiscard]] bool empty(std::source_location where = std::source_location::current()) const {
    return loaded(where).empty();
  }
  [[nodiscard]] T& operator[](model::place_in_list i) { return loaded(i.where)[i.index]->template mutable_object<T>(); }
  [[nodiscard]] const T& operator[](model::place_in_list i) const { return loaded(i.where)[i.index]->template as<T>(); }
  [[nodiscard]] T& front(std::source_location where = std::source_location::current()) { return (*this)[{0, where}]; }
  [[nodiscard]] T& back(std::source_location where = std::source_location::current()) {
    return (*this)[{loaded(where).size() - 1, where}];
  }
  [[nodiscard]] bool contains(const T& object, std::source_location where = std::source_location::current()) const {
    for (const model::node* n : loaded(where))
      if (n->object() == &object) return true;
    return false;
  }

  /// A handle to the i-th target.
  [[nodiscard]] ref<T> at_ref(std::size_t i, std::source_location where = std::source_location::current()) {
    return ref<T>(*loaded(where)[i]);
  }

  // Writing. It needs no loading: what is added to an unloaded collection is merged when it is loaded (no SELECT).

  /// A new object: pending from now on if the owner is in a session, else with its owner. Returns it in its new place.
  T& push_back(T&& object) {
    model::node& n = model::take_in(*this, std::move(object));
    add(n);
    return n.template mutable_object<T>();
  }

  /// An object of the owner's session. It leaves the collection it was in.
  void push_back(T& object) { add_present(model::node_of(*this, object)); }
  void push_back(const ref<T>& object) { add_present(model::node_behind(*this, object.node(), model::info_of<T>())); }

  /// Takes the object out; it points to nobody then, and where the relation cascades `delete_orphan` it is removed.
  void erase(T& object) { remove(model::node_of(*this, object)); }
  void erase(const ref<T>& object) { remove(model::node_behind(*this, object.node(), model::info_of<T>())); }

  void clear(std::source_location where = std::source_location::current()) {
    static_cast<void>(loaded(where));
    while (!targets().empty()) remove(*targets().back());
  }

 private:
  [[nodiscard]] const model::node_list& loaded(const std::source_location& where) const {
    model::require_loaded(*this, where);
    return targets();
  }
  void add_present(model::node& n) {
    model::readmit(*this, n);
    add(n);
  }
  void add(model::node& n) {
    if (owner())
      model::enter(*owner(), model::relation_of(*this), n);
    else
      add_unowned(n);
  }
  void remove(model::node& n) {
    if (owner())
      model::leave(*owner(), model::relation_of(*this), n);
    else
      release(n);
  }
  void release(model::node& n) {
    targets().erase(&n);
    if (!n.store) model::destroy_loose(&n);
  }
};

/// To one: like a pointer that may be null.
template <class T>
class relationship : private model::link {
 public:
  using target_type = T;
  static constexpr bool to_many = false;

  using link::is_loaded;

  relationship() = default;

  [[nodiscard]] T* get(std::source_location where = std::source_location::current()) {
    model::node* const n = target(where);
    return n ? &n->template mutable_object<T>() : nullptr;
  }
  [[nodiscard]] const T* get(std::source_location where = std::source_location::current()) const {
    model::node* const n = target(where);
    return n ? &n->template as<T>() : nullptr;
  }

  // An operator cannot tell where it was called: a report of repeated loads has the place of the query alone.

  [[nodiscard]] explicit operator bool() const { return target({}) != nullptr; }
  [[nodiscard]] T& operator*() { return *checked(get({})); }
  [[nodiscard]] const T& operator*() const { return *checked(get({})); }
  [[nodiscard]] T* operator->() { return checked(get({})); }
  [[nodiscard]] const T* operator->() const { return checked(get({})); }

  /// A handle to the target, null where there is none.
  [[nodiscard]] plinth::ref<T> ref(std::source_location where = std::source_location::current()) {
    model::node* n = target(where);
    return n ? plinth::ref<T>(*n) : plinth::ref<T>();
  }

  /// A new object: pending from now on if the owner is in a session, else with its owner.
  relationship& operator=(T&& object) {
    point(&model::take_in(*this, std::move(object)));
    return *this;
  }

  /// An object of the owner's session.
  relationship& operator=(T& object) {
    point_to_present(model::node_of(*this, object));
    return *this;
  }
  relationship& operator=(const plinth::ref<T>& object) {
    if (object)
      point_to_present(model::node_behind(*this, object.node(), model::info_of<T>()));
    else
      point(nullptr);
    return *this;
  }
  relationship& operator=(std::nullptr_t) {
    point(nullptr);
    return *this;
  }

 private:
  [[nodiscard]] model::node* target(const std::source_location& where) const {
    model::require_loaded(*this, where);
    return link::target();
  }
  template <class P>
  static P* checked(P* object) {
    if (!object)
      throw session_error(3104,
                          "a to-one relationship that points to nobody was followed; ask `if (object.relation)` first");
    return object;
  }
  void point_to_present(model::node& n) {
    model::readmit(*this, n);
    point(&n);
  }
  void point(model::node* n) {
    if (owner()) {
      model::point_to(*owner(), model::relation_of(*this), n);
    } else {
      static_cast<link&>(*this) = link();
      if (n) add_unowned(*n);
      set_queued(true);
    }
  }
};

namespace model {

template <class T>
inline constexpr bool is_relationship = false;
template <class T>
inline constexpr bool is_relationship<relationship<T>> = true;

template <class T>
inline constexpr bool relation_to_many = false;
template <class T>
inline constexpr bool relation_to_many<relationship<std::vector<T>>> = true;

}  // namespace model
}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/model/impl/relationship.hpp>
#endif
