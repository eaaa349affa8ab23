-- upgrade
-- adds the foreign key "fk_items_id" of "items" to "users"
ALTER TABLE "items" ADD CONSTRAINT "fk_items_id" FOREIGN KEY ("id") REFERENCES "users" ("id");

-- downgrade
-- drops the foreign key "fk_items_id" of "items" to "users"
ALTER TABLE "items" DROP CONSTRAINT "fk_items_id";
