// SPDX-License-Identifier: MIT
#pragma once

// The words in which a struct says what the database must know beyond its fields' types:
//
//   static constexpr auto table = plinth::table(
//       "users",
//       plinth::column<&User::id>(plinth::primary_key),
//       plinth::column<&User::email>(plinth::unique, plinth::length(254)),
//       plinth::relation<&User::items>(plinth::back_populates("owner")));
//
// They are evaluated while the struct is still incomplete, so members stay template arguments of the entries' types,
// and everything else is plain data; model/tables.hpp reads both once the struct is complete.

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include <plinth/catalog/table.hpp>
#include <plinth/reflect/fields.hpp>

namespace plinth {

enum class on_delete : std::uint8_t { no_action, restrict, cascade, set_null, set_default };
enum class on_update : std::uint8_t { no_action, restrict, cascade, set_null, set_default };

/// A foreign key that is checked at the commit where a transaction asks for that, or always.
enum class deferrable : std::uint8_t { initially_immediate, initially_deferred };

/// The order of a column in an index.
enum class index_order : std::uint8_t { ascending, descending };

namespace model {

enum class entry_kind : std::uint8_t {
  column,
  relation,
  unique,
  index,
  check,
  primary_key,
  foreign_key,
  bases,
  option
};

enum cascade_flags : std::uint8_t {
  cascade_save = 1,    ///< new objects become pending with the one that reaches them; always on
  cascade_delete = 2,  ///< removing the owner removes what it owns
  cascade_orphan = 4,  ///< taking an object out of its collection removes it
};

/// The data of an entry; which of it matters depends on the kind.
struct entry {
  entry_kind kind = entry_kind::column;
  bool primary_key = false;
  bool unique = false;
  bool index = false;
  bool unmapped = false;
  bool has_foreign_key = false;
  bool client_key = false;
  bool row_version = false;
  bool created_at = false;
  bool updated_at = false;
  bool soft_delete = false;
  std::uint8_t cascades = cascade_save;
  std::uint32_t length = 0;
  catalog::action on_delete = catalog::action::no_action;
  catalog::action on_update = catalog::action::no_action;
  catalog::check_time checked = catalog::check_time::at_once;
  std::string_view name{};            ///< of the column, constraint or index where it is not the usual one
  std::string_view server_default{};  ///< SQL text, or a literal's text
  bool default_is_literal = false;
  std::string_view check{};
  std::string_view target{};  ///< of a foreign key: "table.column"; of a relation: the column that it goes through
  std::string_view where{};   ///< of a partial index
  std::string_view back_populates{};
  std::string_view renamed_from{};   ///< of a column or of the table
  std::string_view database_type{};  ///< the server's own words for the type
  std::string_view collation{};
  std::string_view expression{};  ///< of a computed column; of an index in the place of columns
  catalog::computation computation = catalog::computation::none;
  std::uint32_t descending = 0;  ///< of an index: bit i is its column i
  bool never_reuses_keys = false;
  bool strict = false;
  bool without_rowid = false;
  std::string_view order_by{};      ///< of a relation: columns of its target
  std::string_view secondary{};     ///< of a relation: the table of pairs that it goes by
  std::string_view own_links{};     ///< its columns that point here, where they have not the usual names
  std::string_view target_links{};  ///< those that point to the other model
  bool viewonly = false;
  bool lazy = false;
};

template <auto... Members>
struct members {
  static constexpr std::size_t size = sizeof...(Members);
};

// ---- attributes -----------------------------------------------------------------------------------------------------

/// An attribute without a member in it: a function that notes it in the entry.
template <class Note>
struct attribute {
  using member_target = members<>;
  Note note;
  constexpr void operator()(entry& e) const { note(e); }
};
template <class Note>
attribute(Note) -> attribute<Note>;

template <auto... Members>
struct foreign_key_attribute {
  using member_target = members<Members...>;
  catalog::action on_delete = catalog::action::no_action;
  catalog::action on_update = catalog::action::no_action;
  catalog::check_time checked = catalog::check_time::at_once;
  std::string_view target{};

  constexpr void operator()(entry& e) const {
    e.has_foreign_key = true;
    e.on_delete = on_delete;
    e.on_update = on_update;
    e.checked = checked;
    e.target = target;
  }

