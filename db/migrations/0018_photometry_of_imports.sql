ALTER TABLE `target_imports` ADD `photometry_name` text;--> statement-breakpoint
ALTER TABLE `target_imports` ADD `photometry_counts` text;