// SPDX-License-Identifier: MIT
// Tutorial, page 5: create, read, update, delete; many rows at once; what can go wrong.

#include <cstdint>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <plinth/crud/crud.hpp>
#include <plinth/plinth.hpp>
#include <plinth/schema.hpp>
#include <plinth/sqlite.hpp>

#include "show_sql.hpp"

using plinth::col;

// [model]
struct Task {
  std::int64_t id = 0;
  std::string title{};
  std::optional<std::string> notes{};
  int priority = 0;
  bool done = false;

  static constexpr auto table = plinth::table("tasks", plinth::column<&Task::id>(plinth::primary_key),
                                              plinth::column<&Task::title>(plinth::unique, plinth::length(80)));
};
// [/model]

using Base = plinth::metadata<Task>;

// [schemas]
struct TaskBase {
  std::string title{};
  int priority = 0;
  static constexpr auto schema = plinth::schema(plinth::field<&TaskBase::title>(plinth::max_length(80)),
                                                plinth::field<&TaskBase::priority>(plinth::defaulted));
};

struct TaskCreate : TaskBase {
  static constexpr auto schema = plinth::schema<TaskBase>();
};

struct TaskRead : TaskBase {
  std::int64_t id = 0;
  bool done = false;
  static constexpr auto schema =
      plinth::schema<TaskBase>(plinth::field<&TaskRead::id>(), plinth::field<&TaskRead::done>());
};

struct TaskUpdate {
  plinth::patch<std::string> title{};
  plinth::patch<bool> done{};
};

using Tasks = plinth::crud<Task, TaskCreate, TaskUpdate, TaskRead>;
// [/schemas]

static void create(plinth::session& session) {
  step("create:");
  // [create]
  plinth::ref<Task> bread = session.add(Task{.title = "buy bread", .priority = 2});
  std::vector<plinth::ref<Task>> others =
      session.add_all(std::vector<Task>{{.title = "water the plants", .priority = 1}, {.title = "call Ada"}});
  session.commit();
  std::cout << bread->id << ' ' << others[0]->id << ' ' << others[1]->id << '\n';
  // [/create]
}

static void read(plinth::engine& engine) {
  step("by key:");
  // [get]
  plinth::session session{engine};
  if (plinth::ref<Task> task = session.get<Task>(1)) std::cout << task->title << '\n';
  if (!session.get<Task>(42)) std::cout << "there is no task 42\n";
  // [/get]

  step("a query:");
  // [query]
  const auto open = session.query<Task>()
                        .filter(!col<&Task::done> && col<&Task::priority> > 0)
                        .order_by(col<&Task::priority>.desc(), col<&Task::title>)
                        .limit(10)
                        .all();
  for (const Task& task : open) std::cout << task.priority << ' ' << task.title << '\n';
  // [/query]

  step("one:");
  // [one]
  plinth::ref<Task> call = session.query<Task>().filter(col<&Task::title>.starts_with("call")).one();
  std::cout << call->title << '\n';
  // [/one]

  step("only some columns:");
  // [select]
  for (const auto& [title, priority] : session.query<Task>().select(col<&Task::title>, col<&Task::priority>).all())
    std::cout << title << ' ' << priority << '\n';
  std::cout << session.query<Task>().filter(!col<&Task::done>).count() << " to do\n";
  // [/select]
}

// [dynamic]
static std::vector<Task> search(plinth::session& session, const std::string& word, bool only_open) {
  plinth::condition wanted;
  if (!word.empty()) wanted = wanted && col<&Task::title>.contains(word);
  if (only_open) wanted = wanted && !col<&Task::done>;
  return session.query<Task>().filter(wanted).order_by(col<&Task::id>).as_values().all();
}
// [/dynamic]

static void update(plinth::engine& engine) {
  step("update:");
  // [update]
  plinth::session session{engine};
  plinth::ref<Task> task = session.get<Task>(1);
  task->priority = 5;
  task->notes = "rye";
  session.commit();  // the changed columns only

  task->priority = 6;
  task->priority = 5;
  session.commit();  // nothing has changed: no statement
  // [/update]

  step("many rows at once:");
  // [bulk]
  const std::int64_t changed =
      session.update<Task>().where(col<&Task::priority> < 5).set(col<& Task::priority> = 5).execute();
  session.commit();
  std::cout << changed << " changed\n";
  // [/bulk]
}

static void rollback(plinth::engine& engine) {
  step("rollback:");
  // [rollback]
  plinth::session session{engine};
  plinth::ref<Task> task = session.get<Task>(1);
  task->title = "buy cake";
  session.flush();
  session.rollback();
  std::cout << task->title << '\n';
  // [/rollback]
}

static void unique(plinth::engine& engine) {
  step("a constraint:");
  // [unique]
  plinth::session session{engine};
  plinth::ref<Task> again = session.add(Task{.title = "buy bread"});
  try {
    session.commit();
  } catch (const plinth::unique_violation& e) {
    std::cout << e.columns()[0] << " is taken\n";
    again->title = "buy more bread";  // mend it, or session.rollback()
    session.commit();
  }
  // [/unique]
}

static void remove(plinth::engine& engine) {
  step("delete:");
  // [remove]
  plinth::session session{engine};
  plinth::ref<Task> task = session.get<Task>(2);
  session.remove(task);
  session.commit();

  session.remove<Task>().where(col<&Task::priority> == 5).execute();
  session.commit();
  // [/remove]
}

static void with_schemas(plinth::engine& engine) {
  step("with schemas:");
  // [crud]
  plinth::session session{engine};
  const auto made = Tasks::create(session, plinth::from_json<TaskCreate>(R"({"title": "write to Charles"})"));
  const auto done = Tasks::update(session, plinth::from_json<TaskUpdate>(R"({"done": true})"), made.id);
  std::cout << plinth::to_json(done) << '\n' << plinth::to_json(Tasks::list(session, 0, 10)) << '\n';
  if (Tasks::remove(session, made.id)) session.commit();
  // [/crud]
}

int main() {
  plinth::engine engine{"sqlite://", printing()};
  Base::create_all(engine);
  {
    plinth::session session{engine};
    create(session);
  }
  read(engine);
  {
    step("conditions decided at run time:");
    plinth::session session{engine};
    for (const Task& task : search(session, "call", true)) std::cout << task.title << '\n';
    for (const Task& task : search(session, "", false)) std::cout << task.title << '\n';
  }
  update(engine);
  rollback(engine);
  unique(engine);
  remove(engine);
  with_schemas(engine);
}
