ALTER TABLE `groups` ADD `webhook_url` text;--> statement-breakpoint
ALTER TABLE `groups` ADD `webhook_secret_number` integer DEFAULT 0 NOT NULL;