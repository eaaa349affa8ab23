-- upgrade
-- drops the unique constraint "uq_users_email" of "users"
ALTER TABLE "users" DROP CONSTRAINT "uq_users_email";

-- downgrade
-- adds the unique constraint "uq_users_email" of "users"
ALTER TABLE "users" ADD CONSTRAINT "uq_users_email" UNIQUE ("email");
