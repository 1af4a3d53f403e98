CREATE TABLE `observation_records` (
	`pk` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`target_pk` integer NOT NULL,
	`facility_id` text NOT NULL,
	`observation_id` text,
	`status` text NOT NULL,
	`terminal` integer NOT NULL,
	`failed` integer NOT NULL,
	`parameters` text NOT NULL,
	`scheduled_start` text,
	`scheduled_end` text,
	`created_by_pk` integer,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`polled_at` text,
	`poll_error` text,
	`poll_failures` integer DEFAULT 0 NOT NULL,
	`next_poll_at` text,
	FOREIGN KEY (`target_pk`) REFERENCES `targets`(`pk`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`created_by_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `observation_records_id_unique` ON `observation_records` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `observation_records_at_facility` ON `observation_records` (`facility_id`,`observation_id`,`target_pk`) WHERE observation_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `observation_records_target` ON `observation_records` (`target_pk`,`pk`);--> statement-breakpoint
CREATE INDEX `observation_records_status` ON `observation_records` (`status`,`pk`);--> statement-breakpoint
CREATE INDEX `observation_records_terminal` ON `observation_records` (`terminal`,`pk`);--> statement-breakpoint
CREATE INDEX `observation_records_facility` ON `observation_records` (`facility_id`,`pk`);--> statement-breakpoint
CREATE INDEX `observation_records_start` ON `observation_records` (`scheduled_start`,`pk`);--> statement-breakpoint
CREATE INDEX `observation_records_updated` ON `observation_records` (`updated_at`,`pk`);--> statement-breakpoint
CREATE INDEX `observation_records_created_by` ON `observation_records` (`created_by_pk`);--> statement-breakpoint
CREATE INDEX `observation_records_next_poll` ON `observation_records` (`next_poll_at`) WHERE next_poll_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `observation_states` (
	`pk` integer PRIMARY KEY NOT NULL,
	`record_pk` integer NOT NULL,
	`status` text NOT NULL,
	`previous_status` text,
	`at` text NOT NULL,
	`actor` text NOT NULL,
	`actor_name` text NOT NULL,
	`source` text NOT NULL,
	FOREIGN KEY (`record_pk`) REFERENCES `observation_records`(`pk`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `observation_states_record` ON `observation_states` (`record_pk`,`pk`);