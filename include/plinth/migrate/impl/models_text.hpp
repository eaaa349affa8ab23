// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/database_text.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/dialect/lexer.hpp>
#include <plinth/dialect/names.hpp>
#include <plinth/dialect/sql_text.hpp>
#include <plinth/migrate/cpp_text.hpp>
#include <plinth/migrate/impl/revision.hpp>
#include <plinth/migrate/sqlite/types.hpp>
#include <plinth/migrate/type_change.hpp>

namespace plinth::migrate {

namespace detail {

/// Writes one struct.
class model_text {
 public:
  /// `above` are the structs that stand before it, which has to stay while `run` runs.
  model_text(const database& d, const own::table& t, std::string struct_name, const std::vector<model_text>& above)
      : database_(d), table_(t), struct_(std::move(struct_name)), above_(above) {
    for (const own::column& c : t.columns) members_.push_back(unused_word(c.name, members_, struct_));
  }

  [[nodiscard]] std::string run() {
    std::string out;
    for (const own::column& c : table_.columns) out += labels_of(c);
    out += joined({"struct ", struct_, " {\n"});
    for (std::size_t i = 0; i < members_.size(); ++i)
      out += joined({"  ", member_type(table_.columns[i]), " ", members_[i], "{};\n"});
    out += joined({"\n  static constexpr auto table = plinth::table(\n      ", cpp_literal(table_.name)});
    for (std::size_t i = 0; i < members_.size(); ++i) column_entry(i);
    table_entries();
    for (const std::string& entry : entries_) out += joined({",\n      ", entry});
    out += ");\n";
    for (const std::string& line : left_out_) out += joined({"  // Not said here: ", line, "\n"});
    return out += "};\n";
  }

 private:
  [[nodiscard]] std::string member(std::string_view column) const {
    for (std::size_t i = 0; i < members_.size(); ++i)
      if (database_.same_name(table_.columns[i].name, column)) return joined({"&", struct_, "::", members_[i]});
    return {};
  }

  [[nodiscard]] std::string member_list(const std::vector<std::string>& columns) const {
    std::string result;
    for (const std::string& column : columns) result += joined({result.empty() ? "" : ", ", member(column)});
    return result;
  }

  // ---- types ----

  [[nodiscard]] static bool is_plain_enumeration(const own::column& c) {
    return c.type.base == catalog::base_type::enumeration && !c.type.labels.empty() &&
           std::all_of(c.type.labels.begin(), c.type.labels.end(),
                       [](const std::string& label) { return cpp_word(label) == label; });
  }

  [[nodiscard]] std::string enumeration_name(const own::column& c) const {
    return cpp_word(joined({table_.name, "_", c.name}));
  }

  [[nodiscard]] std::string labels_of(const own::column& c) const {
    if (!is_plain_enumeration(c)) return {};
    return joined({"enum class ", enumeration_name(c), " { ", joined_list(c.type.labels), " };\n\n"});
  }

  /// The base type that the member's type has of itself.
  [[nodiscard]] static catalog::base_type member_base(const own::column& c) {
    using catalog::base_type;
    switch (c.type.base) {
      case base_type::integer: return base_type::bigint;  // SQLite keeps 64 bits under this word as well
      case base_type::real:
      case base_type::decimal: return base_type::double_precision;
      case base_type::uuid: return base_type::text;
      case base_type::json: return base_type::text;
      case base_type::enumeration: return is_plain_enumeration(c) ? base_type::enumeration : base_type::text;
      default: return c.type.base;
    }
  }

  [[nodiscard]] std::string member_type(const own::column& c) const {
    using catalog::base_type;
    std::string type = "std::string";
    switch (member_base(c)) {
      case base_type::boolean: type = "bool"; break;
      case base_type::smallint: type = "std::int16_t"; break;
      case base_type::bigint: type = "std::int64_t"; break;
      case base_type::double_precision: type = "double"; break;
      case base_type::blob: type = "std::vector<std::byte>"; break;
      case base_type::timestamp: type = "std::chrono::sys_time<std::chrono::microseconds>"; break;
      case base_type::local_timestamp: type = "std::chrono::local_time<std::chrono::microseconds>"; break;
      case base_type::date: type = "std::chrono::year_month_day"; break;
      case base_type::enumeration: type = enumeration_name(c); break;
      default: break;
    }
    return c.nullable ? joined({"std::optional<", type, ">"}) : type;
  }

  /// The server's words where the member's own type would be another one.
  void type_words(const own::column& c, std::vector<std::string>& said) const {
    own::data_type usual{.base = member_base(c)};
    if (usual.base == catalog::base_type::text && c.type.base == catalog::base_type::text) usual.length = c.type.length;
    if (usual.base == catalog::base_type::enumeration) usual.labels = c.type.labels;
    if (usual.length != 0) said.push_back(joined({"plinth::length(", std::to_string(usual.length), ")"}));
    if (c.generated_key || same_type(usual, c.type)) return;
    const std::string words = c.type.declared.empty() ? sqlite::words_for(c.type, table_.strict) : c.type.declared;
    const own::data_type read_back = sqlite::read_type(sqlite::words_for(usual, table_.strict), table_.strict);
    if (!same_type(read_back, c.type)) said.push_back(joined({"plinth::database_type(", cpp_literal(words), ")"}));
  }

