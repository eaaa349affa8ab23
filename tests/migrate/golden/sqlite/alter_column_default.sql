-- upgrade
-- changes the column "users"."age": the default none to 18
CREATE TABLE "_plinth_new_users" (
  "id" INTEGER NOT NULL CONSTRAINT "pk_users" PRIMARY KEY AUTOINCREMENT,
  "email" TEXT NOT NULL COLLATE "NOCASE",
  "age" INTEGER DEFAULT (18),
  "shout" TEXT GENERATED ALWAYS AS (upper(email)) VIRTUAL,
  CONSTRAINT "uq_users_email" UNIQUE ("email"),
  CONSTRAINT "ck_users_age" CHECK (age > 0)
) STRICT;
INSERT INTO "_plinth_new_users" ("id", "email", "age")
  SELECT "id", "email", "age" FROM "users";
DELETE FROM sqlite_sequence WHERE name = '_plinth_new_users';
INSERT INTO sqlite_sequence (name, seq)
  SELECT '_plinth_new_users', seq FROM sqlite_sequence WHERE name = 'users';
DROP TABLE "users";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "_plinth_new_users" RENAME TO "users";
PRAGMA legacy_alter_table = OFF;
CREATE INDEX "ix_users_age" ON "users" ("age" DESC) WHERE age > 1;
CREATE INDEX "ix_users_lower" ON "users" (lower(email));
CREATE TRIGGER users_log AFTER UPDATE ON users BEGIN
  UPDATE items SET title = NEW.email WHERE owner = NEW.id;
END;

-- downgrade
-- changes the column "users"."age": the default 18 to none
CREATE TABLE "_plinth_new_users" (
  "id" INTEGER NOT NULL CONSTRAINT "pk_users" PRIMARY KEY AUTOINCREMENT,
  "email" TEXT NOT NULL COLLATE "NOCASE",
  "age" INTEGER,
  "shout" TEXT GENERATED ALWAYS AS (upper(email)) VIRTUAL,
  CONSTRAINT "uq_users_email" UNIQUE ("email"),
  CONSTRAINT "ck_users_age" CHECK (age > 0)
) STRICT;
INSERT INTO "_plinth_new_users" ("id", "email", "age")
  SELECT "id", "email", "age" FROM "users";
DELETE FROM sqlite_sequence WHERE name = '_plinth_new_users';
INSERT INTO sqlite_sequence (name, seq)
  SELECT '_plinth_new_users', seq FROM sqlite_sequence WHERE name = 'users';
DROP TABLE "users";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "_plinth_new_users" RENAME TO "users";
PRAGMA legacy_alter_table = OFF;
CREATE INDEX "ix_users_age" ON "users" ("age" DESC) WHERE age > 1;
CREATE INDEX "ix_users_lower" ON "users" (lower(email));
CREATE TRIGGER users_log AFTER UPDATE ON users BEGIN
  UPDATE items SET title = NEW.email WHERE owner = NEW.id;
END;
