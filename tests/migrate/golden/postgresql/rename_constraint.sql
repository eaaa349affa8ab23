-- upgrade
-- renames the constraint "uq_users_email" of "users" to "uq_y"
ALTER TABLE "users" RENAME CONSTRAINT "uq_users_email" TO "uq_y";

-- downgrade
-- renames the constraint "uq_y" of "users" to "uq_users_email"
ALTER TABLE "users" RENAME CONSTRAINT "uq_y" TO "uq_users_email";
