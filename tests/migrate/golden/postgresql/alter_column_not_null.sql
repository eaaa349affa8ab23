-- upgrade
-- changes the column "users"."age": NULL to NOT NULL, the default none to 18
-- destructive: changes "users"."age": it must have a value: it fails where a row has none
ALTER TABLE "users" ALTER COLUMN "age" SET DEFAULT 18;
ALTER TABLE "users" ALTER COLUMN "age" SET NOT NULL;

-- downgrade
-- changes the column "users"."age": NOT NULL to NULL, the default 18 to none
ALTER TABLE "users" ALTER COLUMN "age" DROP DEFAULT;
ALTER TABLE "users" ALTER COLUMN "age" DROP NOT NULL;
