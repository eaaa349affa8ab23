-- upgrade
-- changes the primary key of "tags" from (name) to (name, lang)
ALTER TABLE "tags" DROP CONSTRAINT "pk_tags";
ALTER TABLE "tags" ADD CONSTRAINT "pk_tags" PRIMARY KEY ("name", "lang");

-- downgrade
-- changes the primary key of "tags" from (name, lang) to (name)
ALTER TABLE "tags" DROP CONSTRAINT "pk_tags";
ALTER TABLE "tags" ADD CONSTRAINT "pk_tags" PRIMARY KEY ("name");
