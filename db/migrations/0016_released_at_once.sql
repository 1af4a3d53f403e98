CREATE TABLE `released_events` (
	`first_pk` integer PRIMARY KEY NOT NULL,
	`last_pk` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `pending_parts` (
	`pk` integer PRIMARY KEY NOT NULL,
	`run` text NOT NULL,
	`first_target_pk` integer,
	`last_target_pk` integer,
	`first_outbox_pk` integer NOT NULL,
	`last_outbox_pk` integer NOT NULL,
	`first_audit_pk` integer NOT NULL,
	`last_audit_pk` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `pending_parts_targets` ON `pending_parts` (`first_target_pk`,`last_target_pk`);--> statement-breakpoint
CREATE INDEX `pending_parts_audit` ON `pending_parts` (`first_audit_pk`,`last_audit_pk`);--> statement-breakpoint
-- What an import that is cut off by the upgrade left: its job begins anew.
DELETE FROM outbox WHERE pk IN (SELECT outbox_pk FROM pending_targets);--> statement-breakpoint
DELETE FROM target_search WHERE rowid IN (SELECT target_pk FROM pending_targets);--> statement-breakpoint
DELETE FROM targets WHERE pk IN (SELECT target_pk FROM pending_targets);--> statement-breakpoint
DROP TABLE `pending_targets`;--> statement-breakpoint
-- The trail is append-only; what an import has not shown yet is not of it yet.
DROP TRIGGER audit_no_delete;
--> statement-breakpoint
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
WHEN NOT EXISTS (SELECT 1 FROM pending_parts p WHERE OLD.pk BETWEEN p.first_audit_pk AND p.last_audit_pk)
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;