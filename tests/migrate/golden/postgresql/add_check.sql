-- upgrade
-- adds the check "ck_users_id" of "users"
ALTER TABLE "users" ADD CONSTRAINT "ck_users_id" CHECK (id > 0);

-- downgrade
-- drops the check "ck_users_id" of "users"
ALTER TABLE "users" DROP CONSTRAINT "ck_users_id";
