// SPDX-License-Identifier: MIT
#pragma once

// Joins: what a query reads from besides its first model. They change the query's type, for with them more columns
// are allowed.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include <plinth/model/relations.hpp>
#include <plinth/sql/selecting.hpp>

namespace plinth::sql {

/// A join along a relationship: by a foreign key, or by a table of pairs. Columns are positions among those of each
/// side.
struct related_join {
  const source* own = nullptr;
  const source* target = nullptr;
  std::size_t count = 0;
  std::array<std::uint16_t, model::max_key_columns> own_columns{};
  std::array<std::uint16_t, model::max_key_columns> target_columns{};
  source pairs{};  ///< without a table where it goes by a foreign key
  std::span<const std::string_view> own_links{};
  std::span<const std::string_view> target_links{};

  [[nodiscard]] constexpr bool goes_by_pairs() const noexcept { return pairs.table != nullptr; }
};

namespace detail {

inline constexpr std::uint64_t outer_join = 1;

constexpr void write_join(rendering& out, const source& target, std::uint64_t how) {
  out << (how == outer_join ? " LEFT JOIN " : " JOIN ");
  write_source(out, target);
  out << " ON ";
}

constexpr void write_column_of(rendering& out, const source& s, std::size_t column) {
  write_column_of(out, s, s.table->columns[column].name);
}

/// Pairs to the row that has the relationship.
constexpr void write_own_link(rendering& out, const related_join& j) {
  for (std::size_t i = 0; i < j.own_links.size(); ++i) {
    if (i > 0) out << " AND ";
    write_column_of(out, j.pairs, j.own_links[i]);
    out << " = ";
    write_column_of(out, *j.own, j.own_columns[i]);
  }
}

/// The target to what names it: a pair, or the row that has the relationship.
constexpr void write_link(rendering& out, const related_join& j) {
  const std::size_t count = j.goes_by_pairs() ? j.target_links.size() : j.count;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out << " AND ";
    write_column_of(out, *j.target, j.target_columns[i]);
    out << " = ";
    if (j.goes_by_pairs())
      write_column_of(out, j.pairs, j.target_links[i]);
    else
      write_column_of(out, *j.own, j.own_columns[i]);
  }
  if (j.target->removal.empty()) return;
  out << " AND ";
  write_not_removed(out, *j.target);
}

constexpr void render_related_join(rendering& out, const shape& self, std::uint64_t how) {
  const auto& j = *static_cast<const related_join*>(self.subject);
  if (j.goes_by_pairs()) {
    write_join(out, j.pairs, how);
    write_own_link(out, j);
  }
  write_join(out, *j.target, how);
  write_link(out, j);
}

/// What a subquery reads the targets from, and which of them belong to the row outside.
constexpr void write_related_rows(rendering& out, const related_join& j) {
  out << "SELECT 1 FROM ";
  write_source(out, j.goes_by_pairs() ? j.pairs : *j.target);
  if (j.goes_by_pairs()) {
    write_join(out, *j.target, 0);
    write_link(out, j);
  }
  out << " WHERE ";
  if (j.goes_by_pairs())
    write_own_link(out, j);
  else
    write_link(out, j);
}

constexpr void render_join_on(rendering& out, const shape& self, std::uint64_t how) {
  const auto& target = *static_cast<const source*>(self.subject);
  write_join(out, target, how);
  if (!target.removal.empty()) {
    write_not_removed(out, target);
    out << " AND ";
  }
  out.next();
}

template <class Source>
inline constexpr shape join_on_shape{&render_join_on, &source_data<Source>};

}  // namespace detail

/// The position of a member among a model's relationships; -1 where it is none of them.
template <class Model, auto Member>
consteval std::int16_t relation_index() {
  if constexpr (model::is_relationship<reflect::detail::member_of<Member>>)
    return model::relation_position<Model>(reflect::field_names<Model>[reflect::index_of<Model, Member>()]);
  return -1;
}

template <auto Member>
inline constexpr bool is_relation = model::is_relationship<reflect::detail::member_of<Member>>;

