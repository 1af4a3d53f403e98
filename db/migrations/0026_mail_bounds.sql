ALTER TABLE `mails` ADD `cause` text;--> statement-breakpoint
CREATE INDEX `mails_cause` ON `mails` (`cause`,`created_at`);