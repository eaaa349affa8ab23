#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The workloads as an application writes them with SQLAlchemy's ORM: mapped classes, sessions, selectinload.

Talks like main.cpp: names of workloads on standard input, one line of JSON for each on standard output. The time in
which results are summed up for the checksum is not counted.
"""
import argparse
import json
import pathlib
import struct
import sys
import time

import sqlalchemy
from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, Text, select
from sqlalchemy.orm import Session, declarative_base, relationship, selectinload
from sqlalchemy.pool import StaticPool

MASK = (1 << 64) - 1
Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    email = Column(Text, unique=True, nullable=False)
    hashed_password = Column(Text, nullable=False)
    is_active = Column(Boolean, nullable=False)
    score = Column(Float, nullable=False)
    items = relationship("Item", back_populates="owner", order_by="Item.id")


class Item(Base):
    __tablename__ = "items"
    id = Column(Integer, primary_key=True)
    title = Column(Text, nullable=False)
    description = Column(Text)
    owner_id = Column(Integer, ForeignKey("users.id"), index=True, nullable=False)
    owner = relationship("User", back_populates="items")


# ---- the data, as workload.hpp makes it -----------------------------------------------------------------------------

ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def number_at(i):
    z = (i + 1) * 0x9E3779B97F4A7C15 & MASK
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
    return z ^ z >> 31


def fraction_at(i):
    return (number_at(i) >> 11) * 2.0 ** -53


def letters(seed, count):
    text = []
    for i in range(count):
        if i % 10 == 0:
            seed = number_at(seed)
        text.append(ALPHABET[seed >> 6 * (i % 10) & 63])
    return "".join(text)


def shuffled(count, seed):
    numbers = list(range(1, count + 1))
    for i in range(count, 1, -1):
        other = number_at(seed + i) % i
        numbers[i - 1], numbers[other] = numbers[other], numbers[i - 1]
    return numbers


def make_users(count):
    return [dict(email=f"u{number_at(n) % 1000000:06d}.{n:06d}@example.org", hashed_password="$2b$12$" + letters(n, 53),
                 is_active=number_at(n + 1000000000) % 5 != 0, score=fraction_at(n + 2000000000))
            for n in range(1, count + 1)]


def make_items(count):
    return [dict(title=f"Item number {n:06d}",
                 description=f"What there is to say about item number {n:06d} of the list" if n % 3 else None,
                 owner_id=1 + (n - 1) // 3)
            for n in range(1, count + 1)]


class Digest:
    def __init__(self):
        self.sum = 0xCBF29CE484222325

    def add(self, value):
        self.sum = (self.sum ^ value & MASK) * 0x100000001B3 & MASK

    def add_text(self, text):
        data = text.encode()
        self.add(int.from_bytes(data[:8], "little") ^ int.from_bytes(data[-8:], "little") << 1 ^ len(data))

    def add_user(self, user):
        self.add(user.id)
        self.add_text(user.email)
        self.add_text(user.hashed_password)
        self.add(int(user.is_active))
        self.add(struct.unpack("<Q", struct.pack("<d", user.score))[0])

    def add_item(self, item):
        self.add(item.id)
        self.add_text(item.title)
        if item.description is None:
            self.add(0xFFFF)
        else:
            self.add_text(item.description)
        self.add(item.owner_id)


class Stopwatch:
    """Adds up the time inside of `with`."""

    def __init__(self):
        self.wall = self.cpu = 0.0

    def __enter__(self):
        self._wall, self._cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_):
        self.cpu += time.process_time() - self._cpu
        self.wall += time.perf_counter() - self._wall


class Contender:
    def __init__(self, file, scale):
        part = lambda n: max(1, int(n * scale))
        self.file = file
        self.users = part(100000)
        self.items = self.users * 3
        self.gets_a_unit = part(10000)
        self.pages = part(2000)
        self.family_users = part(1000)
        self.user_rows = make_users(self.users)
        self.item_rows = make_items(self.items)
        self.engine = None
        self.workloads = {
            "W1.users": lambda w: self.insert(w, User, self.user_rows),
            "W1.items": lambda w: self.insert(w, Item, self.item_rows),
            "W2": self.scan_users, "W2.tracked": self.scan_tracked_users,
            "W3": self.get_users, "W3.identity": self.get_known_users,
            "W4": self.change_users, "W5": self.read_pages, "W6": self.families, "W7": self.remove_items,
            "W8": self.scan_items, "W8.tracked": self.scan_tracked_items,
        }

    def reset(self):
        if self.engine is not None:
            self.engine.dispose()
        if self.file:
            for suffix in ("", "-wal", "-shm", "-journal"):
                pathlib.Path(self.file + suffix).unlink(missing_ok=True)
            self.engine = sqlalchemy.create_engine(f"sqlite:///{self.file}", future=True)
        else:
            self.engine = sqlalchemy.create_engine("sqlite://", poolclass=StaticPool, future=True)
        Base.metadata.create_all(self.engine)

    def session(self):
        return Session(self.engine, future=True)

    def insert(self, watch, model, rows):
        objects = [model(**row) for row in rows]
        with watch:
            session = self.session()
            session.add_all(objects)
            session.flush()
            keys = [o.id for o in objects]
            session.commit()
        digest = Digest()
        for key in keys:
            digest.add(key)
        return digest.sum, len(objects)

    def scan(self, watch, statement, times, scalars, add):
        digest = Digest()
        count = 0
        for _ in range(times):
            with watch:
                session = self.session()
                found = session.execute(statement)
                rows = (found.scalars() if scalars else found).all()
            for row in self.sorted_rows(rows):
                add(digest, row)
            count += len(rows)
            with watch:
                del rows, found
                session.close()
                del session
        return digest.sum, count

    def sorted_rows(self, rows):
        """In the order of their keys, as SQLite gives them."""
        return rows

    def scan_users(self, watch):
        columns = select(User.id, User.email, User.hashed_password, User.is_active, User.score)
        return self.scan(watch, columns, 5, False, Digest.add_user)

    def scan_tracked_users(self, watch):
        return self.scan(watch, select(User), 5, True, Digest.add_user)

    def scan_items(self, watch):
        columns = select(Item.id, Item.title, Item.description, Item.owner_id).limit(self.users * 5 // 2)
        return self.scan(watch, columns, 1, False, Digest.add_item)

    def scan_tracked_items(self, watch):
        return self.scan(watch, select(Item).limit(self.users * 5 // 2), 1, True, Digest.add_item)

    def get_users(self, watch):
        digest = Digest()
        keys = shuffled(self.users, 3000000000)
        for first in range(0, len(keys), self.gets_a_unit):
            with watch:
                session = self.session()
                found = [session.get(User, key) for key in keys[first:first + self.gets_a_unit]]
            for user in found:
                digest.add_user(user)
            with watch:
                del found
                session.close()
        return digest.sum, len(keys)

    def get_known_users(self, watch):
        digest = Digest()
        keys = shuffled(self.users, 3000000000)
        for first in range(0, len(keys), self.gets_a_unit):
            unit = keys[first:first + self.gets_a_unit]
            with self.session() as session:
                known = session.execute(select(User).where(User.id.in_(unit))).scalars().all()
                with watch:
                    found = [session.get(User, key) for key in unit]
                for user in found:
                    digest.add_user(user)
                del known, found
        return digest.sum, len(keys)

    def change_users(self, watch):
        keys = shuffled(self.users, 4000000000)[:self.users // 2]
        with watch:
            session = self.session()
            changed = [session.get(User, key) for key in keys]
            for user in changed:
                user.is_active = not user.is_active
                user.score += 1
            session.commit()
        session.close()
        digest = Digest()
        with self.session() as reading:
            for user in reading.execute(select(User.id, User.email, User.hashed_password, User.is_active, User.score)):
                digest.add_user(user)
        return digest.sum, len(keys)

    def read_pages(self, watch):
        digest = Digest()
        count = 0
        with watch:
            session = self.session()
        for i in range(self.pages):
            least = fraction_at(5000000000 + i) * 0.9
            with watch:
                rows = session.execute(
                    select(User.id, User.email, User.hashed_password, User.is_active, User.score)
                    .where(User.score > least, User.is_active).order_by(User.email).limit(100)).all()
            for row in rows:
                digest.add_user(row)
            count += len(rows)
        session.close()
        return digest.sum, count

    def families(self, watch):
        digest = Digest()
        count = 0
        for i in range(20):
            above = number_at(6000000000 + i) % (self.users - self.family_users + 1)
            with watch:
                session = self.session()
                users = session.execute(
                    select(User).where(User.id > above, User.id <= above + self.family_users).order_by(User.id)
                    .options(selectinload(User.items))).scalars().all()
            for user in users:
                digest.add_user(user)
                for item in user.items:
                    digest.add_item(item)
                count += 1 + len(user.items)
            with watch:
                del users
                session.close()
        return digest.sum, count

    def remove_items(self, watch):
        keys = [i * 6 - 5 for i in shuffled(self.users // 2, 7000000000)]
        with self.session() as session:
            found = {item.id: item for item in session.execute(select(Item)).scalars()}
            items = [found[key] for key in keys]
            with watch:
                for item in items:
                    session.delete(item)
                session.commit()
            left = session.execute(select(sqlalchemy.func.count()).select_from(Item)).scalar()
        return self.items - left, self.items - left


def answer(contender, line):
    if line == "reset":
        contender.reset()
        return {}
    if line == "fill":
        contender.reset()
        for name in ("W1.users", "W1.items"):
            contender.workloads[name](Stopwatch())
        return {}
    if line not in contender.workloads:
        return {"unknown": True}
    watch = Stopwatch()
    checksum, rows = contender.workloads[line](watch)
    return {"workload": line, "wall": watch.wall, "cpu": watch.cpu, "allocations": None, "rows": rows,
            "checksum": f"{checksum:016x}"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", default="")
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    contender = Contender(options.file, options.scale)
    if options.list:
        print("\n".join(sorted(contender.workloads)))
        return
    for line in sys.stdin:
        print(json.dumps(answer(contender, line.strip())), flush=True)


if __name__ == "__main__":
    main()
