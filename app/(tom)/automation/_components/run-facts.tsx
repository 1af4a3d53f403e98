import { type Fact, FactList } from "@/components/ui/fact-list";
import { Mono } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import type { HookRunDetail } from "@/lib/hooks/types";
import { formatDurationMs } from "./duration";
import { RunObject } from "./run-columns";
import { WorkState } from "./work-state";

const linkToRun = (id: string) => <a href={`/automation/runs/${id}`}>{id.slice(-12)}</a>;

function factsOf(run: HookRunDetail, now: Date): Fact[] {
  const time = (iso: string) => <UtcTime iso={iso} precision="second" now={now} />;
  return [
    { label: "Hook", value: <Mono>{run.hook}</Mono> },
    {
      label: "Object",
      value: (
        <>
          <RunObject run={run} /> <a href={`/automation?objectId=${run.objectId}`}>All its runs</a>
        </>
      ),
    },
    { label: "Event", value: <Mono>{run.eventId}</Mono>, copy: run.eventId },
    { label: "Changed by", value: run.causedBy === null ? run.changedBy : <Cause run={run} /> },
    { label: "Attempts", value: `${run.attempts} of at most ${run.attemptsMax}` },
    { label: "Since", value: time(run.createdAt) },
    { label: "Newest attempt", value: run.startedAt === null ? null : time(run.startedAt) },
    { label: "It took", value: run.durationMs === null ? null : formatDurationMs(run.durationMs) },
    ...(run.nextAttemptAt === null ? [] : [{ label: "Next attempt", value: time(run.nextAttemptAt) }]),
    { label: "Ended", value: run.finishedAt === null ? null : time(run.finishedAt) },
    ...(run.replayOf === null ? [] : [{ label: "Replay of", value: linkToRun(run.replayOf) }]),
  ];
}

/** The handler whose change this event tells of, with the run in which it made it. */
const Cause = ({ run }: { run: HookRunDetail }) => (
  <>
    the handler <Mono>{run.causedBy}</Mono>
    {run.causedByRun === null ? null : <> in run {linkToRun(run.causedByRun)}</>}
  </>
);

/** The facts of a run, and the runs that repeat it. */
export function RunFacts({ run, now }: { run: HookRunDetail; now: Date }) {
  return (
    <>
      <FactList facts={factsOf(run, now)} />
      {run.replays.length === 0 ? null : (
        <FactList
          facts={run.replays.map((replay, index) => ({
            label: `${replay.dryRun ? "Dry run" : "Replay"} ${run.replays.length - index}`,
            value: (
              <>
                {linkToRun(replay.id)} <WorkState status={replay.status} />
              </>
            ),
          }))}
        />
      )}
    </>
  );
}
