// SPDX-License-Identifier: MIT
#pragma once

// What a contender implements, and what it times its work with. main.cpp runs it.

#include <cstdint>
#include <ctime>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#define PLINTH_BENCH_TOGGLE_CALLGRIND CALLGRIND_TOGGLE_COLLECT
#else
#define PLINTH_BENCH_TOGGLE_CALLGRIND static_cast<void>(0)
#endif

#include "workload.hpp"

namespace bench {

/// Calls of `operator new` since the start.
extern std::uint64_t allocations;

/// Adds up the time and the allocations of what it is given to run; what is outside of `time` is not counted. Under
/// `valgrind --tool=callgrind --collect-atstart=no` it is also what instructions are counted of.
class stopwatch {
 public:
  explicit stopwatch(bool profiled = true) : profiled_(profiled) {}

  template <class Work>
  auto time(Work&& work) {
    struct running {
      stopwatch& sum;
      double wall = now(CLOCK_MONOTONIC);
      double cpu = now(CLOCK_PROCESS_CPUTIME_ID);
      std::uint64_t allocated = allocations;
      ~running() {
        if (sum.profiled_) PLINTH_BENCH_TOGGLE_CALLGRIND;
        sum.cpu_ += now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
        sum.wall_ += now(CLOCK_MONOTONIC) - wall;
        sum.allocated_ += allocations - allocated;
      }
    } one{*this};
    if (profiled_) PLINTH_BENCH_TOGGLE_CALLGRIND;
    return std::forward<Work>(work)();
  }

  [[nodiscard]] double wall() const noexcept { return wall_; }
  [[nodiscard]] double cpu() const noexcept { return cpu_; }
  [[nodiscard]] std::uint64_t allocated() const noexcept { return allocated_; }

 private:
  [[nodiscard]] static double now(clockid_t clock) {
    timespec t{};
    clock_gettime(clock, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
  }

  bool profiled_;
  double wall_ = 0;
  double cpu_ = 0;
  std::uint64_t allocated_ = 0;
};

/// What a workload found, and how many rows (or objects) it was about.
struct outcome {
  std::uint64_t checksum = 0;
  std::int64_t rows = 0;
};

using workload = std::function<outcome(stopwatch&)>;

/// What all contenders start from.
struct setup {
  std::string file;  ///< empty: a database in memory
  bench::sizes sizes;
  std::vector<user_row> users;
  std::vector<item_row> items;

  void remove_file() const {
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(file + suffix);
  }
};

class contender {
 public:
  contender() = default;
  contender(const contender&) = delete;
  contender& operator=(const contender&) = delete;
  virtual ~contender() = default;

  /// Starts again with empty tables.
  virtual void reset() = 0;

  /// What it can do, under its names. "W1.users" and "W1.items" fill the tables that `reset` made.
  [[nodiscard]] virtual std::vector<std::pair<std::string, workload>> workloads() = 0;
};

[[nodiscard]] std::unique_ptr<contender> make_contender(const setup& given);

}  // namespace bench
