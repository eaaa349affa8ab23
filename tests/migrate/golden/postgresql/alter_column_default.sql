-- upgrade
-- changes the column "users"."age": the default none to 18
ALTER TABLE "users" ALTER COLUMN "age" SET DEFAULT 18;

-- downgrade
-- changes the column "users"."age": the default 18 to none
ALTER TABLE "users" ALTER COLUMN "age" DROP DEFAULT;
