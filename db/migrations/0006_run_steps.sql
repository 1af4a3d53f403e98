CREATE TABLE `hook_steps` (
	`run_pk` integer NOT NULL,
	`name` text NOT NULL,
	`attempt` integer NOT NULL,
	`answer` text,
	`at` text NOT NULL,
	`duration_ms` integer NOT NULL,
	PRIMARY KEY(`run_pk`, `name`),
	FOREIGN KEY (`run_pk`) REFERENCES `hook_runs`(`pk`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `hook_runs` ADD `attempts_max` integer DEFAULT 5 NOT NULL;