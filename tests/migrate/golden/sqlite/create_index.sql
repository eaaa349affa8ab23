-- upgrade
-- creates the unique index "ix_x" of "users"
CREATE UNIQUE INDEX "ix_x" ON "users" ("age", "email" DESC) WHERE age > 1;

-- downgrade
-- drops the unique index "ix_x" of "users"
DROP INDEX "ix_x";
