// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/dialect/lexer.hpp>
#include <plinth/dialect/sql_text.hpp>

namespace dialect = plinth::dialect;
using dialect::postgresql_lexical_rules;
using dialect::sqlite_lexical_rules;

namespace {

using texts = std::vector<std::string>;

texts tokens(std::string_view text, const dialect::lexical_rules& rules = sqlite_lexical_rules) {
  texts result;
  dialect::lexer lexer(text, rules);
  for (dialect::lexical_token t = lexer.next(); t.kind != dialect::token_kind::end; t = lexer.next())
    result.push_back(std::string(t.text));
  return result;
}

std::string normal(std::string_view text) { return dialect::normal_form(text, sqlite_lexical_rules); }

std::string renamed(std::string_view text, const std::vector<std::pair<std::string, std::string>>& names) {
  return dialect::with_new_names(text, names, sqlite_lexical_rules);
}

}  // namespace

TEST_CASE("texts, names and comments hide what stands in them") {
  CHECK(tokens("a'b;''c'd") == texts{"a", "'b;''c'", "d"});
  CHECK(tokens("\"a;\"\"b\" [c;d] `e``;f`") == texts{"\"a;\"\"b\"", "[c;d]", "`e``;f`"});
  CHECK(tokens("1 -- ; '\n2 /* ; \" */ 3") == texts{"1", "-- ; '", "2", "/* ; \" */", "3"});
  CHECK(tokens("x'00ff' X'1' N'n'") == texts{"x'00ff'", "X'1'", "N'n'"});
}

TEST_CASE("numbers and operators of several characters are one token") {
  CHECK(tokens("1.5e-3+.5-0x1F") == texts{"1.5e-3", "+", ".5", "-", "0x1F"});
  CHECK(tokens("a->>'b'||c<>d") == texts{"a", "->>", "'b'", "||", "c", "<>", "d"});
}

TEST_CASE("PostgreSQL's dollar quotes, escapes and nested comments are its own") {
  CHECK(tokens("$$a;b$$ $t$ $$;$t$ $1", postgresql_lexical_rules) == texts{"$$a;b$$", "$t$ $$;$t$", "$", "1"});
  CHECK(tokens("E'a\\';b' 'a\\'", postgresql_lexical_rules) == texts{"E'a\\';b'", "'a\\'"});
  CHECK(tokens("/* a /* b */ c */ d", postgresql_lexical_rules) == texts{"/* a /* b */ c */", "d"});
  CHECK(tokens("/* a /* b */ c", sqlite_lexical_rules) == texts{"/* a /* b */", "c"});
}

TEST_CASE("what never ends is told as such, and ends with the text") {
  for (const std::string_view text : {"'a", "\"a", "[a", "/* a", "'a''"}) {
    dialect::lexer lexer(text);
    const dialect::lexical_token token = lexer.next();
    CHECK(token.unfinished);
    CHECK(token.text == text);
    CHECK(lexer.next().kind == dialect::token_kind::end);
  }
}

TEST_CASE("a name comes out without its quotes, whichever they are") {
  const auto first = [](std::string_view text) { return dialect::lexer(text).next().unquoted(); };
  CHECK(first("\"a\"\"b\"") == "a\"b");
  CHECK(first("[a b]") == "a b");
  CHECK(first("`a``b`") == "a`b");
  CHECK(first("'it''s'") == "it's");
  CHECK(first("plain") == "plain");
}

TEST_CASE("blanks, comments, case, quotes and outer brackets make no difference to what an expression says") {
  CHECK(normal("( Price>=0 AND\n\"Count\" < [max] /* why */ )") == "price >= 0 and count < max");
  CHECK(normal("((a))") == "a");
  CHECK(normal("(a) + (b)") == "(a) + (b)");
  CHECK(normal("length ( name )") == "length(name)");
  CHECK(normal("x in ( 'A' ,'b')") == "x in('A', 'b')");
  CHECK(normal("\"two words\" = 1") == "\"two words\" = 1");
  CHECK(normal("\"select\" = 1") != normal("select = 1"));
  CHECK(normal("'A'") != normal("'a'"));
  CHECK(normal("a == b") == normal("a=b"));
}

TEST_CASE("a renamed column is found among functions, texts, comments and names of others") {
  CHECK(renamed("name <> 'name' AND name(NAME) /* name */", {{"name", "title"}}) ==
        "\"title\" <> 'name' AND name(\"title\") /* name */");
  CHECK(renamed("t.name = \"name\"", {{"name", "a\"b"}}) == "t.\"a\"\"b\" = \"a\"\"b\"");
  CHECK(renamed("a + b", {{"a", "b"}, {"b", "a"}}) == "\"b\" + \"a\"");
  CHECK(renamed("end + CASE WHEN [end] THEN 1 END", {{"end", "finish"}}) == "end + CASE WHEN \"finish\" THEN 1 END");
}

TEST_CASE("an expression mentions a column only where its name stands as one") {
  const auto mentions = [](std::string_view text, std::string_view name) {
    return dialect::mentions(text, name, sqlite_lexical_rules);
  };
  CHECK(mentions("length(Name) > 1", "name"));
  CHECK_FALSE(mentions("'name' = name(x)", "name"));
  CHECK_FALSE(mentions("first_name > 1", "name"));
  CHECK(dialect::has_name("CREATE VIEW v AS SELECT * FROM [Users]", "users", sqlite_lexical_rules));
  CHECK_FALSE(dialect::has_name("CREATE VIEW v AS SELECT 'users'", "users", sqlite_lexical_rules));
}
