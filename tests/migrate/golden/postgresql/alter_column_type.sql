-- upgrade
-- changes the column "items"."size": integer to double precision
ALTER TABLE "items" ALTER COLUMN "size" TYPE double precision USING CAST("size" AS double precision);

-- downgrade
-- changes the column "items"."size": double precision to integer
-- destructive: changes "items"."size": double precision becomes integer, which cannot hold every value of it
ALTER TABLE "items" ALTER COLUMN "size" TYPE integer USING CAST("size" AS integer);
