-- upgrade
-- drops the foreign key "fk_items_owner_users" of "items" to "users"
ALTER TABLE "items" DROP CONSTRAINT "fk_items_owner_users";

-- downgrade
-- adds the foreign key "fk_items_owner_users" of "items" to "users"
ALTER TABLE "items" ADD CONSTRAINT "fk_items_owner_users" FOREIGN KEY ("owner") REFERENCES "users" ("id") ON DELETE CASCADE;
