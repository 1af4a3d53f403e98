CREATE TABLE `mails` (
	`pk` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`key` text,
	`to_address` text NOT NULL,
	`from_address` text,
	`subject` text NOT NULL,
	`body` text NOT NULL,
	`asked_by` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`error` text,
	`created_at` text NOT NULL,
	`sent_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mails_id_unique` ON `mails` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `mails_key_unique` ON `mails` (`key`);--> statement-breakpoint
CREATE INDEX `mails_state` ON `mails` (`state`,`pk`);--> statement-breakpoint
CREATE INDEX `mails_created` ON `mails` (`created_at`);