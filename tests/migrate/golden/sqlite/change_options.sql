-- upgrade
-- makes the table "tags" strict without rowid
-- destructive: makes "tags" strict: it fails where a value is not of its column's type
CREATE TABLE "_plinth_new_tags" (
  "name" TEXT NOT NULL,
  "lang" TEXT NOT NULL,
  CONSTRAINT "pk_tags" PRIMARY KEY ("name")
) STRICT, WITHOUT ROWID;
INSERT INTO "_plinth_new_tags" ("name", "lang")
  SELECT "name", "lang" FROM "tags";
DROP TABLE "tags";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "_plinth_new_tags" RENAME TO "tags";
PRAGMA legacy_alter_table = OFF;

-- downgrade
-- makes the table "tags" no longer strict with rowid
CREATE TABLE "_plinth_new_tags" (
  "name" TEXT NOT NULL,
  "lang" TEXT NOT NULL,
  CONSTRAINT "pk_tags" PRIMARY KEY ("name")
);
INSERT INTO "_plinth_new_tags" ("name", "lang")
  SELECT "name", "lang" FROM "tags";
DROP TABLE "tags";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "_plinth_new_tags" RENAME TO "tags";
PRAGMA legacy_alter_table = OFF;
