-- upgrade
-- renames the column "users"."age" to "years"
ALTER TABLE "users" RENAME COLUMN "age" TO "years";

-- downgrade
-- renames the column "users"."years" to "age"
ALTER TABLE "users" RENAME COLUMN "years" TO "age";
