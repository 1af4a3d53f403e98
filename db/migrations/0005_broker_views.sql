CREATE TABLE `broker_views` (
	`target_pk` integer NOT NULL,
	`broker_id` text NOT NULL,
	`asked_at` text NOT NULL,
	`status` text NOT NULL,
	`message` text,
	`sightings` text NOT NULL,
	PRIMARY KEY(`target_pk`, `broker_id`),
	FOREIGN KEY (`target_pk`) REFERENCES `targets`(`pk`) ON UPDATE no action ON DELETE cascade
);
