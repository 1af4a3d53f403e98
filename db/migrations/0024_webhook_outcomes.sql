ALTER TABLE `groups` ADD `webhook_tried_at` text;--> statement-breakpoint
ALTER TABLE `groups` ADD `webhook_delivered_at` text;--> statement-breakpoint
ALTER TABLE `groups` ADD `webhook_outcome` text;