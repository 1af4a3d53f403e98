CREATE TABLE `handler_pauses` (
	`hook` text NOT NULL,
	`handler` text NOT NULL,
	`paused_by` text NOT NULL,
	`paused_at` text NOT NULL,
	PRIMARY KEY(`hook`, `handler`)
);
--> statement-breakpoint
DROP INDEX `hook_runs_due`;--> statement-breakpoint
ALTER TABLE `hook_runs` ADD `sent_at` text;--> statement-breakpoint
ALTER TABLE `hook_runs` ADD `sends` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `hook_runs_sent` ON `hook_runs` (`status`,`sent_at`);--> statement-breakpoint
ALTER TABLE `jobs` ADD `sent_at` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `sends` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- A run of a paused handler that would wait in the queue is paused instead, whichever way it came there.
CREATE TRIGGER hook_runs_paused_insert AFTER INSERT ON hook_runs
WHEN NEW.status = 'queued' AND EXISTS (SELECT 1 FROM handler_pauses WHERE hook = NEW.hook AND handler = NEW.handler)
BEGIN UPDATE hook_runs SET status = 'paused' WHERE pk = NEW.pk; END;
--> statement-breakpoint
CREATE TRIGGER hook_runs_paused_update AFTER UPDATE OF status ON hook_runs
WHEN NEW.status = 'queued' AND EXISTS (SELECT 1 FROM handler_pauses WHERE hook = NEW.hook AND handler = NEW.handler)
BEGIN UPDATE hook_runs SET status = 'paused' WHERE pk = NEW.pk; END;
