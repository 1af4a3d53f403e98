ALTER TABLE `hook_runs` ADD `target_id` text;--> statement-breakpoint
ALTER TABLE `outbox` ADD `target_id` text;--> statement-breakpoint
UPDATE `outbox` SET `target_id` = `object_id` WHERE `object_type` = 'target';--> statement-breakpoint
UPDATE `hook_runs` SET `target_id` = `object_id` WHERE `object_type` = 'target';
