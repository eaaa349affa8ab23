-- upgrade
-- renames the index "ix_users_age" to "ix_y"
ALTER INDEX "ix_users_age" RENAME TO "ix_y";

-- downgrade
-- renames the index "ix_y" to "ix_users_age"
ALTER INDEX "ix_y" RENAME TO "ix_users_age";
