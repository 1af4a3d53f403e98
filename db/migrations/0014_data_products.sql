CREATE TABLE `data_product_photometry` (
	`product_pk` integer NOT NULL,
	`photometry_pk` integer NOT NULL,
	PRIMARY KEY(`product_pk`, `photometry_pk`),
	FOREIGN KEY (`product_pk`) REFERENCES `data_products`(`pk`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`photometry_pk`) REFERENCES `photometry`(`pk`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `data_product_photometry_row` ON `data_product_photometry` (`photometry_pk`);--> statement-breakpoint
CREATE TABLE `data_product_results` (
	`product_pk` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`accepted` integer NOT NULL,
	`unchanged` integer NOT NULL,
	`revised` integer NOT NULL,
	`rejected_total` integer NOT NULL,
	`rejected` text NOT NULL,
	`notes` text NOT NULL,
	`header` text,
	`preview_key` text,
	`preview_width` integer,
	`preview_height` integer,
	`processed_at` text NOT NULL,
	FOREIGN KEY (`product_pk`) REFERENCES `data_products`(`pk`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `data_product_results_preview_key_unique` ON `data_product_results` (`preview_key`);--> statement-breakpoint
CREATE TABLE `data_product_spectra` (
	`product_pk` integer NOT NULL,
	`spectrum_pk` integer NOT NULL,
	PRIMARY KEY(`product_pk`, `spectrum_pk`),
	FOREIGN KEY (`product_pk`) REFERENCES `data_products`(`pk`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`spectrum_pk`) REFERENCES `spectra`(`pk`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `data_product_spectra_row` ON `data_product_spectra` (`spectrum_pk`);--> statement-breakpoint
CREATE TABLE `data_products` (
	`pk` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`target_pk` integer NOT NULL,
	`observation_pk` integer,
	`facility_id` text,
	`product_id` text,
	`type` text NOT NULL,
	`filename` text NOT NULL,
	`content_type` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`storage_key` text NOT NULL,
	`time_scale` text NOT NULL,
	`status` text NOT NULL,
	`message` text,
	`processing` integer DEFAULT 0 NOT NULL,
	`job_id` text,
	`created_by_pk` integer,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`target_pk`) REFERENCES `targets`(`pk`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`observation_pk`) REFERENCES `observation_records`(`pk`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`created_by_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `data_products_id_unique` ON `data_products` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `data_products_storage_key_unique` ON `data_products` (`storage_key`);--> statement-breakpoint
CREATE INDEX `data_products_target` ON `data_products` (`target_pk`,`pk`);--> statement-breakpoint
CREATE INDEX `data_products_type` ON `data_products` (`type`,`pk`);--> statement-breakpoint
CREATE INDEX `data_products_status` ON `data_products` (`status`,`pk`);--> statement-breakpoint
CREATE INDEX `data_products_owner` ON `data_products` (`created_by_pk`);--> statement-breakpoint
CREATE INDEX `data_products_observation` ON `data_products` (`observation_pk`);--> statement-breakpoint
CREATE UNIQUE INDEX `data_products_at_facility` ON `data_products` (`target_pk`,`facility_id`,`product_id`) WHERE product_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `storage_removals` (
	`storage_key` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `spectra` (
	`pk` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`target_pk` integer NOT NULL,
	`identity` text NOT NULL,
	`observed_at_mjd` real,
	`original_time` text,
	`original_scale` text,
	`points` integer NOT NULL,
	`wavelength` blob NOT NULL,
	`wavelength_unit` text NOT NULL,
	`wavelength_min` real NOT NULL,
	`wavelength_max` real NOT NULL,
	`medium` text,
	`flux` blob NOT NULL,
	`flux_unit` text,
	`flux_err` blob,
	`exposure_s` real,
	`object` text,
	`telescope` text,
	`instrument` text,
	`observer` text,
	`reducer` text,
	`source` text NOT NULL,
	`provenance` text NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`created_by_pk` integer,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`target_pk`) REFERENCES `targets`(`pk`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`created_by_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `spectra_id_unique` ON `spectra` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `spectra_identity` ON `spectra` (`target_pk`,`identity`);--> statement-breakpoint
CREATE INDEX `spectra_time` ON `spectra` (`target_pk`,`observed_at_mjd`);
--> statement-breakpoint
-- Whatever takes a row away (its own deletion, its target's), what it had in the store goes after it.
CREATE TRIGGER data_products_file_goes AFTER DELETE ON data_products BEGIN INSERT OR IGNORE INTO storage_removals (storage_key, created_at) VALUES (OLD.storage_key, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')); END;
--> statement-breakpoint
CREATE TRIGGER data_product_results_preview_goes AFTER DELETE ON data_product_results WHEN OLD.preview_key IS NOT NULL BEGIN INSERT OR IGNORE INTO storage_removals (storage_key, created_at) VALUES (OLD.preview_key, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')); END;
--> statement-breakpoint
-- A processing that ended without a result, however it ended (failed, cancelled, given up), is told on its file.
CREATE TRIGGER data_products_processing_ended AFTER UPDATE OF status ON jobs WHEN NEW.kind = 'dataProducts.process' AND NEW.status IN ('failed', 'cancelled') BEGIN UPDATE data_products SET status = 'failed', message = CASE NEW.status WHEN 'cancelled' THEN 'Its processing was cancelled.' ELSE NEW.message END, updated_at = coalesce(NEW.finished_at, updated_at) WHERE job_id = NEW.id AND status IN ('uploaded', 'processing'); END;
