-- upgrade
-- drops the check "ck_users_age" of "users"
ALTER TABLE "users" DROP CONSTRAINT "ck_users_age";

-- drops the index "ix_users_age" of "users"
DROP INDEX "ix_users_age";

-- drops the column "users"."age"
-- destructive: drops the column "users"."age" and its values
ALTER TABLE "users" DROP COLUMN "age";

-- downgrade
-- adds the column "users"."age"
ALTER TABLE "users" ADD COLUMN "age" integer;

-- creates the index "ix_users_age" of "users"
CREATE INDEX "ix_users_age" ON "users" ("age" DESC) WHERE age > 1;

-- adds the check "ck_users_age" of "users"
ALTER TABLE "users" ADD CONSTRAINT "ck_users_age" CHECK (age > 0);
