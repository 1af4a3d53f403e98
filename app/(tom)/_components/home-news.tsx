import { StateBadge, type Tone } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { EmptyState, FailedState } from "@/components/ui/states";
import { Muted } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import type { QueryDto, RunStatus } from "@/lib/alerts/types";
import type { Mention } from "@/lib/targets/types";
import styles from "./home.module.css";
import { NewMark } from "./home-new-mark";
import type { Home, Part } from "./home-types";
import { kindWords } from "./job-words";

const Failed = ({ what }: { what: string }) => (
  <FailedState title={`${what} could not be read`} why="Something went wrong on our side." retryHref="/" />
);

const tones: Record<RunStatus, Tone> = { running: "busy", done: "good", partial: "warning", failed: "bad" };

function QueryLine({ query, now }: { query: QueryDto; now: Date }) {
  const { lastRun, newSinceLook, nextRuns } = query;
  return (
    <li className={styles.line}>
      <span className={styles.lineHead}>
        <a href={lastRun === null ? `/alerts/queries/${query.id}` : `/alerts/runs/${lastRun.id}`}>{query.name}</a>
        {query.needsLook === null ? null : <StateBadge tone="warning">needs a look</StateBadge>}
        {newSinceLook === null || newSinceLook === 0 ? null : (
          <span className={styles.new}>{newSinceLook.toLocaleString("en")} new</span>
        )}
      </span>
      <span className={styles.lineRest}>
        {lastRun === null ? (
          "never run"
        ) : (
          <>
            {lastRun.status === "done" ? null : <StateBadge tone={tones[lastRun.status]}>{lastRun.status}</StateBadge>}
            {lastRun.total.toLocaleString("en")} {lastRun.total === 1 ? "alert" : "alerts"}
            <UtcTime iso={lastRun.startedAt} show="ago" now={now} />
          </>
        )}
        {nextRuns[0] === undefined ? null : (
          <>
            next <UtcTime iso={nextRuns[0]} show="ago" now={now} />
          </>
        )}
      </span>
    </li>
  );
}

export function HomeQueries({ queries, now }: { queries: Part<QueryDto[]>; now: Date }) {
  return (
    <Panel
      title="Saved queries"
      id="saved-queries"
      flush
      actions={
        <ButtonLink small look="quiet" icon="arrow-right" href="/alerts/queries">
          All queries
        </ButtonLink>
      }
    >
      {queries === null ? (
        <Failed what="The queries" />
      ) : queries.length === 0 ? (
        <EmptyState
          title="No saved query yet"
          icon="radio-tower"
          next={
            <ButtonLink small href="/alerts">
              Ask a broker
            </ButtonLink>
          }
        >
          Their newest runs stand here, with what is new since you looked.
        </EmptyState>
      ) : (
        <ul>
          {queries.map((query) => (
            <QueryLine key={query.id} query={query} now={now} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

type FailureLine = { key: string; href: string; state: string; title: string; why: string; at: string };

/** A schedule that fails, or that waits for somebody to look. */
const troubleLine = (query: QueryDto): FailureLine => ({
  key: query.id,
  href: `/alerts/queries/${query.id}`,
  state: query.needsLook === null ? "failing" : "needs a look",
  title: query.name,
  why:
    query.needsLook ??
    `${query.failureCount} scheduled ${query.failureCount === 1 ? "run" : "runs in a row"} failed; it is tried again.`,
  at: query.lastRun?.startedAt ?? query.updatedAt,
});

/** What failed of the reader's, the newest first: schedules, jobs and runs of handlers. */
export function failureLines({ jobs, runs, queries }: NonNullable<Home["failures"]>): FailureLine[] {
  const ofJobs = jobs.map((job) => ({
    key: job.id,
    href: "/automation/jobs",
    state: "failed",
    title: kindWords(job.kind),
    why: job.message,
    at: job.finishedAt ?? job.createdAt,
  }));
  const ofRuns = runs.map((run) => ({
    key: run.id,
    href: `/automation/runs/${run.id}`,
    state: "failed",
    title: `${run.handler}${run.objectName === null ? "" : ` on ${run.objectName}`}`,
    why: run.error ?? "",
    at: run.finishedAt ?? run.createdAt,
  }));
  return [...queries.map(troubleLine), ...ofJobs, ...ofRuns].sort((one, other) => other.at.localeCompare(one.at));
}

export function HomeFailures({
  failures,
  since,
  now,
}: {
  failures: Home["failures"];
  since: string | null;
  now: Date;
}) {
  const lines = failures === null ? [] : failureLines(failures);
  return (
    <Panel title="What failed of yours" id="failures" flush>
      {failures === null ? (
        <Failed what="Failures" />
      ) : lines.length === 0 ? (
        <p className={styles.calm}>
          <StateBadge tone="good">Nothing failed in the last 7 days.</StateBadge>
        </p>
      ) : (
        <ul>
          {lines.map((line) => (
            <li key={line.key} className={styles.line}>
              <span className={styles.lineHead}>
                <StateBadge tone="bad">{line.state}</StateBadge>
                <a href={line.href}>{line.title}</a>
                <NewMark at={line.at} since={since} />
              </span>
              <span className={styles.lineRest}>
                <UtcTime iso={line.at} show="ago" now={now} />
              </span>
              {line.why === "" ? null : <p className={styles.excerpt}>{line.why}</p>}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

type MentionsProps = { mentions: Part<Mention[]>; username: string; since: string | null; now: Date };

export function HomeMentions({ mentions, username, since, now }: MentionsProps) {
  return (
    <Panel title="Comments that mention you" id="mentions" flush>
      {mentions === null ? (
        <Failed what="Comments" />
      ) : mentions.length === 0 ? (
        <p className={styles.calm}>
          <Muted>None so far. Whoever writes @{username} in a comment calls you.</Muted>
        </p>
      ) : (
        <ul>
          {mentions.map((mention) => (
            <li key={mention.id} className={styles.line}>
              <span className={styles.lineHead}>
                {mention.author ?? "deleted account"} on{" "}
                <a href={`/targets/${mention.target.id}?tab=comments`}>{mention.target.name}</a>
                <NewMark at={mention.createdAt} since={since} />
              </span>
              <span className={styles.lineRest}>
                <UtcTime iso={mention.createdAt} show="ago" now={now} />
              </span>
              <p className={styles.excerpt}>{mention.body}</p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
