CREATE TABLE `pending_targets` (
	`target_pk` integer PRIMARY KEY NOT NULL,
	`run` text NOT NULL,
	`source_row` integer NOT NULL,
	`outbox_pk` integer NOT NULL,
	FOREIGN KEY (`target_pk`) REFERENCES `targets`(`pk`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `target_import_pieces` (
	`job_id` text NOT NULL,
	`kind` text NOT NULL,
	`seq` integer NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`job_id`, `kind`, `seq`),
	FOREIGN KEY (`job_id`) REFERENCES `target_imports`(`job_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `target_imports` (
	`job_id` text PRIMARY KEY NOT NULL,
	`file_name` text NOT NULL,
	`options` text NOT NULL,
	`warnings` text NOT NULL,
	`counts` text NOT NULL,
	`run` text,
	`published_at` text,
	FOREIGN KEY (`job_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE cascade
);
