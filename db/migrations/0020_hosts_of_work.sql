DROP INDEX `hook_runs_lane`;--> statement-breakpoint
ALTER TABLE `hook_runs` ADD `host` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `hook_runs_lane` ON `hook_runs` (`handler`,`hook`,`status`,`host`,`due_at`);--> statement-breakpoint
ALTER TABLE `jobs` ADD `host` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `jobs_lane` ON `jobs` (`kind`,`status`,`host`,`due_at`);