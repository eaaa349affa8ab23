-- upgrade
-- adds the column "users"."rank"
ALTER TABLE "users" ADD COLUMN "rank" bigint NOT NULL DEFAULT (7);

-- downgrade
-- drops the column "users"."rank"
-- destructive: drops the column "users"."rank" and its values
ALTER TABLE "users" DROP COLUMN "rank";
