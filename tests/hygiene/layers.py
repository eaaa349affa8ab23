#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks the direction of includes: a layer includes itself and what lies below it, and nothing else. The bodies of a
header in impl/ belong to its layer; headers include them in their last lines only, under PLINTH_PRECOMPILED."""
import posixpath
import re

import report

# The level of each folder. Two folders of one level do not know each other.
LEVELS = {
    "core": 0,
    "reflect": 1, "catalog": 1,
    "json": 2, "model": 2,
    "schema": 3, "sql": 3,
    "dialect": 4,
    "driver": 5,
    "engine": 6,
    "session": 7, "migrate": 7,
    "crud": 8,
}

# What a layer may not include although it lies below.
FORBIDDEN = {"session": {"schema", "json"}, "engine": {"schema", "json"}, "driver": {"schema", "json"},
             "dialect": {"schema", "json"}}

# What stands in the root of include/plinth. Layers may include the last two.
ROOT = {"plinth.hpp", "schema.hpp", "sqlite.hpp", "postgresql.hpp", "migrate.hpp", "hana.hpp", "nlohmann.hpp",
        "fwd.hpp", "version.hpp", "plinth_bodies.hpp", "schema_bodies.hpp", "sqlite_bodies.hpp",
        "postgresql_bodies.hpp", "migrate_bodies.hpp"}
FOR_LAYERS = {"fwd.hpp", "version.hpp"}

SERVERS = ("sqlite", "postgresql", "mariadb", "mysql")
CLIENT_LIBRARIES = {"sqlite3.h": "sqlite", "libpq-fe.h": "postgresql", "mysql.h": "mariadb"}

# A virtual function that is declared without a body. Were it not inline where its class is complete, compilers would
# put the class's table of virtual functions, and with it all of them, into every file that sees the bodies.
DECLARATION = re.compile(r"[^;{}]*;")
VIRTUAL = re.compile(r"\bvirtual\b(?!.*= *(0|default);)|\boverride( final)?;")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def includes(root, header):
    """Line number and target of each #include; targets in include/ as paths below it ("plinth/core/error.hpp")."""
    for number, line in enumerate((root / header).read_text().splitlines(), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        mark, target = match.groups()
        if mark == '"':
            beside = posixpath.normpath(posixpath.join(posixpath.dirname(header), target))
            if (root / beside).exists() or not (root / "include" / target).exists():
                target = posixpath.relpath(beside, "include")
        yield number, target


def server(parts):
    """The server a header is for, if it is for one: dialect/sqlite.hpp, driver/sqlite/statement.hpp."""
    if parts[0] not in ("dialect", "driver"):
        return None
    name = parts[1].removesuffix(".hpp")
    return name if name in SERVERS else None


def bodies_of(header):
    """Where a header's bodies are: json/impl/reader.hpp of json/reader.hpp, and of json/detail/reader.hpp."""
    folder = posixpath.dirname(header).removesuffix("/detail")
    return posixpath.join(folder, "impl", posixpath.basename(header))


def headers_of(bodies):
    """The headers that they may be the bodies of; bodies of none are a part of others."""
    folder, name = posixpath.dirname(posixpath.dirname(bodies)), posixpath.basename(bodies)
    return posixpath.join(folder, name), posixpath.join(folder, "detail", name)


def is_bodies(header):
    return posixpath.basename(posixpath.dirname(header)) == "impl"


def without_impl(header):
    return header.replace("/impl/", "/")


def fault(source, target):
    """What is wrong with one include, or None. Both are paths below include/."""
    if not target.startswith("plinth/"):
        return foreign_fault(source, target)
    here, there = without_impl(source).split("/")[1:], without_impl(target).split("/")[1:]
    if len(here) == 1:
        return None  # an umbrella takes what it offers
    if len(there) == 1:
        return None if there[0] in FOR_LAYERS else f"a layer includes the umbrella {target}"
    layer, other = here[0], there[0]
    if other not in LEVELS:
        return f"{target} is in no known layer"
    if server(there) and server(there) != server(here) and (other == "driver" or server(here)):
        return f"{target} is for one server only, and this header is not"
    if other == layer:
        return None
    if LEVELS[other] >= LEVELS[layer]:
        return f"{layer} (level {LEVELS[layer]}) includes {target} (level {LEVELS[other]})"
    if other in FORBIDDEN.get(layer, ()):
        return f"{layer} never includes {other}, and this includes {target}"
    return None


def foreign_fault(source, target):
    parts = source.split("/")[1:]
    library = CLIENT_LIBRARIES.get(target.split("/")[-1])
    if library and (parts[0] != "driver" or server(parts) != library):
        return f"<{target}> belongs to driver/{library}"
    if target == "boost/hana.hpp":
        return "<boost/hana.hpp> is too large to include; take the small headers"
    if target.startswith("boost/hana/") and not parts[-1].startswith("hana"):
        return f"<{target}> belongs to hana.hpp"
    if target == "nlohmann/json.hpp" and not parts[-1].startswith("nlohmann"):
        return "<nlohmann/json.hpp> belongs to nlohmann.hpp, so that only those who ask for documents compile it"
    return None


# How a header ends that has bodies: with its own, and those that need it complete.
END = re.compile(r"\n#ifndef PLINTH_PRECOMPILED\n((?:#include <.*>\n)+)#endif\n\Z")


def bodies_at_end(root, header):
    found = END.search((root / header).read_text())
    return set(re.findall("<(.*)>", found.group(1))) if found else set()


def faults_of_bodies(root, header, at_some_end):
    """Whether bodies and their header include each other as they have to."""
    path = header.removeprefix("include/")
    if is_bodies(path):
        own = [h for h in headers_of(path) if (root / "include" / h).exists()]
        if own and not any(target in own for _, target in includes(root, header)):
            yield f"{header}: bodies include their own header, {own[0]}"
        if own and path not in at_some_end:
            yield f"{header}: no header ends with its include, unless PLINTH_PRECOMPILED"
        return
    at_end = bodies_at_end(root, header)
    for number, target in includes(root, header):
        if is_bodies(target) and target not in at_end and len(path.split("/")) > 2:
            yield f"{header}:{number}: bodies are included at the end of a header, unless PLINTH_PRECOMPILED"
    if (root / "include" / bodies_of(path)).exists():
        text = re.sub("//.*", "", (root / header).read_text())
        for declaration in DECLARATION.finditer(text):
            words = " ".join(declaration.group().split())
            if VIRTUAL.search(words) and "PLINTH_INLINE" not in words:
                number = text.count("\n", 0, declaration.end()) + 1
                yield f"{header}:{number}: a virtual function whose body is in impl/ is declared with PLINTH_INLINE"


def check(root):
    at_some_end = set().union(*(bodies_at_end(root, header) for header in report.headers(root)))
    for header in report.headers(root):
        parts = header.split("/")[2:]
        if len(parts) == 1 and parts[0] not in ROOT:
            yield f"{header}: the root of include/plinth holds umbrellas, fwd.hpp and version.hpp only"
        if len(parts) > 1 and parts[0] not in LEVELS:
            yield f"{header}: {parts[0]} is not a layer"
            continue
        yield from faults_of_bodies(root, header, at_some_end)
        for line, target in includes(root, header):
            if found := fault(header.removeprefix("include/"), target):
                yield f"{header}:{line}: {found}"


if __name__ == "__main__":
    report.run(check, __doc__)
