CREATE TABLE `alert_links` (
	`target_pk` integer NOT NULL,
	`broker_id` text NOT NULL,
	`alert_id` text NOT NULL,
	`url` text NOT NULL,
	`linked_by_pk` integer,
	`created_at` text NOT NULL,
	`fetched_at` text,
	PRIMARY KEY(`target_pk`, `broker_id`, `alert_id`),
	FOREIGN KEY (`target_pk`) REFERENCES `targets`(`pk`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`linked_by_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `alert_links_alert` ON `alert_links` (`broker_id`,`alert_id`);--> statement-breakpoint
CREATE TABLE `broker_queries` (
	`pk` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`name` text NOT NULL,
	`broker_id` text NOT NULL,
	`schema_version` integer NOT NULL,
	`parameters` text NOT NULL,
	`owner_pk` integer,
	`group_pk` integer,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`last_run_at` text,
	FOREIGN KEY (`owner_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`group_pk`) REFERENCES `groups`(`pk`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `broker_queries_id_unique` ON `broker_queries` (`id`);--> statement-breakpoint
CREATE INDEX `broker_queries_owner` ON `broker_queries` (`owner_pk`);--> statement-breakpoint
CREATE INDEX `broker_queries_group` ON `broker_queries` (`group_pk`);--> statement-breakpoint
CREATE TABLE `broker_run_alerts` (
	`pk` integer PRIMARY KEY NOT NULL,
	`run_pk` integer NOT NULL,
	`alert_id` text NOT NULL,
	`name` text NOT NULL,
	`timestamp` text,
	`ra_deg` real,
	`dec_deg` real,
	`mag` real,
	`band` text,
	`score` real,
	`url` text NOT NULL,
	`classifications` text NOT NULL,
	`draft` text,
	`raw` text NOT NULL,
	`change` text NOT NULL,
	FOREIGN KEY (`run_pk`) REFERENCES `broker_runs`(`pk`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `broker_run_alerts_id` ON `broker_run_alerts` (`run_pk`,`alert_id`);--> statement-breakpoint
CREATE TABLE `broker_runs` (
	`pk` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`query_pk` integer,
	`query_name` text NOT NULL,
	`broker_id` text NOT NULL,
	`schema_version` integer NOT NULL,
	`parameters` text NOT NULL,
	`context` text,
	`owner_pk` integer,
	`group_pk` integer,
	`previous_pk` integer,
	`started_at` text NOT NULL,
	`finished_at` text,
	`status` text NOT NULL,
	`feedback` text,
	`total` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`query_pk`) REFERENCES `broker_queries`(`pk`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`owner_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`group_pk`) REFERENCES `groups`(`pk`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `broker_runs_id_unique` ON `broker_runs` (`id`);--> statement-breakpoint
CREATE INDEX `broker_runs_query` ON `broker_runs` (`query_pk`,`pk`);--> statement-breakpoint
CREATE INDEX `broker_runs_owner` ON `broker_runs` (`owner_pk`,`pk`);--> statement-breakpoint
CREATE TABLE `broker_states` (
	`broker_id` text PRIMARY KEY NOT NULL,
	`last_success_at` text,
	`last_failure_at` text,
	`last_failure` text
);
--> statement-breakpoint
CREATE TABLE `query_looks` (
	`user_pk` integer NOT NULL,
	`query_pk` integer NOT NULL,
	`run_pk` integer NOT NULL,
	PRIMARY KEY(`user_pk`, `query_pk`),
	FOREIGN KEY (`user_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`query_pk`) REFERENCES `broker_queries`(`pk`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `audit` (
	`pk` integer PRIMARY KEY NOT NULL,
	`at` text NOT NULL,
	`actor` text NOT NULL,
	`actor_name` text NOT NULL,
	`verb` text NOT NULL,
	`object_type` text NOT NULL,
	`object_id` text NOT NULL,
	`target_id` text,
	`summary` text NOT NULL,
	`changes` text,
	`request_id` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_target` ON `audit` (`target_id`,`pk`);--> statement-breakpoint
CREATE INDEX `audit_object` ON `audit` (`object_type`,`object_id`,`pk`);--> statement-breakpoint
CREATE TABLE `hook_runs` (
	`pk` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`outbox_pk` integer NOT NULL,
	`hook` text NOT NULL,
	`handler` text NOT NULL,
	`object_type` text NOT NULL,
	`object_id` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` text NOT NULL,
	`lease_until` text,
	`started_at` text,
	`finished_at` text,
	`duration_ms` integer,
	`output` text,
	`error` text,
	`logs` text,
	`replay_of` text DEFAULT '' NOT NULL,
	`dry_run` integer DEFAULT false NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`outbox_pk`) REFERENCES `outbox`(`pk`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `hook_runs_id_unique` ON `hook_runs` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `hook_runs_once` ON `hook_runs` (`outbox_pk`,`handler`,`replay_of`);--> statement-breakpoint
CREATE INDEX `hook_runs_due` ON `hook_runs` (`status`,`due_at`);--> statement-breakpoint
CREATE INDEX `hook_runs_object` ON `hook_runs` (`object_type`,`object_id`,`pk`);--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`user_pk` integer NOT NULL,
	`method` text NOT NULL,
	`path` text NOT NULL,
	`key` text NOT NULL,
	`body_hash` text NOT NULL,
	`status` integer,
	`response` text,
	`created_at` text NOT NULL,
	PRIMARY KEY(`user_pk`, `method`, `path`, `key`),
	FOREIGN KEY (`user_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_created` ON `idempotency_keys` (`created_at`);--> statement-breakpoint
CREATE TABLE `jobs` (
	`pk` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`owner_pk` integer,
	`payload` text NOT NULL,
	`status` text NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`total` integer,
	`message` text DEFAULT '' NOT NULL,
	`result` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` text NOT NULL,
	`lease_until` text,
	`created_at` text NOT NULL,
	`started_at` text,
	`finished_at` text,
	FOREIGN KEY (`owner_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_id_unique` ON `jobs` (`id`);--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`status`,`due_at`);--> statement-breakpoint
CREATE INDEX `jobs_owner` ON `jobs` (`owner_pk`,`pk`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`pk` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`event` text NOT NULL,
	`object_type` text NOT NULL,
	`object_id` text NOT NULL,
	`payload` text NOT NULL,
	`actor` text NOT NULL,
	`cause_id` text,
	`depth` integer DEFAULT 0 NOT NULL,
	`created_at` text NOT NULL,
	`relayed_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_id_unique` ON `outbox` (`id`);--> statement-breakpoint
CREATE INDEX `outbox_unrelayed` ON `outbox` (`relayed_at`,`pk`);--> statement-breakpoint
CREATE INDEX `outbox_created` ON `outbox` (`created_at`);--> statement-breakpoint
CREATE TABLE `api_tokens` (
	`pk` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`user_pk` integer NOT NULL,
	`name` text NOT NULL,
	`prefix` text NOT NULL,
	`secret_hash` text NOT NULL,
	`scope` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`last_used_at` text,
	`revoked_at` text,
	FOREIGN KEY (`user_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_tokens_id_unique` ON `api_tokens` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `api_tokens_secret_hash_unique` ON `api_tokens` (`secret_hash`);--> statement-breakpoint
CREATE INDEX `api_tokens_user` ON `api_tokens` (`user_pk`);--> statement-breakpoint
CREATE TABLE `groups` (
	`pk` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `groups_id_unique` ON `groups` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `groups_name_key_unique` ON `groups` (`name_key`);--> statement-breakpoint
CREATE TABLE `identities` (
	`pk` integer PRIMARY KEY NOT NULL,
	`user_pk` integer NOT NULL,
	`issuer` text NOT NULL,
	`subject` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`user_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `identities_issuer_subject` ON `identities` (`issuer`,`subject`);--> statement-breakpoint
CREATE TABLE `memberships` (
	`user_pk` integer NOT NULL,
	`group_pk` integer NOT NULL,
	`role` text NOT NULL,
	`created_at` text NOT NULL,
	PRIMARY KEY(`user_pk`, `group_pk`),
	FOREIGN KEY (`user_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`group_pk`) REFERENCES `groups`(`pk`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `memberships_group` ON `memberships` (`group_pk`,`user_pk`);--> statement-breakpoint
CREATE TABLE `meta` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`updated_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')) NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`pk` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`secret_hash` text NOT NULL,
	`user_pk` integer NOT NULL,
	`created_at` text NOT NULL,
	`last_seen_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`network` text DEFAULT '' NOT NULL,
	`user_agent` text DEFAULT '' NOT NULL,
	`revoked_at` text,
	FOREIGN KEY (`user_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_id_unique` ON `sessions` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_secret_hash_unique` ON `sessions` (`secret_hash`);--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user_pk`,`revoked_at`);--> statement-breakpoint
CREATE INDEX `sessions_expires` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `sign_in_attempts` (
	`pk` integer PRIMARY KEY NOT NULL,
	`username_key` text NOT NULL,
	`network` text NOT NULL,
	`at` text NOT NULL,
	`succeeded` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sign_in_attempts_account` ON `sign_in_attempts` (`username_key`,`at`);--> statement-breakpoint
CREATE INDEX `sign_in_attempts_network` ON `sign_in_attempts` (`network`,`at`);--> statement-breakpoint
CREATE INDEX `sign_in_attempts_at` ON `sign_in_attempts` (`at`);--> statement-breakpoint
CREATE TABLE `users` (
	`pk` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`username` text NOT NULL,
	`username_key` text NOT NULL,
	`email` text,
	`password_hash` text,
	`role` text NOT NULL,
	`disabled_at` text,
	`is_service` integer DEFAULT false NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`last_home_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_id_unique` ON `users` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_username_key_unique` ON `users` (`username_key`);--> statement-breakpoint
CREATE TABLE `photometry` (
	`pk` integer PRIMARY KEY NOT NULL,
	`target_pk` integer NOT NULL,
	`identity` text NOT NULL,
	`kind` text NOT NULL,
	`observed_at_mjd` real NOT NULL,
	`band` text NOT NULL,
	`mag` real,
	`mag_err` real,
	`flux_njy` real,
	`flux_err_njy` real,
	`limit_mag` real,
	`limit_sigma` real,
	`mag_system` text,
	`brightness` text NOT NULL,
	`producer` text,
	`negative` integer NOT NULL,
	`time_reference` text,
	`original_scale` text,
	`original_time` text,
	`telescope` text,
	`instrument` text,
	`source` text NOT NULL,
	`source_id` text,
	`via` text NOT NULL,
	`provenance` text NOT NULL,
	`parser_version` text NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`flagged_reason` text,
	`flagged_by_pk` integer,
	`flagged_at` text,
	`created_by_pk` integer,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`target_pk`) REFERENCES `targets`(`pk`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`flagged_by_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`created_by_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `photometry_identity` ON `photometry` (`target_pk`,`identity`);--> statement-breakpoint
CREATE INDEX `photometry_time` ON `photometry` (`target_pk`,`observed_at_mjd`);--> statement-breakpoint
CREATE TABLE `photometry_revisions` (
	`pk` integer PRIMARY KEY NOT NULL,
	`photometry_pk` integer NOT NULL,
	`revision` integer NOT NULL,
	`values` text NOT NULL,
	`replaced_at` text NOT NULL,
	`replaced_by_pk` integer,
	FOREIGN KEY (`photometry_pk`) REFERENCES `photometry`(`pk`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`replaced_by_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `photometry_revisions_of` ON `photometry_revisions` (`photometry_pk`,`revision`);--> statement-breakpoint
CREATE TABLE `comment_mentions` (
	`comment_pk` integer NOT NULL,
	`user_pk` integer NOT NULL,
	PRIMARY KEY(`comment_pk`, `user_pk`),
	FOREIGN KEY (`comment_pk`) REFERENCES `comments`(`pk`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `comment_mentions_user` ON `comment_mentions` (`user_pk`,`comment_pk`);--> statement-breakpoint
CREATE TABLE `comments` (
	`pk` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`target_pk` integer NOT NULL,
	`author_pk` integer,
	`body` text NOT NULL,
	`created_at` text NOT NULL,
	`edited_at` text,
	FOREIGN KEY (`target_pk`) REFERENCES `targets`(`pk`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`author_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `comments_id_unique` ON `comments` (`id`);--> statement-breakpoint
CREATE INDEX `comments_target` ON `comments` (`target_pk`,`pk`);--> statement-breakpoint
CREATE TABLE `possible_duplicates` (
	`target_pk` integer NOT NULL,
	`other_pk` integer NOT NULL,
	`reason` text NOT NULL,
	`separation_arcsec` real,
	`created_at` text NOT NULL,
	`dismissed_at` text,
	`dismissed_by_pk` integer,
	PRIMARY KEY(`target_pk`, `other_pk`),
	FOREIGN KEY (`target_pk`) REFERENCES `targets`(`pk`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`other_pk`) REFERENCES `targets`(`pk`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`dismissed_by_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `possible_duplicates_other` ON `possible_duplicates` (`other_pk`);--> statement-breakpoint
CREATE TABLE `target_classifications` (
	`pk` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`target_pk` integer NOT NULL,
	`name` text NOT NULL,
	`source` text NOT NULL,
	`classifier` text,
	`version` text,
	`probability` real,
	`date` text NOT NULL,
	`by_pk` integer,
	`created_at` text NOT NULL,
	FOREIGN KEY (`target_pk`) REFERENCES `targets`(`pk`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`by_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `target_classifications_id_unique` ON `target_classifications` (`id`);--> statement-breakpoint
CREATE INDEX `target_classifications_target` ON `target_classifications` (`target_pk`,`date`);--> statement-breakpoint
CREATE TABLE `target_extras` (
	`target_pk` integer NOT NULL,
	`key` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`target_pk`, `key`),
	FOREIGN KEY (`target_pk`) REFERENCES `targets`(`pk`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `target_extras_key` ON `target_extras` (`key`,`target_pk`);--> statement-breakpoint
CREATE TABLE `target_grants` (
	`target_pk` integer NOT NULL,
	`principal_kind` text NOT NULL,
	`principal_pk` integer NOT NULL,
	`can_change` integer NOT NULL,
	`can_delete` integer NOT NULL,
	`is_creator` integer DEFAULT false NOT NULL,
	`granted_by_pk` integer,
	`created_at` text NOT NULL,
	PRIMARY KEY(`target_pk`, `principal_kind`, `principal_pk`),
	FOREIGN KEY (`target_pk`) REFERENCES `targets`(`pk`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`granted_by_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `target_grants_principal` ON `target_grants` (`principal_kind`,`principal_pk`,`target_pk`);--> statement-breakpoint
CREATE TABLE `target_names` (
	`pk` integer PRIMARY KEY NOT NULL,
	`target_pk` integer NOT NULL,
	`is_primary` integer NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`target_pk`) REFERENCES `targets`(`pk`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `target_names_target_key` ON `target_names` (`target_pk`,`name_key`);--> statement-breakpoint
CREATE INDEX `target_names_key` ON `target_names` (`name_key`,`target_pk`);--> statement-breakpoint
CREATE INDEX `target_names_name` ON `target_names` (name COLLATE NOCASE,`target_pk`);--> statement-breakpoint
CREATE TABLE `target_redshifts` (
	`pk` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`target_pk` integer NOT NULL,
	`value` real NOT NULL,
	`error` real,
	`frame` text,
	`source` text NOT NULL,
	`date` text NOT NULL,
	`by_pk` integer,
	`created_at` text NOT NULL,
	FOREIGN KEY (`target_pk`) REFERENCES `targets`(`pk`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`by_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `target_redshifts_id_unique` ON `target_redshifts` (`id`);--> statement-breakpoint
CREATE INDEX `target_redshifts_target` ON `target_redshifts` (`target_pk`,`date`);--> statement-breakpoint
CREATE TABLE `target_tags` (
	`target_pk` integer NOT NULL,
	`tag` text NOT NULL,
	PRIMARY KEY(`target_pk`, `tag`),
	FOREIGN KEY (`target_pk`) REFERENCES `targets`(`pk`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `target_tags_tag` ON `target_tags` (`tag`,`target_pk`);--> statement-breakpoint
CREATE TABLE `targets` (
	`pk` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`visibility` text NOT NULL,
	`ra_deg` real,
	`dec_deg` real,
	`healpix14` integer,
	`epoch` real,
	`pm_ra_mas_per_yr` real,
	`pm_dec_mas_per_yr` real,
	`parallax_mas` real,
	`distance_pc` real,
	`distance_err_pc` real,
	`scheme` text,
	`epoch_of_elements_mjd` real,
	`mean_anomaly_deg` real,
	`arg_of_perihelion_deg` real,
	`long_asc_node_deg` real,
	`inclination_deg` real,
	`eccentricity` real,
	`semimajor_axis_au` real,
	`mean_daily_motion_deg_per_day` real,
	`perihelion_distance_au` real,
	`epoch_of_perihelion_mjd` real,
	`ephemeris_period_days` real,
	`ephemeris_period_err_days` real,
	`ephemeris_epoch_mjd` real,
	`ephemeris_epoch_err_days` real,
	`abs_mag` real,
	`slope` real,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`created_by_pk` integer,
	`photometry_version` integer DEFAULT 0 NOT NULL,
	`photometry_count` integer DEFAULT 0 NOT NULL,
	`first_detection_mjd` real,
	`newest_detection_mjd` real,
	`newest_mag` real,
	`newest_band` text,
	`sparkline` text,
	FOREIGN KEY (`created_by_pk`) REFERENCES `users`(`pk`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `targets_id_unique` ON `targets` (`id`);--> statement-breakpoint
CREATE INDEX `targets_dec_ra` ON `targets` (`dec_deg`,`ra_deg`);--> statement-breakpoint
CREATE INDEX `targets_name` ON `targets` (name COLLATE NOCASE,`pk`);--> statement-breakpoint
CREATE INDEX `targets_updated` ON `targets` (`updated_at`,`pk`);--> statement-breakpoint
CREATE INDEX `targets_newest_detection` ON `targets` (`newest_detection_mjd`,`pk`);--> statement-breakpoint
CREATE INDEX `targets_newest_mag` ON `targets` (`newest_mag`,`pk`);--> statement-breakpoint
CREATE INDEX `targets_type` ON `targets` (`type`,`pk`);--> statement-breakpoint
CREATE INDEX `targets_created_by` ON `targets` (`created_by_pk`);--> statement-breakpoint
CREATE INDEX `targets_visibility` ON `targets` (`visibility`,`pk`);