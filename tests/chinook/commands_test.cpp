// SPDX-License-Identifier: MIT
// What the example says where something is wrong. Needs no data set.

#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "../../examples/chinook/commands.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using plinth_test::contains;
using plinth_test::temp_dir;

namespace {

struct outcome {
  int status = 0;
  std::string out;
  std::string complaints;
};

outcome run(std::initializer_list<std::string_view> arguments) {
  std::ostringstream out;
  std::ostringstream complaints;
  const int status = chinook::run(std::vector<std::string_view>(arguments), out, complaints);
  return {status, out.str(), complaints.str()};
}

std::string write(const temp_dir& dir, std::string_view name, std::string_view text) {
  std::ofstream(dir.file(name), std::ios::binary) << text;
  return dir.file(name);
}

/// A shop with nothing in it but what `albums` and `artists` hold.
std::string shop(std::string_view artists, std::string_view albums) {
  return R"({"Genre":[],"MediaType":[],"Artist":[)" + std::string(artists) + R"(],"Album":[)" + std::string(albums) +
         R"(],"Track":[],"Employee":[],"Customer":[],"Invoice":[],"InvoiceLine":[],"Playlist":[],"PlaylistTrack":[]})";
}

}  // namespace

TEST_CASE("a command line that makes no sense shows the usage", "[chinook]") {
  for (const auto& arguments : std::initializer_list<std::initializer_list<std::string_view>>{
           {}, {"import"}, {"import", "a"}, {"report"}, {"export", "a"}, {"report", "a", "b", "c"}}) {
    const outcome result = run(arguments);
    CHECK(result.status == 2);
    CHECK(result.out.empty());
    CHECK(result.complaints == chinook::usage);
  }
}

TEST_CASE("a missing file is named, and no database is made", "[chinook]") {
  const temp_dir dir;
  const outcome result = run({"import", dir.file("none.json"), dir.file("music.db")});
  CHECK(result.status == 1);
  CHECK(result.complaints == "chinook: " + dir.file("none.json") + " cannot be read\n");
  CHECK_FALSE(std::filesystem::exists(dir.file("music.db")));
  CHECK(run({"import", dir.path().string(), dir.file("music.db")}).status == 1);
}

TEST_CASE("every fault of the JSON is told with its place, and no database is made", "[chinook]") {
  const temp_dir dir;
  const std::string json = write(
      dir, "shop.json",
      shop(R"({"ArtistId":0,"Name":"Nobody"},{"ArtistId":1})", R"({"AlbumId":1,"Title":7,"ArtistId":1,"Year":1999})"));
  const outcome result = run({"import", json, dir.file("music.db")});
  CHECK(result.status == 1);
  CHECK_THAT(result.complaints, contains(json + ": Artist[0].ArtistId: "));
  CHECK_THAT(result.complaints, contains(json + ": Artist[1].Name: "));
  CHECK_THAT(result.complaints, contains(json + ": Album[0].Title: "));
  CHECK_THAT(result.complaints, contains(json + ": Album[0].Year: "));
  CHECK_FALSE(std::filesystem::exists(dir.file("music.db")));
}

TEST_CASE("a text that is no JSON is told where it ends to be some", "[chinook]") {
  const temp_dir dir;
  const outcome result = run({"import", write(dir, "shop.json", "{\"Genre\": [\n"), dir.file("music.db")});
  CHECK(result.status == 1);
  CHECK_THAT(result.complaints, contains("line 2"));
  CHECK_FALSE(std::filesystem::exists(dir.file("music.db")));
}

TEST_CASE("rows that do not fit together leave no database behind", "[chinook]") {
  const temp_dir dir;
  const std::string json = write(dir, "shop.json", shop("", R"({"AlbumId":1,"Title":"Alone","ArtistId":5})"));
  const outcome result = run({"import", json, dir.file("music.db")});
  CHECK(result.status == 1);
  CHECK_THAT(result.complaints, contains("foreign key"));
  CHECK_FALSE(std::filesystem::exists(dir.file("music.db")));
  CHECK_FALSE(std::filesystem::exists(dir.file("music.db-wal")));
}

TEST_CASE("an existing database is neither changed nor removed", "[chinook]") {
  const temp_dir dir;
  const std::string database = write(dir, "music.db", "somebody's");
  const outcome result = run({"import", write(dir, "shop.json", shop("", "")), database});
  CHECK(result.status == 1);
  CHECK_THAT(result.complaints, contains("exists already"));
  CHECK(chinook::read_file(database) == "somebody's");
}

TEST_CASE("a report needs a database that is one", "[chinook]") {
  const temp_dir dir;
  const outcome missing = run({"report", dir.file("music.db")});
  CHECK(missing.status == 1);
  CHECK_THAT(missing.complaints, contains("does not exist"));
  CHECK_FALSE(std::filesystem::exists(dir.file("music.db")));

  const outcome damaged = run({"report", write(dir, "text.db", std::string(5'000, 'x'))});
  CHECK(damaged.status == 1);
  CHECK_THAT(damaged.complaints, contains("plinth[E"));
}

TEST_CASE("a database's name may hold what a URL gives a meaning to", "[chinook]") {
  const temp_dir dir;
  const std::string database = dir.file("50% music?.db");
  CHECK(run({"import", write(dir, "shop.json", shop("", "")), database}).out == "imported 0 rows\n");
  CHECK(std::filesystem::exists(database));
  CHECK(run({"report", database, "Grunge"}).status == 0);
}

TEST_CASE("amounts are read and written to the cent", "[chinook]") {
  for (const auto& [text, cents] : std::initializer_list<std::pair<std::string_view, std::int64_t>>{
           {"0.99", 99}, {"12.5", 1'250}, {"7", 700}, {"-0.05", -5}, {"0", 0}}) {
    INFO(text);
    CHECK(chinook::money_from(text) == chinook::money{cents});
    CHECK(chinook::money_from(chinook::text_of({cents})) == chinook::money{cents});
  }
  for (const std::string_view text : {"0.999", "1e2", "\"0.99\"", "", ".5", "5.", "--1", "1.-5", "9999999999999999"}) {
    INFO(text);
    CHECK_FALSE(chinook::money_from(text));
  }
}
