import { StateBadge } from "@/components/ui/badge";
import type { Column } from "@/components/ui/data-table";
import { Muted } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import type { QueryDto } from "@/lib/alerts/types";
import { counted } from "@/lib/core/counted";
import { scheduleWords } from "@/lib/core/schedule";
import { QueryActions } from "./query-actions";
import { RunState } from "./run-state";
import styles from "./schedule.module.css";

function Schedule({ query, now }: { query: QueryDto; now: Date }) {
  const { schedule, schedulePaused, nextRuns } = query;
  if (schedule === null) return <Muted>when asked</Muted>;
  const [next] = nextRuns;
  return (
    <span className={styles.stacked}>
      {scheduleWords(schedule)}
      <span className={styles.small}>
        {schedulePaused || next === undefined ? (
          "paused"
        ) : (
          <>
            next <UtcTime iso={next} show="ago" now={now} />
          </>
        )}
      </span>
    </span>
  );
}

/** Who has it. */
function Owner({ query: { owner, group } }: { query: QueryDto }) {
  return (
    <span className={styles.stacked}>
      {owner ?? "–"}
      <span className={styles.small}>{group?.name ?? "no group"}</span>
    </span>
  );
}

/** What ails it comes before how its last run went. */
function Health({ query }: { query: QueryDto }) {
  if (query.needsLook !== null) return <StateBadge tone="warning">needs a look</StateBadge>;
  if (query.schedule !== null && query.failureCount > 0) {
    return (
      <StateBadge tone="bad">{query.failureCount === 1 ? "failed" : `failed ${query.failureCount} times`}</StateBadge>
    );
  }
  return query.lastRun === null ? "–" : <RunState status={query.lastRun.status} />;
}

function State({ query }: { query: QueryDto }) {
  const { lastRun } = query;
  return (
    <span className={styles.stacked}>
      <Health query={query} />
      {lastRun === null ? null : <span className={styles.small}>{counted(lastRun.total, "alert")}</span>}
    </span>
  );
}

/** The list of saved queries; `brokers`: their names by id. */
export const queryColumns = (brokers: ReadonlyMap<string, string>, now: Date): Column<QueryDto>[] => [
  {
    id: "name",
    header: "Name",
    isName: true,
    cell: (query) => (
      <a className={styles.name} href={`/alerts/queries/${query.id}`}>
        {query.name}
      </a>
    ),
  },
  { id: "broker", header: "Broker", cell: (query) => brokers.get(query.brokerId) ?? query.brokerId },
  { id: "owner", header: "Owner, group", cell: (query) => <Owner query={query} /> },
  { id: "schedule", header: "Schedule", cell: (query) => <Schedule query={query} now={now} /> },
  {
    id: "last",
    header: "Last run",
    unit: "UTC",
    cell: (query) =>
      query.lastRun === null ? (
        <Muted>never</Muted>
      ) : (
        <a href={`/alerts/runs/${query.lastRun.id}`}>
          <UtcTime iso={query.lastRun.startedAt} scale={false} now={now} />
        </a>
      ),
  },
  { id: "status", header: "State", nowrap: true, cell: (query) => <State query={query} /> },
  {
    id: "new",
    header: "New",
    numeric: true,
    hint: "For you: alerts in runs since you last looked at one",
    cell: (query) => query.newSinceLook ?? "–",
  },
  { id: "actions", header: "Actions", isActions: true, cell: (query) => <QueryActions query={query} /> },
];
