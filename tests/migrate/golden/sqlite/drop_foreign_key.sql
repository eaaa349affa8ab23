-- upgrade
-- drops the foreign key "fk_items_owner_users" of "items" to "users"
CREATE TABLE "_plinth_new_items" (
  "id" INTEGER NOT NULL,
  "title" TEXT,
  "size" INTEGER,
  "owner" INTEGER NOT NULL,
  CONSTRAINT "pk_items" PRIMARY KEY ("id")
);
INSERT INTO "_plinth_new_items" ("id", "title", "size", "owner")
  SELECT "id", "title", "size", "owner" FROM "items";
DROP TABLE "items";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "_plinth_new_items" RENAME TO "items";
PRAGMA legacy_alter_table = OFF;

-- downgrade
-- adds the foreign key "fk_items_owner_users" of "items" to "users"
CREATE TABLE "_plinth_new_items" (
  "id" INTEGER NOT NULL,
  "title" TEXT,
  "size" INTEGER,
  "owner" INTEGER NOT NULL,
  CONSTRAINT "pk_items" PRIMARY KEY ("id"),
  CONSTRAINT "fk_items_owner_users" FOREIGN KEY ("owner") REFERENCES "users" ("id") ON DELETE CASCADE
);
INSERT INTO "_plinth_new_items" ("id", "title", "size", "owner")
  SELECT "id", "title", "size", "owner" FROM "items";
DROP TABLE "items";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "_plinth_new_items" RENAME TO "items";
PRAGMA legacy_alter_table = OFF;
