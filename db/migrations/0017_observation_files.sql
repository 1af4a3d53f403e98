ALTER TABLE `observation_records` ADD `files_next_at` text;--> statement-breakpoint
ALTER TABLE `observation_records` ADD `files_looks` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `observation_records_files_next` ON `observation_records` (`files_next_at`) WHERE files_next_at IS NOT NULL;