  // ---- entries ----

  void column_entry(std::size_t i) {
    const own::column& c = table_.columns[i];
    std::vector<std::string> said;
    if (members_[i] != c.name) said.push_back(joined({"plinth::name(", cpp_literal(c.name), ")"}));
    key_words(c, said);
    type_words(c, said);
    default_words(c, said);
    if (!c.collation.empty()) said.push_back(joined({"plinth::collate(", cpp_literal(c.collation), ")"}));
    if (c.computation != catalog::computation::none)
      said.push_back(
          joined({c.computation == catalog::computation::stored ? "plinth::computed_stored(" : "plinth::computed(",
                  cpp_literal(c.expression), ")"}));
    foreign_key_words(c, said);
    if (said.empty()) return;
    entries_.push_back(joined({"plinth::column<&", struct_, "::", members_[i], ">(", joined_list(said), ")"}));
  }

  void key_words(const own::column& c, std::vector<std::string>& said) const {
    const bool alone = table_.key.columns.size() == 1 && database_.same_name(table_.key.columns[0], c.name);
    if (alone) said.push_back("plinth::primary_key");
    if (c.never_reuses_keys) said.push_back("plinth::autoincrement");
    const bool is_integer =
        member_base(c) == catalog::base_type::bigint || member_base(c) == catalog::base_type::smallint;
    if (alone && is_integer && !c.generated_key) said.push_back("plinth::client_key");
    if (std::any_of(table_.uniques.begin(), table_.uniques.end(), [&](const own::unique_constraint& u) {
          return u.columns.size() == 1 && database_.same_name(u.columns[0], c.name);
        }))
      said.push_back("plinth::unique");
  }

  void default_words(const own::column& c, std::vector<std::string>& said) const {
    if (c.server_default.empty()) return;
    std::vector<dialect::lexical_token> tokens = dialect::tokens_of(c.server_default, database_.rules);
    if (tokens.size() == 2 && tokens[0].kind == dialect::token_kind::text && tokens[0].text.front() == '\'')
      said.push_back(joined({"plinth::server_default(", cpp_literal(tokens[0].unquoted()), ")"}));
    else
      said.push_back(joined({"plinth::server_default_sql(", cpp_literal(c.server_default), ")"}));
  }

  [[nodiscard]] static std::string rules_of(const own::foreign_key& k) {
    constexpr std::array<std::string_view, 5> words = {"no_action", "restrict", "cascade", "set_null", "set_default"};
    std::string result;
    if (k.on_delete != catalog::action::no_action)
      result += joined({", plinth::on_delete::", words[static_cast<std::size_t>(k.on_delete)]});
    if (k.on_update != catalog::action::no_action)
      result += joined({", plinth::on_update::", words[static_cast<std::size_t>(k.on_update)]});
    if (k.checked == catalog::check_time::at_commit) result += ", plinth::deferrable::initially_deferred";
    if (k.checked == catalog::check_time::at_once_deferrable) result += ", plinth::deferrable::initially_immediate";
    return result;
  }

  void foreign_key_words(const own::column& c, std::vector<std::string>& said) {
    bool first = true;
    for (const own::foreign_key& k : table_.foreign_keys) {
      if (k.columns.size() != 1 || !database_.same_name(k.columns[0], c.name) || k.target_columns.size() != 1) continue;
      if (!std::exchange(first, false)) {
        left_out_.push_back(joined({"a second foreign key of ", c.name, ", to ", k.target_table}));
        continue;
      }
      said.push_back(joined(
          {"plinth::foreign_key(", cpp_literal(joined({k.target_table, ".", k.target_columns[0]})), rules_of(k), ")"}));
    }
  }

  void table_entries() {
    if (table_.key.columns.size() > 1)
      entries_.push_back(joined({"plinth::primary_key_of<", member_list(table_.key.columns), ">()"}));
    for (const own::unique_constraint& u : table_.uniques)
      if (u.columns.size() > 1) entries_.push_back(joined({"plinth::unique_together<", member_list(u.columns), ">()"}));
    for (const own::foreign_key& k : table_.foreign_keys)
      if (k.columns.size() > 1) composite_foreign_key(k);
    check_entries();
    for (const own::index& i : table_.indexes) index_entry(i);
    if (table_.strict) entries_.push_back("plinth::strict_table");
    if (table_.without_rowid) entries_.push_back("plinth::without_rowid");
  }

