#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The workloads as an application writes them with SQLAlchemy's ORM and psycopg2. Talks like run_time/main.cpp."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "run_time"))
import contender_sqlalchemy as orm  # noqa: E402
import sqlalchemy  # noqa: E402


class Contender(orm.Contender):
    def __init__(self, url, scale):
        super().__init__("", scale)
        self.engine = sqlalchemy.create_engine(url, future=True)
        orm.Base.metadata.create_all(self.engine)
        self.workloads = {
            "W1.users": lambda w: self.load(w, orm.User, self.user_rows),
            "W1.items": lambda w: self.load(w, orm.Item, self.item_rows),
            "W1.commit": self.commit_users,
            "W2": self.scan_users, "W3": self.get_users, "W8": self.scan_items,
        }

    def run(self, sql):
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as c:
            return c.exec_driver_sql(sql)

    def reset(self):
        self.run("TRUNCATE users, items RESTART IDENTITY")

    def scan_items(self, watch):
        columns = sqlalchemy.select(orm.Item.id, orm.Item.title, orm.Item.description, orm.Item.owner_id)
        return self.scan(watch, columns.where(orm.Item.id <= self.users * 5 // 2), 1, False, orm.Digest.add_item)

    def sorted_rows(self, rows):
        """The rows of a table do not all lie in the order of their keys."""
        return sorted(rows, key=lambda row: row.id)

    def counted(self, model):
        with self.session() as session:
            count = session.execute(sqlalchemy.select(sqlalchemy.func.count() + sqlalchemy.func.max(model.id))).scalar()
        return count, count

    def load(self, watch, model, rows):
        if model is orm.User:
            self.reset()
        with watch:
            session = self.session()
            session.bulk_insert_mappings(model, rows, render_nulls=True)
            session.commit()
        if model is orm.Item:
            self.run("VACUUM ANALYZE")
        return self.counted(model)

    def commit_users(self, watch):
        self.reset()
        objects = [orm.User(**row) for row in self.user_rows]
        with watch:
            session = self.session()
            session.add_all(objects)
            session.commit()
        return self.counted(orm.User)


orm.Contender = Contender

if __name__ == "__main__":
    orm.main()
