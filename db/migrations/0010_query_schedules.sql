CREATE TABLE `rule_outcomes` (
	`pk` integer PRIMARY KEY NOT NULL,
	`run_pk` integer NOT NULL,
	`alert_id` text NOT NULL,
	`outcome` text NOT NULL,
	`target_pk` integer,
	`message` text,
	FOREIGN KEY (`run_pk`) REFERENCES `broker_runs`(`pk`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`target_pk`) REFERENCES `targets`(`pk`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rule_outcomes_alert` ON `rule_outcomes` (`run_pk`,`alert_id`);--> statement-breakpoint
CREATE INDEX `rule_outcomes_target` ON `rule_outcomes` (`target_pk`);--> statement-breakpoint
CREATE TABLE `notifications` (
	`pk` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`user_pk` integer NOT NULL,
	`key` text NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`href` text NOT NULL,
	`created_at` text NOT NULL,
	`read_at` text,
	FOREIGN KEY (`user_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_id_unique` ON `notifications` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_once` ON `notifications` (`user_pk`,`key`);--> statement-breakpoint
CREATE INDEX `notifications_user` ON `notifications` (`user_pk`,`pk`);--> statement-breakpoint
CREATE INDEX `notifications_unread` ON `notifications` (`user_pk`,`pk`) WHERE "notifications"."read_at" IS NULL;--> statement-breakpoint
CREATE INDEX `notifications_created` ON `notifications` (`created_at`);--> statement-breakpoint
ALTER TABLE `broker_queries` ADD `schedule` text;--> statement-breakpoint
ALTER TABLE `broker_queries` ADD `schedule_paused` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `broker_queries` ADD `next_run_at` text;--> statement-breakpoint
ALTER TABLE `broker_queries` ADD `failure_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `broker_queries` ADD `needs_look` text;--> statement-breakpoint
ALTER TABLE `broker_queries` ADD `rule` text;--> statement-breakpoint
CREATE INDEX `broker_queries_next` ON `broker_queries` (`next_run_at`);--> statement-breakpoint
ALTER TABLE `broker_runs` ADD `trigger_kind` text DEFAULT 'person' NOT NULL;--> statement-breakpoint
ALTER TABLE `broker_runs` ADD `lease_until` text;--> statement-breakpoint
ALTER TABLE `broker_runs` ADD `rule` text;--> statement-breakpoint
ALTER TABLE `broker_runs` ADD `rule_state` text;--> statement-breakpoint
ALTER TABLE `broker_runs` ADD `rule_error` text;--> statement-breakpoint
CREATE INDEX `broker_runs_status` ON `broker_runs` (`status`,`lease_until`);--> statement-breakpoint
ALTER TABLE `users` ADD `mail_notifications` integer DEFAULT true NOT NULL;