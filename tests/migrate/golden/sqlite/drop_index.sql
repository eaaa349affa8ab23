-- upgrade
-- drops the index "ix_users_lower" of "users"
DROP INDEX "ix_users_lower";

-- downgrade
-- creates the index "ix_users_lower" of "users"
CREATE INDEX "ix_users_lower" ON "users" (lower(email));
