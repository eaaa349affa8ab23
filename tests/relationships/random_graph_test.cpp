// SPDX-License-Identifier: MIT
// Random objects, relationships of every kind and edits of them: after a commit another session loads exactly what the
// objects say, after a rollback what they said before. PLINTH_TEST_GRAPHS=5000 runs as many sequences of edits.

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <random>

#include "relationships/models.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"

using plinth::object_state;
using plinth::ref;

namespace {

using everything = plinth::metadata<kinds::post, kinds::tag, kinds::place, kinds::person, kinds::passport, kinds::node,
                                    kinds::team, kinds::player, kinds::bill, kinds::line>;

struct edit {
  unsigned what, a, b;
};

bool is_there(object_state s) { return s == object_state::pending || s == object_state::persistent; }

template <class T>
std::string key_of(const T& object) {
  if constexpr (std::is_same_v<T, kinds::bill>)
    return std::to_string(object.year) + "/" + std::to_string(object.number);
  else
    return std::to_string(object.id);
}

/// One object and what its relationships lead to, in whatever order.
template <auto... Relation, class T>
void describe(plinth::session& session, const ref<T>& object, std::vector<std::string>& out) {
  std::string text = std::string(T::table.name) + " " + key_of(*object);
  const auto add = [&](auto& relation) {
    std::vector<std::string> keys;
    if constexpr (requires { relation.begin(); }) {
      for (const auto& target : relation) keys.push_back(key_of(target));
    } else {
      if (relation) keys.push_back(key_of(*relation));
    }
    std::sort(keys.begin(), keys.end());
    text += " ->";
    for (const std::string& k : keys) text += " " + k;
  };
  [[maybe_unused]] const auto one = [&]<auto Member>() {
    if (!((*object).*Member).is_loaded()) session.load<Member>(object);
    add((*object).*Member);
  };
  (one.template operator()<Relation>(), ...);
  out.push_back(text);
}

/// Objects of all models, as a program has them.
class graph {
 public:
  explicit graph(plinth::session& session) : session_(session) {}

  void load() {
    (load_all<kinds::post>(posts_), load_all<kinds::tag>(tags_), load_all<kinds::place>(places_));
    (load_all<kinds::person>(persons_), load_all<kinds::passport>(passports_), load_all<kinds::node>(nodes_));
    (load_all<kinds::team>(teams_), load_all<kinds::player>(players_), load_all<kinds::bill>(bills_));
    load_all<kinds::line>(lines_);
  }

  [[nodiscard]] std::string text() {
    std::vector<std::string> out;
    each(posts_, [&](auto& o) { describe<&kinds::post::tags>(session_, o, out); });
    each(tags_, [&](auto& o) { describe<&kinds::tag::posts>(session_, o, out); });
    each(places_, [&](auto& o) { describe<&kinds::place::roads_to, &kinds::place::roads_from>(session_, o, out); });
    each(persons_, [&](auto& o) { describe<&kinds::person::document>(session_, o, out); });
    each(passports_, [&](auto& o) { describe<&kinds::passport::holder>(session_, o, out); });
    each(nodes_, [&](auto& o) { describe<&kinds::node::parent, &kinds::node::children>(session_, o, out); });
    each(teams_, [&](auto& o) { describe<&kinds::team::players, &kinds::team::captain>(session_, o, out); });
    each(players_, [&](auto& o) { describe<>(session_, o, out); });
    each(bills_, [&](auto& o) { describe<&kinds::bill::lines>(session_, o, out); });
    each(lines_, [&](auto& o) { describe<&kinds::line::of>(session_, o, out); });
    std::sort(out.begin(), out.end());
    std::string text;
    for (const std::string& line : out) text += line + "\n";
    return text;
  }

