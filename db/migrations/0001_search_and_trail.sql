-- Name search: one document a target (its names, one a line), rowid = targets.pk, so that hits come in creation order.
CREATE VIRTUAL TABLE target_search USING fts5(names, tokenize = 'trigram', content = '', contentless_delete = 1);
--> statement-breakpoint
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
--> statement-breakpoint
-- Polymorphic grants have no foreign key to their principal: clean up when one goes.
CREATE TRIGGER grants_of_deleted_group AFTER DELETE ON groups BEGIN DELETE FROM target_grants WHERE principal_kind = 'group' AND principal_pk = OLD.pk; END;
--> statement-breakpoint
CREATE TRIGGER grants_of_deleted_user AFTER DELETE ON users BEGIN DELETE FROM target_grants WHERE principal_kind = 'user' AND principal_pk = OLD.pk; END;