/// Where a relationship leads: a model, or the model under another name.
template <auto Member, fixed_string Alias>
struct relation_source {
  using model = typename reflect::detail::member_of<Member>::target_type;
  using type = std::conditional_t<Alias.view().empty(), model, aliased<model, Alias>>;
};

/// Which of the sources has the relationship, which may be inherited.
template <auto Member, class Sources>
inline constexpr found_source relation_owner = find_source<model::model_of<Member>, by_class>(Sources{});

/// The table of pairs that a member of Own goes by; nothing where it goes by a foreign key.
template <class Own, auto Member, class Target>
inline constexpr model::pair_links pairs_of_member = model::pair_links_of<
    Own, model::relations_of<Own>[static_cast<std::size_t>(relation_index<Own, Member>())].field, Target>();

/// The pairs' name beside a target of another name, so that a statement can go by one table of pairs several times.
template <class Own, auto Member, class Target>
inline constexpr auto pairs_alias = [] {
  constexpr std::string_view target = source_traits<Target>::alias;
  constexpr std::string_view pairs = pairs_of_member<Own, Member, typename source_traits<Target>::model>.table->name;
  std::array<char, target.size() + 1 + pairs.size()> result{};
  std::size_t at = 0;
  for (const char c : target) result[at++] = c;
  result[at++] = '_';
  for (const char c : pairs) result[at++] = c;
  return result;
}();

template <class Own, auto Member, class Target>
consteval related_join make_related_join() {
  using own_model = typename source_traits<Own>::model;
  using target_model = typename source_traits<Target>::model;
  constexpr model::relation_data r =
      model::relations_of<own_model>[static_cast<std::size_t>(relation_index<own_model, Member>())];
  related_join result{&source_data<Own>, &source_data<Target>, r.count, r.own, r.target};
  if constexpr (r.pairs != model::pairs_named::nowhere) {
    constexpr const model::pair_links& links = pairs_of_member<own_model, Member, target_model>;
    result.pairs.table = links.table;
    result.own_links = links.own;
    result.target_links = links.target;
    if constexpr (!std::string_view(source_traits<Target>::alias).empty()) {
      constexpr const auto& alias = pairs_alias<own_model, Member, Target>;
      result.pairs.alias = {alias.data(), alias.size()};
    }
  }
  return result;
}

template <class Own, auto Member, class Target>
inline constexpr related_join related_join_of = make_related_join<Own, Member, Target>();

template <class Own, auto Member, class Target>
inline constexpr shape related_join_shape{&detail::render_related_join, &related_join_of<Own, Member, Target>};

/// Whether the statement has the model, under that name, already.
template <class Target, class... Source>
consteval bool has_source(sources<Source...>) {
  using traits = source_traits<Target>;
  return ((std::is_same_v<typename traits::model, typename source_traits<Source>::model> &&
           traits::alias == source_traits<Source>::alias) ||
          ...);
}

template <class Sources, class Added>
struct with_source;
template <class... Source, class Added>
struct with_source<sources<Source...>, Added> {
  using type = sources<Source..., Added>;
};

/// `Derived` has `over<Sources>()`, which makes the query with more sources out of itself.
template <class Derived, class Sources>
class joining : public selecting<Derived, Sources> {
 public:
  /// Joins the model that a relationship leads to, by its foreign key or by its table of pairs; rows without a
  /// counterpart fall out, and one with several appears as often. A model that is there already needs another name:
  /// `join<&User::manager, "manager">()`.
  template <auto Relation, fixed_string Alias = "">
  [[nodiscard]] auto join() const& {
    return this->copy().template join<Relation, Alias>();
  }
  template <auto Relation, fixed_string Alias = "">
  [[nodiscard]] auto join() && {
    return join_related<Relation, Alias, false>();
  }

