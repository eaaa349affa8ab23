// SPDX-License-Identifier: MIT
#pragma once

// A folder of a test's own, so that tests can run side by side.

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace plinth_test {

/// A new, empty folder under the system's temporary folder, removed with everything in it at the end of the scope.
class temp_dir {
 public:
  temp_dir() {
    std::string pattern = (std::filesystem::temp_directory_path() / "plinth-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder like " + pattern);
    path_ = pattern;
  }

  temp_dir(const temp_dir&) = delete;
  temp_dir& operator=(const temp_dir&) = delete;

  ~temp_dir() {
    std::error_code left_behind;  // a file that cannot be removed is no reason to fail the test
    std::filesystem::remove_all(path_, left_behind);
  }

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

  /// The path of `name` inside the folder, as text: "sqlite:///" + dir.file("blog.db").
  [[nodiscard]] std::string file(std::string_view name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace plinth_test
