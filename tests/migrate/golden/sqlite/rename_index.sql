-- upgrade
-- renames the index "ix_users_age" to "ix_y"
DROP INDEX "ix_users_age";
CREATE INDEX "ix_y" ON "users" ("age" DESC) WHERE age > 1;

-- downgrade
-- renames the index "ix_y" to "ix_users_age"
DROP INDEX "ix_y";
CREATE INDEX "ix_users_age" ON "users" ("age" DESC) WHERE age > 1;
