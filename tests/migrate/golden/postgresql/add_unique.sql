-- upgrade
-- adds the unique constraint "uq_users_age" of "users"
ALTER TABLE "users" ADD CONSTRAINT "uq_users_age" UNIQUE ("age");

-- downgrade
-- drops the unique constraint "uq_users_age" of "users"
ALTER TABLE "users" DROP CONSTRAINT "uq_users_age";
