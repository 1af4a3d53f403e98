CREATE TABLE `broker_run_known` (
	`alert_pk` integer NOT NULL,
	`target_pk` integer NOT NULL,
	PRIMARY KEY(`alert_pk`, `target_pk`),
	FOREIGN KEY (`alert_pk`) REFERENCES `broker_run_alerts`(`pk`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`target_pk`) REFERENCES `targets`(`pk`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `broker_run_known_target` ON `broker_run_known` (`target_pk`);--> statement-breakpoint
ALTER TABLE `broker_run_alerts` ADD `compared_pk` integer;--> statement-breakpoint
CREATE INDEX `broker_run_alerts_change` ON `broker_run_alerts` (`run_pk`,`change`,`compared_pk`);--> statement-breakpoint
-- What stood for the alerts of earlier runs when they were frozen, as far as it still does.
INSERT OR IGNORE INTO broker_run_known (alert_pk, target_pk)
SELECT a.pk, l.target_pk FROM broker_runs r CROSS JOIN broker_run_alerts a ON a.run_pk = r.pk
CROSS JOIN alert_links l ON l.broker_id = r.broker_id AND l.alert_id = a.alert_id
WHERE l.created_at <= r.finished_at;--> statement-breakpoint
INSERT OR IGNORE INTO broker_run_known (alert_pk, target_pk)
SELECT a.pk, n.target_pk FROM broker_runs r CROSS JOIN broker_run_alerts a ON a.run_pk = r.pk
CROSS JOIN target_names n ON n.name_key IN (
  replace(replace(replace(lower(a.name), ' ', ''), '-', ''), '_', ''),
  CASE WHEN a.alert_id GLOB '[12][0-9][0-9][0-9][A-Za-z]*' THEN lower(a.alert_id) END,
  CASE WHEN a.alert_id GLOB '[12][0-9][0-9][0-9][A-Za-z]*' THEN 'at' || lower(a.alert_id) END,
  CASE WHEN a.alert_id GLOB '[12][0-9][0-9][0-9][A-Za-z]*' THEN 'sn' || lower(a.alert_id) END,
  CASE WHEN a.alert_id GLOB '[12][0-9][0-9][0-9][A-Za-z]*' THEN 'tde' || lower(a.alert_id) END)
CROSS JOIN targets t ON t.pk = n.target_pk
WHERE n.created_at <= r.finished_at AND (t.type = 'SIDEREAL' OR n.name = a.name);--> statement-breakpoint
-- Which earlier run each was compared with: the newest that had it.
UPDATE broker_run_alerts SET compared_pk = coalesce(
  (SELECT e.pk FROM broker_runs r
    CROSS JOIN broker_runs e ON e.query_pk = r.query_pk AND e.pk < r.pk AND e.status IN ('done', 'partial')
    CROSS JOIN broker_run_alerts b ON b.run_pk = e.pk AND b.alert_id = broker_run_alerts.alert_id
    WHERE r.pk = broker_run_alerts.run_pk ORDER BY e.pk DESC LIMIT 1),
  (SELECT r.previous_pk FROM broker_runs r WHERE r.pk = broker_run_alerts.run_pk))
WHERE change <> 'new';
