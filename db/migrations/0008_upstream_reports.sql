CREATE TABLE `upstream_reports` (
	`pk` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`target_pk` integer NOT NULL,
	`broker_id` text NOT NULL,
	`kind` text NOT NULL,
	`parameters` text NOT NULL,
	`body` text NOT NULL,
	`destination` text NOT NULL,
	`status` text NOT NULL,
	`reference` text,
	`sent_at` text,
	`answered_at` text,
	`message` text,
	`messages` text NOT NULL,
	`name` text,
	`url` text,
	`created_by_pk` integer,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`target_pk`) REFERENCES `targets`(`pk`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`created_by_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `upstream_reports_id_unique` ON `upstream_reports` (`id`);--> statement-breakpoint
CREATE INDEX `upstream_reports_target` ON `upstream_reports` (`target_pk`,`pk`);--> statement-breakpoint
CREATE UNIQUE INDEX `upstream_reports_under_way` ON `upstream_reports` (`target_pk`,`broker_id`,`kind`,`destination`) WHERE status IN ('queued', 'sending', 'unknown', 'waiting');