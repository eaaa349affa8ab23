-- upgrade
-- drops the table "tags"
-- destructive: drops the table "tags" and its rows
DROP TABLE "tags";

-- downgrade
-- creates the table "tags"
CREATE TABLE "tags" (
  "name" TEXT NOT NULL,
  "lang" TEXT NOT NULL,
  CONSTRAINT "pk_tags" PRIMARY KEY ("name")
);
