-- upgrade
-- creates the table "notes"
CREATE TABLE "notes" (
  "id" INTEGER NOT NULL,
  "owner" BIGINT,
  "rank" BIGINT NOT NULL DEFAULT (7),
  CONSTRAINT "pk_notes" PRIMARY KEY ("id"),
  CONSTRAINT "fk_notes_owner" FOREIGN KEY ("owner") REFERENCES "users" ("id")
);
CREATE INDEX "ix_notes_owner" ON "notes" ("owner" DESC);

-- downgrade
-- drops the table "notes"
-- destructive: drops the table "notes" and its rows
DROP TABLE "notes";
