// SPDX-License-Identifier: MIT
// Runs the workloads of one contender as they are asked for on standard input, one name a line, and prints one line of
// JSON for each. That way tools/bench can let several contenders take turns, each with its own database.
//
//   <program> [--file <path>] [--scale <factor>] [--list]
//   <program> --micro [--file <path>] [--scale <factor>] <options of Google Benchmark>
//
// "reset" empties the tables, "fill" also fills them; neither is timed.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <limits>
#include <map>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#ifdef PLINTH_BENCH_GOOGLE
#include <benchmark/benchmark.h>
#endif

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "harness.hpp"

std::uint64_t bench::allocations = 0;

void* operator new(std::size_t size) {
  ++bench::allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  ++bench::allocations;
  const auto a = static_cast<std::size_t>(alignment);
  if (void* memory = std::aligned_alloc(a, (size + a - 1) / a * a)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace {

/// Memory that was used once stays with the process, for every contender. By default glibc gives large blocks back and
/// fetches them again, which depends on how the heap happens to lie: where a page fault is dear, as in virtual
/// machines, the same scan takes a third or thrice the time.
void keep_memory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
  mallopt(M_TOP_PAD, 64 << 20);
#endif
}

using workload_map = std::map<std::string, bench::workload, std::less<>>;

struct arguments {
  std::string file;
  double scale = 1;
  bool list = false;
  bool micro = false;
  std::vector<char*> rest;
};

arguments parse(int argc, char** argv) {
  arguments result;
  result.rest.push_back(argv[0]);
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--file" && i + 1 < argc)
      result.file = argv[++i];
    else if (word == "--scale" && i + 1 < argc)
      result.scale = std::strtod(argv[++i], nullptr);
    else if (word == "--list")
      result.list = true;
    else if (word == "--micro")
      result.micro = true;
    else
      result.rest.push_back(argv[i]);
  }
  return result;
}

void fill(bench::contender& one, const workload_map& named) {
  one.reset();
  for (const char* name : {"W1.users", "W1.items"}) {
    bench::stopwatch unused(false);
    named.at(name)(unused);
  }
}

void run(const std::string& name, const bench::workload& work) {
  bench::stopwatch watch;
  const bench::outcome found = work(watch);
  std::printf(
      "{\"workload\": \"%s\", \"wall\": %.9f, \"cpu\": %.9f, \"allocations\": %llu, \"rows\": %lld, "
      "\"checksum\": \"%016llx\"}\n",
      name.c_str(), watch.wall(), watch.cpu(), static_cast<unsigned long long>(watch.allocated()),
      static_cast<long long>(found.rows), static_cast<unsigned long long>(found.checksum));
}

void serve(bench::contender& one, const workload_map& named) {
  for (std::string line; std::getline(std::cin, line);) {
    if (line == "reset") {
      one.reset();
      std::puts("{}");
    } else if (line == "fill") {
      fill(one, named);
      std::puts("{}");
    } else if (const auto found = named.find(line); found != named.end()) {
      run(found->first, found->second);
    } else {
      std::puts("{\"unknown\": true}");
    }
    std::fflush(stdout);
  }
}

/// The workloads that leave the tables as they are, under Google Benchmark.
int run_micro(bench::contender& one, const workload_map& named, std::vector<char*> options) {
#ifdef PLINTH_BENCH_GOOGLE
  fill(one, named);
  for (const auto& [name, work] : named) {
    if (name.starts_with("W1") || name.starts_with("W4") || name.starts_with("W7")) continue;
    benchmark::RegisterBenchmark(name.c_str(), [&work = work](benchmark::State& state) {
      bench::outcome found;
      for (auto unused : state) {
        static_cast<void>(unused);
        bench::stopwatch watch;
        found = work(watch);
        state.SetIterationTime(watch.wall());
      }
      state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * found.rows);
    })->UseManualTime()->Unit(benchmark::kMillisecond);
  }
  int count = static_cast<int>(options.size());
  benchmark::Initialize(&count, options.data());
  benchmark::RunSpecifiedBenchmarks();
  return 0;
#else
  static_cast<void>(one);
  static_cast<void>(named);
  static_cast<void>(options);
  std::cerr << "built without Google Benchmark; install libbenchmark-dev and build again\n";
  return 1;
#endif
}

}  // namespace

int main(int argc, char** argv) {
  const arguments given = parse(argc, argv);
  keep_memory();
  try {
    bench::setup setup;
    setup.file = given.file;
    setup.sizes = bench::sizes::scaled(given.scale);
    setup.users = bench::make_users(setup.sizes);
    setup.items = bench::make_items(setup.sizes);
    const auto one = bench::make_contender(setup);
    workload_map named;
    for (auto& [name, work] : one->workloads()) named.emplace(name, std::move(work));
    if (given.list) {
      for (const auto& [name, work] : named) std::puts(name.c_str());
      return 0;
    }
    if (given.micro) return run_micro(*one, named, given.rest);
    serve(*one, named);
  } catch (const std::exception& failure) {
    std::cerr << argv[0] << ": " << failure.what() << '\n';
    return 1;
  }
  return 0;
}