  constexpr void add(plinth::on_delete rule) { on_delete = static_cast<catalog::action>(rule); }
  constexpr void add(plinth::on_update rule) { on_update = static_cast<catalog::action>(rule); }
  constexpr void add(plinth::deferrable when) {
    checked = when == deferrable::initially_deferred ? catalog::check_time::at_commit
                                                     : catalog::check_time::at_once_deferrable;
  }
};

/// Which of the own columns a relation goes by, where several lead to the same table.
template <auto... Members>
struct through_attribute {
  using member_target = members<Members...>;
  constexpr void operator()(entry&) const {}
};

template <class... Targets>
struct one_target {
  using type = members<>;
};
template <auto... Members, class... Rest>
requires(sizeof...(Members) > 0) struct one_target<members<Members...>, Rest...> {
  using type = members<Members...>;
};
template <class... Rest>
struct one_target<members<>, Rest...> : one_target<Rest...> {};

// ---- entries --------------------------------------------------------------------------------------------------------

/// An entry about members of the struct: `Own` are those members, `Target` what they point to.
template <entry_kind Kind, class Own, class Target = members<>>
struct typed_entry : entry {
  static constexpr entry_kind kind_of_entry = Kind;
  using own = Own;
  using target_members = Target;
};

template <class... Base>
struct bases_entry : entry {
  static constexpr entry_kind kind_of_entry = entry_kind::bases;
  using own = members<>;
  using target_members = members<>;
  using list = reflect::type_list<Base...>;
};

template <class Entry>
concept names_members = Entry::kind_of_entry == entry_kind::column || Entry::kind_of_entry == entry_kind::relation;

/// The bases that the entries name.
template <class... Entries>
struct bases_of {
  using type = reflect::type_list<>;
};
template <class... Base, class... Rest>
struct bases_of<bases_entry<Base...>, Rest...> {
  using type = reflect::type_list<Base...>;
};
template <class First, class... Rest>
struct bases_of<First, Rest...> : bases_of<Rest...> {};

template <auto Member, class... Base>
consteval bool is_inherited(reflect::type_list<Base...>) {
  return (std::is_base_of_v<reflect::detail::class_of<Member>, Base> || ...);
}

/// The struct's own members among those that have entries; what is said of an inherited one does not list it again.
template <class Bases, class Members, class... Entries>
struct listing_of;
template <class Bases, auto... Members>
struct listing_of<Bases, members<Members...>> {
  using type = reflect::listing<Bases, Members...>;
};
template <class Bases, class Members, class Entry, class... Rest>
struct listing_of<Bases, Members, Entry, Rest...> : listing_of<Bases, Members, Rest...> {};
template <class Bases, auto... Members, entry_kind Kind, auto Own, class Target, class... Rest>
requires((Kind == entry_kind::column || Kind == entry_kind::relation) &&
         !is_inherited<Own>(
             Bases{})) struct listing_of<Bases, members<Members...>, typed_entry<Kind, members<Own>, Target>, Rest...>
    : listing_of<Bases, members<Members..., Own>, Rest...> {
};

/// A struct's table, as it said it.
template <class... Entries>
struct table_definition {
  using entry_types = reflect::type_list<Entries...>;

  /// The bases and own members, for a struct whose fields cannot be found without (reflect/fields.hpp).
  using listing = typename listing_of<typename bases_of<Entries...>::type, members<>, Entries...>::type;
  static constexpr bool names_bases = ((Entries::kind_of_entry == entry_kind::bases) || ...);

