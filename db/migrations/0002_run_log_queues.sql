DROP INDEX `hook_runs_object`;--> statement-breakpoint
CREATE INDEX `hook_runs_lane` ON `hook_runs` (`handler`,`status`,`due_at`);--> statement-breakpoint
CREATE INDEX `hook_runs_handler` ON `hook_runs` (`handler`,`pk`);--> statement-breakpoint
CREATE INDEX `hook_runs_hook` ON `hook_runs` (`hook`,`pk`);--> statement-breakpoint
CREATE INDEX `hook_runs_status` ON `hook_runs` (`status`,`pk`);--> statement-breakpoint
CREATE INDEX `hook_runs_created` ON `hook_runs` (`created_at`);--> statement-breakpoint
CREATE INDEX `hook_runs_object` ON `hook_runs` (`object_id`,`pk`);--> statement-breakpoint
CREATE INDEX `jobs_created` ON `jobs` (`created_at`);