  void apply(const edit& e) {
    switch (e.what % 24) {
      case 0: posts_.push_back(session_.add(kinds::post{.title = "p"})); break;
      case 1: tags_.push_back(session_.add(kinds::tag{.name = "t"})); break;
      case 2: with(posts_, tags_, e, [](auto& p, auto& t) { p->tags.push_back(t); }); break;
      case 3: with(posts_, tags_, e, [](auto& p, auto& t) { t->posts.push_back(p); }); break;
      case 4: with(posts_, tags_, e, [&](auto& p, auto& t) { take_out<&kinds::post::tags>(p, t); }); break;
      case 5: with(places_, places_, e, [](auto& a, auto& b) { a->roads_to.push_back(b); }); break;
      case 6: with(places_, places_, e, [&](auto& a, auto& b) { take_out<&kinds::place::roads_from>(a, b); }); break;
      case 7: places_.push_back(session_.add(kinds::place{.name = "x"})); break;
      case 8: persons_.push_back(session_.add(kinds::person{.name = "n"})); break;
      case 9: passports_.push_back(session_.add(kinds::passport{.number = "1"})); break;
      case 10: with(persons_, passports_, e, [](auto& p, auto& d) { p->document = d; }); break;
      case 11: with(persons_, passports_, e, [](auto& p, auto& d) { d->holder = p; }); break;
      case 12: with(persons_, passports_, e, [](auto&, auto& d) { d->holder = nullptr; }); break;
      case 13: nodes_.push_back(session_.add(kinds::node{.name = "n"})); break;
      case 14: with(nodes_, nodes_, e, [&](auto& a, auto& b) { hang(a, b); }); break;
      case 15: teams_.push_back(session_.add(kinds::team{})); break;
      case 16: players_.push_back(session_.add(kinds::player{.name = "p"})); break;
      case 17: with(teams_, players_, e, [](auto& t, auto& p) { t->players.push_back(p); }); break;
      case 18: with(teams_, players_, e, [&](auto& t, auto& p) { take_out<&kinds::team::players>(t, p); }); break;
      case 19: with(teams_, players_, e, [](auto& t, auto& p) { t->captain = p; }); break;
      case 20: bills_.push_back(session_.add(kinds::bill{.year = 1, .number = next_number++})); break;
      case 21: with(bills_, bills_, e, [&](auto& b, auto&) { lines_.push_back(add_line(b)); }); break;
      case 22: with(bills_, lines_, e, [](auto& b, auto& l) { b->lines.push_back(l); }); break;
      case 23: remove_some(e); break;
      default: break;
    }
  }

  static inline std::int32_t next_number = 1;

 private:
  template <class T>
  void load_all(std::vector<ref<T>>& into) {
    into = session_.query<T>().all();
  }

  template <class T, class F>
  static void each(std::vector<ref<T>>& objects, F f) {
    for (const ref<T>& o : objects)
      if (is_there(o.state())) f(o);
  }

  /// One of those that are there; null where none is. The others stay: a rollback may bring them back.
  template <class T>
  static ref<T> pick(const std::vector<ref<T>>& from, unsigned which) {
    std::vector<ref<T>> there;
    for (const ref<T>& o : from)
      if (is_there(o.state())) there.push_back(o);
    return there.empty() ? ref<T>() : there[which % there.size()];
  }

  template <class A, class B, class F>
  static void with(std::vector<ref<A>>& as, std::vector<ref<B>>& bs, const edit& e, F f) {
    const ref<A> a = pick(as, e.a);
    const ref<B> b = pick(bs, e.b);
    if (a && b) f(a, b);
  }

  template <auto Member, class A, class B>
  void take_out(const ref<A>& a, const ref<B>& b) {
    if (!((*a).*Member).is_loaded()) session_.load<Member>(a);
    if (((*a).*Member).contains(*b)) ((*a).*Member).erase(b);
  }

  /// A tree stays one.
  void hang(const ref<kinds::node>& under, const ref<kinds::node>& what) {
    const auto parent_of = [&](const ref<kinds::node>& n) {
      if (!n->parent.is_loaded()) session_.load<&kinds::node::parent>(n);
      return n->parent.ref();
    };
    for (ref<kinds::node> up = under; up; up = parent_of(up))
      if (up == what) return;
    under->children.push_back(what);
  }

  ref<kinds::line> add_line(const ref<kinds::bill>& b) {
    auto line = session_.add(kinds::line{.text = "l"});
    line->of = b;
    return line;
  }