  std::string_view name{};
  std::array<entry, sizeof...(Entries)> entries{};
};

template <class... Attributes>
constexpr void note_all(entry& e, const Attributes&... attributes) {
  (attributes(e), ...);
}

}  // namespace model

// ---- what a column can say ------------------------------------------------------------------------------------------

inline constexpr model::attribute primary_key{[](model::entry& e) { e.primary_key = true; }};
inline constexpr model::attribute unique{[](model::entry& e) { e.unique = true; }};
inline constexpr model::attribute index{[](model::entry& e) { e.index = true; }};

/// The field is the program's alone: no column.
inline constexpr model::attribute unmapped{[](model::entry& e) { e.unmapped = true; }};

/// The program chooses the value of a single integer key, also 0: the database never does.
inline constexpr model::attribute client_key{[](model::entry& e) { e.client_key = true; }};

/// The session counts in this integer how often it wrote the row, from 1 on; an UPDATE or DELETE of a row that another
/// transaction has written since throws `stale_row`. The member is the version that the object's changes start from.
inline constexpr model::attribute row_version{[](model::entry& e) { e.row_version = true; }};

/// The session sets this instant when it inserts the row, where the program has not set it (its default, or empty): to
/// the time of the flush, by `session_options::clock`. All rows of a flush have the same.
inline constexpr model::attribute created_at{[](model::entry& e) { e.created_at = true; }};

/// The same, and again whenever a flush writes other columns of the row, where the program has not changed it as well.
/// An object without a net change keeps it.
inline constexpr model::attribute updated_at{[](model::entry& e) { e.updated_at = true; }};

/// Rows are kept where they are removed: removing an object sets this instant, an optional one, in the place of a
/// DELETE. A row that has one is as if it were gone: for queries of the model (`unfiltered()` shows it again), `get`,
/// and relationships. `unique` of the model's columns is an index over the rows that are not removed.
inline constexpr model::attribute soft_delete{[](model::entry& e) { e.soft_delete = true; }};

/// The most characters of a text; checked before the database sees it, and part of the column's type.
constexpr auto length(std::uint32_t most) {
  return model::attribute{[most](model::entry& e) { e.length = most; }};
}

/// The column's, constraint's or index's name in the database where it is not the usual one. Text of static storage.
constexpr auto name(std::string_view text) {
  return model::attribute{[text](model::entry& e) { e.name = text; }};
}

/// What the database puts in where an INSERT leaves the column out, which plinth does for a std::optional that is
/// empty: a text as a literal. (A default of the program's is the member's initialiser.)
constexpr auto server_default(std::string_view literal) {
  return model::attribute{[literal](model::entry& e) {
    e.server_default = literal;
    e.default_is_literal = true;
  }};
}

/// The same as an expression of SQL, such as CURRENT_TIMESTAMP. Part of the program's text, never of its input.
constexpr auto server_default_sql(std::string_view expression) {
  return model::attribute{[expression](model::entry& e) { e.server_default = expression; }};
}

/// A condition in SQL that each row must meet; the constraint is named ck_<table>_<column>.
constexpr auto check(std::string_view condition) {
  return model::attribute{[condition](model::entry& e) { e.check = condition; }};
}

/// The column points to that member's column: `foreign_key<&User::id>(on_delete::cascade)`.
template <auto Target, class... Rules>
constexpr auto foreign_key(Rules... rules) {
  model::foreign_key_attribute<Target> result;
  (result.add(rules), ...);
  return result;
}

/// The same for a struct that is not complete yet: "table.column", resolved in the metadata.
template <class... Rules>
constexpr auto foreign_key(std::string_view target, Rules... rules) {
  model::foreign_key_attribute<> result;
  result.target = target;
  (result.add(rules), ...);
  return result;
}

template <auto Member, class... Attributes>
constexpr auto column(const Attributes&... attributes) {
  using target = typename model::one_target<typename Attributes::member_target...>::type;
  model::typed_entry<model::entry_kind::column, model::members<Member>, target> result;
  model::note_all(result, attributes...);
  return result;
}

/// Keys of removed rows are never given to new ones: AUTOINCREMENT on SQLite, where it costs some speed. Other servers
/// never give a key twice anyway.
inline constexpr model::attribute autoincrement{[](model::entry& e) { e.never_reuses_keys = true; }};

/// By which rules the database compares and sorts a text: "NOCASE" of SQLite, "de-x-icu" of PostgreSQL.
constexpr auto collate(std::string_view collation) {
  return model::attribute{[collation](model::entry& e) { e.collation = collation; }};
}

/// The type in the server's own words, for a database that was not made by plinth: `database_type("NVARCHAR(160)")`.
/// How values are stored and read is still the member's type's.
constexpr auto database_type(std::string_view words) {
  return model::attribute{[words](model::entry& e) { e.database_type = words; }};
}

/// The database computes the column from others of its row, where it is read: an expression of SQL. Where a server
/// cannot (PostgreSQL before 18), it is stored.
constexpr auto computed(std::string_view expression) {
  return model::attribute{[expression](model::entry& e) {
    e.expression = expression;
    e.computation = catalog::computation::on_read;
  }};
}

/// The same, stored with the row.
constexpr auto computed_stored(std::string_view expression) {
  return model::attribute{[expression](model::entry& e) {
    e.expression = expression;
    e.computation = catalog::computation::stored;
  }};
}

namespace model {

/// Stands at a column and at a table.
struct renamed_attribute : entry {
  static constexpr entry_kind kind_of_entry = entry_kind::option;
  using own = members<>;
  using target_members = members<>;
  using member_target = members<>;
  constexpr void operator()(entry& e) const { e.renamed_from = renamed_from; }
};

using table_option = typed_entry<entry_kind::option, members<>>;

template <class Note>
constexpr table_option option_of(const Note& note) {
  table_option result;
  result.kind = entry_kind::option;
  note(result);
  return result;
}

}  // namespace model

/// What the column, or the table, was called before: a migration then renames it instead of dropping the one and adding
/// the other. It may stay when that is done.
constexpr auto renamed_from(std::string_view old_name) {
  model::renamed_attribute result;
  result.kind = model::entry_kind::option;
  result.renamed_from = old_name;
  return result;
}

/// SQLite: the table takes no value of another type than its column's (STRICT).
inline constexpr model::table_option strict_table = model::option_of([](model::entry& e) { e.strict = true; });

/// SQLite: the rows are stored in the order of the primary key (WITHOUT ROWID).
inline constexpr model::table_option without_rowid = model::option_of([](model::entry& e) { e.without_rowid = true; });

// ---- what a relation can say ----------------------------------------------------------------------------------------

/// The member of the other model that is this relation's other side. Both sides say so, and are kept in step.
constexpr auto back_populates(std::string_view member) {
  return model::attribute{[member](model::entry& e) { e.back_populates = member; }};
}

/// Removing the owner removes what it owns. (New objects always become pending with their owner.)
inline constexpr std::uint8_t delete_all = model::cascade_delete;
inline constexpr std::uint8_t all = model::cascade_save | model::cascade_delete;
inline constexpr std::uint8_t save = model::cascade_save;
/// Taking an object out of its collection removes it, and so does removing its owner.
inline constexpr std::uint8_t delete_orphan = model::cascade_orphan | model::cascade_delete;

template <class... Flags>
constexpr auto cascade(Flags... flags) {
  const std::uint8_t together = (std::uint8_t{model::cascade_save} | ... | static_cast<std::uint8_t>(flags));
  return model::attribute{[together](model::entry& e) { e.cascades = together; }};
}

/// Which of the model's own foreign keys the relation goes by, where several lead to the same table.
template <auto... Members>
constexpr auto through() {
  return model::through_attribute<Members...>{};
}

/// The same for a column of a struct that is not complete yet, by the column's name in the database.
constexpr auto through(std::string_view column) {
  return model::attribute{[column](model::entry& e) { e.target = column; }};
}

/// Many to many by a table of pairs that has no model: `relation<&Post::tags>(secondary("post_tags"))`. Its columns are
/// named by the two structs and their keys (post_id, tag_id), its key is all of them, and `metadata` creates it. A pair
/// goes with either of its rows (`on_delete::cascade`) unless another rule is given: then the session deletes the pairs
/// of a row before the row.
constexpr auto secondary(std::string_view table, on_delete pairs = on_delete::cascade) {
  return model::attribute{[table, pairs](model::entry& e) {
    e.secondary = table;
    e.on_delete = static_cast<catalog::action>(pairs);
  }};
}

/// The same with columns of other names: those that point to the own model, and those that point to the other one.
/// The columns of a key of several are one text, in the key's order: "post_year, post_number".
constexpr auto secondary(std::string_view table, std::string_view own_columns, std::string_view target_columns,
                         on_delete pairs = on_delete::cascade) {
  return model::attribute{[=](model::entry& e) {
    e.secondary = table;
    e.own_links = own_columns;
    e.target_links = target_columns;
    e.on_delete = static_cast<catalog::action>(pairs);
  }};
}

/// The order in which targets are loaded, by names of their columns: order_by("position desc, title"). The key decides
/// what is equal in these; without `order_by` it is the key alone.
constexpr auto order_by(std::string_view columns) {
  return model::attribute{[columns](model::entry& e) { e.order_by = columns; }};
}

/// Only to be read: writing to the relationship throws (E3150), a flush does not look at it, nothing cascades by it.
inline constexpr model::attribute viewonly{[](model::entry& e) { e.viewonly = true; }};

/// Reading the relationship loads it where nobody has, one SELECT for each owner; see `session_options::relationships`.
inline constexpr model::attribute lazily_loaded{[](model::entry& e) { e.lazy = true; }};

template <auto Member, class... Attributes>
constexpr auto relation(const Attributes&... attributes) {
  using target = typename model::one_target<typename Attributes::member_target...>::type;
  model::typed_entry<model::entry_kind::relation, model::members<Member>, target> result;
  result.kind = model::entry_kind::relation;
  model::note_all(result, attributes...);
  return result;
}

// ---- what a table can say -------------------------------------------------------------------------------------------

/// A unique constraint over several columns.
template <auto... Members, class... Attributes>
constexpr auto unique_together(const Attributes&... attributes) {
  model::typed_entry<model::entry_kind::unique, model::members<Members...>> result;
  result.kind = model::entry_kind::unique;
  model::note_all(result, attributes...);
  return result;
}

/// An index over several columns.
template <auto... Members, class... Attributes>
constexpr auto index_on(const Attributes&... attributes) {
  model::typed_entry<model::entry_kind::index, model::members<Members...>> result;
  result.kind = model::entry_kind::index;
  model::note_all(result, attributes...);
  return result;
}

/// An index over expressions of SQL, or over columns with words of their own: `index_sql("ix_mail", "lower(email)")`.
template <class... Attributes>
constexpr auto index_sql(std::string_view name, std::string_view expressions, const Attributes&... attributes) {
  model::typed_entry<model::entry_kind::index, model::members<>> result;
  result.kind = model::entry_kind::index;
  result.name = name;
  result.expression = expressions;
  model::note_all(result, attributes...);
  return result;
}

/// The order of an index's columns, in their order; those not named are ascending.
template <std::same_as<index_order>... Orders>
constexpr auto order(Orders... orders) {
  std::uint32_t bits = 0;
  std::uint32_t bit = 1;
  ((bits |= orders == index_order::descending ? bit : 0U, bit <<= 1U), ...);
  return model::attribute{[bits](model::entry& e) { e.descending = bits; }};
}

/// The condition of a partial index, in SQL.
constexpr auto where(std::string_view condition) {
  return model::attribute{[condition](model::entry& e) { e.where = condition; }};
}

/// A condition over the whole row; the constraint is named ck_<table>_<name>.
constexpr auto check(std::string_view name, std::string_view condition) {
  model::typed_entry<model::entry_kind::check, model::members<>> result;
  result.kind = model::entry_kind::check;
  result.name = name;
  result.check = condition;
  return result;
}

/// A primary key of several columns, in this order; `primary_key` at several columns says the same in their own order.
template <auto... Members>
constexpr auto primary_key_of() {
  model::typed_entry<model::entry_kind::primary_key, model::members<Members...>> result;
  result.kind = model::entry_kind::primary_key;
  return result;
}

/// The own columns of a foreign key over several columns, to be followed by its targets:
/// `composite_foreign_key<&Line::a, &Line::b>(references<&Head::a, &Head::b>(on_delete::cascade))`.
template <auto... Members, class... Rules>
constexpr auto references(Rules... rules) {
  model::foreign_key_attribute<Members...> result;
  (result.add(rules), ...);
  return result;
}

template <auto... Members, class Attribute>
constexpr auto composite_foreign_key(const Attribute& attribute) {
  using target = typename Attribute::member_target;
  model::typed_entry<model::entry_kind::foreign_key, model::members<Members...>, target> result;
  result.kind = model::entry_kind::foreign_key;
  model::note_all(result, attribute);
  return result;
}

/// The structs that the model inherits columns from. A struct with bases names every field of its own as well.
template <class... Base>
constexpr auto bases() {
  model::bases_entry<Base...> result;
  result.kind = model::entry_kind::bases;
  return result;
}

/// Makes a struct a model. `name` and every other text must have static storage, as literals do.
template <class... Entries>
constexpr auto table(std::string_view name, const Entries&... entries) {
  return model::table_definition<Entries...>{name, {static_cast<const model::entry&>(entries)...}};
}

}  // namespace plinth
