-- revision: a1
-- down_revision: none
-- message: create notes
-- date: 2026-01-01T00:00:00Z
-- made_from: 7b88ebceb29fdb90

-- upgrade
-- creates the table "notes"
CREATE TABLE "notes" (
  "id" INTEGER NOT NULL,
  "text" TEXT NOT NULL,
  CONSTRAINT "pk_notes" PRIMARY KEY ("id")
);

-- downgrade
-- drops the table "notes"
-- destructive: drops the table "notes" and its rows
DROP TABLE "notes";
