# SPDX-License-Identifier: MIT
# Sourced by tools/packages.bash: a PostgreSQL server of a script's own, that listens on a unix socket only
# and is gone at the end. Its data lie in the build folder and are made anew each time.

# The programs of the newest server that is installed; nothing where none is.
find_postgresql() {
  local folder
  for folder in $(ls -d /usr/lib/postgresql/*/bin /usr/local/pgsql/bin 2>/dev/null | sort -V -r); do
    [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && echo "$folder" && return 0
  done
  folder=$(command -v initdb) && dirname "$folder"
}

# PostgreSQL does not run as root: then the system's user for it does, or one that is made for the purpose.
as_server_user() {
  if [ "$(id -u)" -ne 0 ]; then "$@"; else setpriv --reuid "$server_user" --regid "$server_user" --clear-groups "$@"; fi
}

choose_server_user() {
  [ "$(id -u)" -eq 0 ] || return 0
  server_user=postgres
  id "$server_user" >/dev/null 2>&1 || { server_user=plinth-test && useradd --system "$server_user"; }
}

# start_postgresql <folder> [line of postgresql.conf]...: sets postgresql_url. Speed goes before safety: nothing of it
# is needed after a crash.
start_postgresql() {
  local data=$1/data bin
  bin=$(find_postgresql) || { echo "no PostgreSQL server is installed" >&2; return 1; }
  choose_server_user
  rm -rf "$1"
  mkdir -p "$1"
  postgresql_socket=$(mktemp -d "${TMPDIR:-/tmp}/plinth-postgresql-XXXXXX")  # the path of a socket has to be short
  if [ "$(id -u)" -eq 0 ]; then
    chown "$server_user" "$1" "$postgresql_socket"
    # A folder that the server's user cannot reach is no place for its data.
    as_server_user test -w "$1" 2>/dev/null || data=$postgresql_socket/data
  fi
  as_server_user "$bin/initdb" -D "$data" -U plinth -A trust -E UTF8 --locale=C --no-sync >"$1/initdb.log" 2>&1 ||
    { cat "$1/initdb.log" >&2; return 1; }
  shift
  printf '%s\n' "listen_addresses = ''" "unix_socket_directories = '$postgresql_socket'" "fsync = off" \
    "synchronous_commit = off" "full_page_writes = off" "max_connections = 200" "$@" |
    as_server_user tee -a "$data/postgresql.conf" >/dev/null
  as_server_user "$bin/pg_ctl" -D "$data" -l "$postgresql_socket/server.log" -w start >/dev/null ||
    { cat "$postgresql_socket/server.log" >&2; return 1; }
  postgresql_data=$data
  postgresql_url="postgresql://plinth@/postgres?host=$postgresql_socket"
}

# Does nothing where no server was started.
stop_postgresql() {
  [ -n "${postgresql_data:-}" ] || return 0
  as_server_user "$(find_postgresql)/pg_ctl" -D "$postgresql_data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$postgresql_socket" "$postgresql_data"
  postgresql_data=
}
