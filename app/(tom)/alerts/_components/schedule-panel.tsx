import { ButtonLink } from "@/components/ui/button";
import { type Fact, FactList } from "@/components/ui/fact-list";
import { Panel } from "@/components/ui/panel";
import { Mono, Muted } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import type { QueryDto } from "@/lib/alerts/types";
import { scheduleWords } from "@/lib/core/schedule";
import styles from "./schedule.module.css";
import { ScheduleForm } from "./schedule-form";

type Props = { query: QueryDto; editing: boolean; now: Date };

function factsOf(query: QueryDto, schedule: string, now: Date): Fact[] {
  return [
    { label: "Runs", value: scheduleWords(schedule) },
    { label: "Cron", value: <Mono>{schedule}</Mono>, copy: schedule },
    {
      label: "Next",
      value: query.schedulePaused ? (
        <Muted>paused</Muted>
      ) : (
        <ol className={styles.times}>
          {query.nextRuns.map((time) => (
            <li key={time}>
              <UtcTime iso={time} now={now} />
            </li>
          ))}
        </ol>
      ),
    },
    { label: "As", value: query.owner ?? "a deleted account", hint: "A scheduled run has the rights of its owner" },
  ];
}

/** When a query runs by itself, in words; its form where somebody edits it. */
export function SchedulePanel({ query, editing, now }: Props) {
  const href = `/alerts/queries/${query.id}?panel=schedule#schedule`;
  return (
    <Panel
      title="Schedule"
      id="schedule"
      actions={
        editing || !query.rights.canChange ? undefined : (
          <ButtonLink small look="quiet" icon="clock" href={href} data-scroll="keep">
            {query.schedule === null ? "Set one" : "Change"}
          </ButtonLink>
        )
      }
    >
      {editing ? (
        <ScheduleForm query={query} />
      ) : query.schedule === null ? (
        <p>
          <Muted>
            It runs when somebody asks. With a schedule it works while you sleep, and tells its group what is new.
          </Muted>
        </p>
      ) : (
        <FactList facts={factsOf(query, query.schedule, now)} />
      )}
    </Panel>
  );
}
