-- upgrade
-- renames the table "users" to "us""ers"
ALTER TABLE "users" RENAME TO "us""ers";

-- downgrade
-- renames the table "us""ers" to "users"
ALTER TABLE "us""ers" RENAME TO "users";