  void composite_foreign_key(const own::foreign_key& k) {
    const model_text* target = database_.same_name(k.target_table, table_.name) ? this : nullptr;
    for (const model_text& other : above_)
      if (database_.same_name(k.target_table, other.table_.name)) target = &other;
    if (!target) {
      left_out_.push_back(joined({"the foreign key ", joined_list(k.columns), " to ", k.target_table, " (",
                                  joined_list(k.target_columns),
                                  "), which would have to stand above: the two tables point to each other"}));
      return;
    }
    const std::string rules = rules_of(k);
    entries_.push_back(
        joined({"plinth::composite_foreign_key<", member_list(k.columns), ">(plinth::references<",
                target->member_list(k.target_columns), ">(", rules.empty() ? rules : rules.substr(2), "))"}));
  }

  /// The model's name of a check is what stands behind ck_<table>_.
  void check_entries() {
    const std::string usual = joined({"ck_", table_.name, "_"});
    std::size_t number = 0;
    for (const own::check_constraint& c : table_.checks) {
      ++number;
      std::string name = c.full_name.starts_with(usual) ? c.full_name.substr(usual.size()) : c.full_name;
      if (name.empty()) name = std::to_string(number);
      entries_.push_back(joined({"plinth::check(", cpp_literal(name), ", ", cpp_literal(c.expression), ")"}));
    }
  }

  void index_entry(const own::index& i) {
    std::vector<std::string> said;
    const bool is_usual = i.expression.empty() && i.name == usual_index_name(i);
    if (!is_usual && i.expression.empty()) said.push_back(joined({"plinth::name(", cpp_literal(i.name), ")"}));
    if (i.unique) said.push_back("plinth::unique");
    if (!i.where.empty()) said.push_back(joined({"plinth::where(", cpp_literal(i.where), ")"}));
    if (i.descending != 0) {
      std::string orders;
      for (std::size_t c = 0; c < i.columns.size(); ++c)
        orders +=
            joined({c == 0 ? "" : ", ", "plinth::index_order::", i.is_descending(c) ? "descending" : "ascending"});
      said.push_back(joined({"plinth::order(", orders, ")"}));
    }
    if (i.expression.empty())
      entries_.push_back(joined({"plinth::index_on<", member_list(i.columns), ">(", joined_list(said), ")"}));
    else
      entries_.push_back(joined({"plinth::index_sql(", cpp_literal(i.name), ", ", cpp_literal(i.expression),
                                 said.empty() ? "" : ", ", joined_list(said), ")"}));
  }

  [[nodiscard]] std::string usual_index_name(own::index i) const {
    i.name.clear();
    return std::string(dialect::name_of(table_, i).text());
  }

  const database& database_;
  const own::table& table_;
  std::string struct_;
  const std::vector<model_text>& above_;
  std::vector<std::string> members_;
  std::vector<std::string> entries_;
  std::vector<std::string> left_out_;
};

/// The tables as `d` has them, but for those to which a foreign key of several columns points: they come before, where
/// the tables do not point to each other.
[[nodiscard]] PLINTH_INLINE std::vector<const own::table*> order_of_structs(const database& d) {
  std::vector<const own::table*> left;
  for (const own::table& t : d.tables) left.push_back(&t);
  const auto waits = [&](const own::table* t) {
    return std::any_of(t->foreign_keys.begin(), t->foreign_keys.end(), [&](const own::foreign_key& k) {
      return k.columns.size() > 1 && std::any_of(left.begin(), left.end(), [&](const own::table* other) {
               return other != t && d.same_name(k.target_table, other->name);
             });
    });
  };
  std::vector<const own::table*> ordered;
  while (!left.empty()) {
    auto next = std::find_if_not(left.begin(), left.end(), waits);
    if (next == left.end()) next = left.begin();
    ordered.push_back(*next);
    left.erase(next);
  }
  return ordered;
}

}  // namespace detail

PLINTH_INLINE std::string as_models(const database& d) {
  std::string structs;
  std::vector<std::string> names_of_structs;
  std::vector<detail::model_text> above;
  for (const own::table* t : detail::order_of_structs(d)) {
    if (t->key.columns.empty()) {
      structs += joined({"// The table ", dialect::as_name(t->name), " has no primary key, which a model needs.\n\n"});
      continue;
    }
    std::vector<std::string> taken = names_of_structs;
    for (const own::column& c : t->columns) taken.push_back(detail::cpp_word(c.name));
    names_of_structs.push_back(detail::unused_word(t->name, taken, {}));
    detail::model_text text(d, *t, names_of_structs.back(), above);
    structs += joined({text.run(), "\n"});
    above.push_back(std::move(text));
  }
  for (const not_comparable& n : d.rest)
    structs += joined({"// ", dialect::as_name(n.table), " has ", n.what, ", which no model says.\n"});
  return joined(
      {"#pragma once\n\n#include <chrono>\n#include <cstddef>\n#include <cstdint>\n#include <optional>\n"
       "#include <string>\n#include <vector>\n\n#include <plinth/model/metadata.hpp>\n\n",
       structs, "using Base = plinth::metadata<", joined_list(names_of_structs), ">;\n"});
}

}  // namespace plinth::migrate
