# SPDX-License-Identifier: MIT
# Sourced by tools/demo and tools/test: installs what they need and the system does not have.

source tools/postgresql.bash

say() { printf '== %s\n' "$*"; }

# has_header <header> [condition on its macros]
has_header() {
  printf '#include <%s>\n#if !(%s)\n#error too old\n#endif\n' "$1" "${2:-1}" |
    "${CXX:-g++}" -std=c++20 -x c++ -fsyntax-only - 2>/dev/null
}

has_cmake() {
  local version
  version=$(cmake --version 2>/dev/null | sed -n '1s/[^0-9]*//p')
  [ -n "$version" ] && [ "$(printf '%s\n' 3.25 "$version" | sort -V | head -n 1)" = 3.25 ]
}

# The clang that the presets name, or the newest other one from 16 on; nothing where there is none.
find_clang() {
  local name
  for name in clang++-16 clang++-20 clang++-19 clang++-18 clang++-17 clang++; do
    command -v "$name" >/dev/null || continue
    [ "$("$name" -dumpversion | cut -d. -f1)" -ge 16 ] && command -v "$name" && return 0
  done
  return 1
}

# Of the clang that is there or will be.
clang_version() {
  local clang
  if clang=$(find_clang); then "$clang" -dumpversion | cut -d. -f1; else echo 16; fi
}

# Debian has clang's sanitizers in a package of their own.
has_sanitizers() {
  local clang
  clang=$(find_clang) &&
    echo 'int main() {}' | "$clang" -fsanitize=address,undefined -x c++ - -o /dev/null 2>/dev/null
}

has() {
  case $1 in
    compiler) command -v "${CXX:-g++}" >/dev/null ;;
    cmake) has_cmake ;;
    ninja) command -v ninja >/dev/null ;;
    python) command -v python3 >/dev/null ;;
    boost) has_header boost/version.hpp 'BOOST_VERSION >= 108100' ;;
    json) has_header nlohmann/json.hpp 'NLOHMANN_JSON_VERSION_MAJOR == 3 && NLOHMANN_JSON_VERSION_MINOR >= 11' ;;
    sqlite) has_header sqlite3.h ;;
    libpq) has_header postgresql/libpq-fe.h || has_header libpq-fe.h ;;
    postgresql) find_postgresql >/dev/null ;;
    catch) has_header catch2/catch_session.hpp || has_header catch2/catch.hpp ;;
    clang) find_clang >/dev/null ;;
    clang-runtime) has_sanitizers ;;
    benchmark) has_header benchmark/benchmark.h ;;
    soci) has_header soci/sqlite3/soci-sqlite3.h ;;
    sqlalchemy) /usr/bin/python3 -c 'import sqlalchemy' 2>/dev/null ;;
    psycopg2) /usr/bin/python3 -c 'import psycopg2' 2>/dev/null ;;
  esac
}

# The packages that bring each need, best first. Debian 12 has its newer Boost beside the default one.
packages_for() {
  case $1 in
    compiler) echo g++ ;;
    cmake) echo cmake ;;
    ninja) echo ninja-build ;;
    python) echo python3 ;;
    boost) echo libboost-dev libboost1.83-dev libboost1.81-dev ;;
    json) echo nlohmann-json3-dev ;;
    sqlite) echo libsqlite3-dev ;;
    libpq) echo libpq-dev ;;
    postgresql) echo postgresql ;;
    catch) echo catch2 ;;
    clang) echo clang-16 clang ;;
    clang-runtime) echo "libclang-rt-$(clang_version)-dev" ;;
    benchmark) echo libbenchmark-dev ;;
    soci) echo libsoci-dev ;;
    sqlalchemy) echo python3-sqlalchemy ;;
    psycopg2) echo python3-psycopg2 ;;
  esac
}

# Whether apt-get can install this package in a version that is new enough.
offered() {
  local version
  version=$(apt-cache show --no-all-versions "$1" 2>/dev/null | sed -n 's/^Version: //p' | head -n 1)
  [ -n "$version" ] || return 1
  [ "$1" != libboost-dev ] || dpkg --compare-versions "$version" ge 1.81
}

# need <what>...: stops the script where something is missing and cannot be installed.
need() {
  local what name missing=() packages=() as_root=()
  for what in "$@"; do has "$what" || missing+=("$what"); done
  [ ${#missing[@]} -gt 0 ] || return 0

  say "missing: ${missing[*]}"
  if ! command -v apt-get >/dev/null; then
    echo "This system has no apt-get. Install these, named here as Debian does, and start again:" >&2
    for what in "${missing[@]}"; do echo "  $(packages_for "$what" | sed 's/ / or /g')" >&2; done
    exit 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "Installing packages needs root, and there is no sudo. Run this as root once." >&2
      exit 1
    fi
    as_root=(sudo)
  fi

  say "apt-get update"
  "${as_root[@]}" apt-get update -q
  for what in "${missing[@]}"; do
    for name in $(packages_for "$what"); do
      if offered "$name"; then packages+=("$name") && continue 2; fi
    done
    echo "apt-get offers none of: $(packages_for "$what")" >&2
    exit 1
  done

  say "apt-get install ${packages[*]}"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${packages[@]}"
  for what in "${missing[@]}"; do
    has "$what" || { echo "$what is still missing or too old after the installation" >&2; exit 1; }
  done
}