  /// The same, and rows without a counterpart stay: the joined model's columns are std::optional then.
  template <auto Relation, fixed_string Alias = "">
  [[nodiscard]] auto outer_join() const& {
    return this->copy().template outer_join<Relation, Alias>();
  }
  template <auto Relation, fixed_string Alias = "">
  [[nodiscard]] auto outer_join() && {
    return join_related<Relation, Alias, true>();
  }

  /// Joins a model, or an `aliased` one, by any condition.
  template <class Target, class Condition>
  [[nodiscard]] auto join(const Condition& on) const& {
    return this->copy().template join<Target>(on);
  }
  template <class Target, class Condition>
  [[nodiscard]] auto join(const Condition& on) && {
    return join_on<Target, false>(on);
  }
  template <class Target, class Condition>
  [[nodiscard]] auto outer_join(const Condition& on) const& {
    return this->copy().template outer_join<Target>(on);
  }
  template <class Target, class Condition>
  [[nodiscard]] auto outer_join(const Condition& on) && {
    return join_on<Target, true>(on);
  }

 protected:
  using selecting<Derived, Sources>::selecting;

 private:
  template <auto Relation, fixed_string Alias, bool Outer>
  auto join_related() {
    constexpr bool related = is_relation<Relation>;
    static_assert(related,
                  "plinth[E1206]: this member (Relation) is no relationship; name one, or say join<Model>(condition) "
                  "to join by a condition");
    if constexpr (related) {
      using target = typename relation_source<Relation, Alias>::type;
      constexpr std::size_t owner = relation_owner<Relation, Sources>.index;
      constexpr bool owned = owner != no_source && owner != several_sources;
      constexpr bool is_new = !has_source<target>(Sources{});
      static_assert(owned,
                    "plinth[E1201]: a relationship (Relation) belongs to a model that the statement neither selects "
                    "nor joins (Sources); join that model before");
      static_assert(is_new,
                    "plinth[E1204]: the statement (Sources) has the model that the relationship leads to already; give "
                    "it another name: join<&Model::member, \"name\">()");
      if constexpr (owned && is_new) {
        using own = typename nth_source<owner, Sources>::type;
        constexpr token word{&related_join_shape<own, Relation, target>, Outer ? detail::outer_join : 0};
        this->parts_.open().tokens.push_back(word);
        this->parts_.close(part::joins);
        return extended<target, Outer>();
      } else {
        return this->moved();
      }
    } else {
      return this->moved();
    }
  }

  template <class Target, bool Outer, class Condition>
  auto join_on(const Condition& on) {
    using more = typename with_source<Sources, std::conditional_t<Outer, outer<Target>, Target>>::type;
    constexpr bool is_new = !has_source<Target>(Sources{});
    constexpr bool true_or_false = is_condition<Condition>();
    static_assert(is_new,
                  "plinth[E1204]: the statement (Sources) has this model (Target) already; give it another name: "
                  "join<plinth::aliased<Model, \"name\">>(condition)");
    static_assert(true_or_false, "plinth[E1105]: a model is joined by a condition, and this is none (Condition)");
    if constexpr (is_new && true_or_false) {
      constexpr place found = Condition::template find<more>();
      static_assert(found < place::missing,
                    "plinth[E1201]: a column (in Condition) belongs to none of the statement's models, or to several "
                    "(Sources, Target); join its model before, or say whose it is with col_of<Model, &Model::member>");
      if constexpr (found < place::missing && !is_rejected<Condition>) {
        fragment& to = this->parts_.open();
        to.tokens.push_back({&detail::join_on_shape<Target>, Outer ? detail::outer_join : 0});
        constexpr bool alone = source_data<Target>.removal.empty();
        append<alone ? rank::disjunction : rank::conjunction, context_of<Condition, more>>(to, on);
        this->parts_.close(part::joins);
      }
      return extended<Target, Outer>();
    } else {
      return this->moved();
    }
  }

  template <class Target, bool Outer>
  auto extended() {
    using added = std::conditional_t<Outer, outer<Target>, Target>;
    return static_cast<Derived&>(*this).template over<typename with_source<Sources, added>::type>();
  }
};

}  // namespace plinth::sql
