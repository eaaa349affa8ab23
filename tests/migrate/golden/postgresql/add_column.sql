-- upgrade
-- adds the column "users"."nick"
ALTER TABLE "users" ADD COLUMN "nick" text;

-- downgrade
-- drops the column "users"."nick"
-- destructive: drops the column "users"."nick" and its values
ALTER TABLE "users" DROP COLUMN "nick";