  void remove_some(const edit& e) {
    const auto remove = [&](auto& from) {
      if (const auto o = pick(from, e.b)) session_.remove(o);
    };
    switch (e.a % 7) {
      case 0: return remove(posts_);
      case 1: return remove(tags_);
      case 2: return remove(places_);
      case 3: return remove(persons_);
      case 4: return remove(passports_);
      case 5: return remove(nodes_);
      default: return remove(players_);
    }
  }

  plinth::session& session_;
  std::vector<ref<kinds::post>> posts_;
  std::vector<ref<kinds::tag>> tags_;
  std::vector<ref<kinds::place>> places_;
  std::vector<ref<kinds::person>> persons_;
  std::vector<ref<kinds::passport>> passports_;
  std::vector<ref<kinds::node>> nodes_;
  std::vector<ref<kinds::team>> teams_;
  std::vector<ref<kinds::player>> players_;
  std::vector<ref<kinds::bill>> bills_;
  std::vector<ref<kinds::line>> lines_;
};

std::string text_of_database(plinth::engine& engine) {
  plinth::session session(engine);
  graph g(session);
  g.load();
  return g.text();
}

void clear(plinth::engine& engine) {
  plinth::session session(engine);
  for (const char* table :
       {"post_tags", "roads", "passports", "players", "lines", "posts", "tags", "places", "persons", "teams", "bills"})
    session.execute_sql("DELETE FROM \"" + std::string(table) + "\"");
  session.execute_sql(R"(UPDATE "nodes" SET "parent_id" = NULL)");
  session.execute_sql(R"(DELETE FROM "nodes")");
  session.commit();
}

/// Edits in transactions of eight, of which every fourth is rolled back; each session has three transactions. What went
/// wrong, or nothing.
std::string run(plinth::engine& engine, const std::vector<edit>& edits) {
  clear(engine);
  std::string before;
  try {
    for (std::size_t at = 0, number = 0; at < edits.size();) {
      plinth::session session(engine);
      graph g(session);
      g.load();
      for (int of_session = 0; of_session < 3 && at < edits.size(); ++of_session, ++number) {
        for (int i = 0; i < 8 && at < edits.size(); ++i) g.apply(edits[at++]);
        const bool back = number % 4 == 3;
        if (back)
          session.rollback();
        else
          session.commit();
        const std::string here = g.text();
        session.commit();
        const std::string there = text_of_database(engine);
        if (here != there) return "the objects say\n" + here + "the database says\n" + there;
        if (back && here != before) return "after the rollback\n" + here + "before it\n" + before;
        before = here;
      }
    }
  } catch (const std::exception& e) {
    return e.what();
  }
  return {};
}

/// Fewer edits that go wrong as well.
std::vector<edit> shrunk(plinth::engine& engine, std::vector<edit> edits) {
  for (std::size_t size = edits.size() / 2; size > 0; size /= 2)
    for (std::size_t at = 0; at + size <= edits.size();) {
      std::vector<edit> fewer = edits;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(at),
                  fewer.begin() + static_cast<std::ptrdiff_t>(at + size));
      if (run(engine, fewer).empty())
        at += size;
      else
        edits = std::move(fewer);
    }
  return edits;
}

}  // namespace

TEST_CASE("whatever is done to a graph, a commit stores it and a rollback forgets it", "[graph]") {
  const char* wanted = std::getenv("PLINTH_TEST_GRAPHS");
  const int graphs = wanted ? std::atoi(wanted) : 12;
  plinth_test::database<everything> db;
  for (int seed = 1; seed <= graphs; ++seed) {
    std::mt19937 random(static_cast<unsigned>(seed));
    std::vector<edit> edits(60);
    for (edit& e : edits)
      e = {static_cast<unsigned>(random()), static_cast<unsigned>(random() % 6), static_cast<unsigned>(random() % 6)};
    if (run(db.engine, edits).empty()) continue;
    const std::vector<edit> least = shrunk(db.engine, edits);
    std::string text;
    for (const edit& e : least)
      text += std::to_string(e.what % 24) + "(" + std::to_string(e.a) + ", " + std::to_string(e.b) + ") ";
    FAIL("seed " << seed << ", edits " << text << ": " << run(db.engine, least));
  }
  SUCCEED(graphs);
}
