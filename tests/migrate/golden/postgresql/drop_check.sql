-- upgrade
-- drops the check "ck_users_age" of "users"
ALTER TABLE "users" DROP CONSTRAINT "ck_users_age";

-- downgrade
-- adds the check "ck_users_age" of "users"
ALTER TABLE "users" ADD CONSTRAINT "ck_users_age" CHECK (age > 0);
