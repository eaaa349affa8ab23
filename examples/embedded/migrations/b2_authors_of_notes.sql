-- revision: b2
-- down_revision: a1
-- message: authors of notes
-- date: 2026-01-01T00:00:00Z
-- made_from: ae9e951382928f68

-- upgrade
-- adds the column "notes"."author"
ALTER TABLE "notes" ADD COLUMN "author" TEXT;

-- renames the column "notes"."text" to "body"
ALTER TABLE "notes" RENAME COLUMN "text" TO "body";

-- creates the index "ix_notes_author" of "notes"
CREATE INDEX "ix_notes_author" ON "notes" ("author");

-- downgrade
-- drops the index "ix_notes_author" of "notes"
DROP INDEX "ix_notes_author";

-- drops the column "notes"."author"
-- destructive: drops the column "notes"."author" and its values
ALTER TABLE "notes" DROP COLUMN "author";

-- renames the column "notes"."body" to "text"
ALTER TABLE "notes" RENAME COLUMN "body" TO "text";
