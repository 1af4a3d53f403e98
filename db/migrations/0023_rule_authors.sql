ALTER TABLE `broker_queries` ADD `rule_author_pk` integer REFERENCES users(pk) ON DELETE set null;--> statement-breakpoint
ALTER TABLE `broker_runs` ADD `rule_author_pk` integer REFERENCES users(pk) ON DELETE set null;--> statement-breakpoint
UPDATE `broker_queries` SET `rule_author_pk` = `owner_pk` WHERE `rule` IS NOT NULL;--> statement-breakpoint
UPDATE `broker_runs` SET `rule_author_pk` = `owner_pk` WHERE `rule` IS NOT NULL;
