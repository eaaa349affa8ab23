-- upgrade
-- changes the primary key of "tags" from (name) to (name, lang)
CREATE TABLE "_plinth_new_tags" (
  "name" TEXT NOT NULL,
  "lang" TEXT NOT NULL,
  CONSTRAINT "pk_tags" PRIMARY KEY ("name", "lang")
);
INSERT INTO "_plinth_new_tags" ("name", "lang")
  SELECT "name", "lang" FROM "tags";
DROP TABLE "tags";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "_plinth_new_tags" RENAME TO "tags";
PRAGMA legacy_alter_table = OFF;

-- downgrade
-- changes the primary key of "tags" from (name, lang) to (name)
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
