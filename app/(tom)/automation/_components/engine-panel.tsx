import { StateBadge, type Tone } from "@/components/ui/badge";
import { type Fact, FactList } from "@/components/ui/fact-list";
import { Panel } from "@/components/ui/panel";
import { Notice } from "@/components/ui/states";
import { UtcTime } from "@/components/ui/values";
import type { EngineState, OutsideState } from "@/lib/jobs/types";

export const engineName = (engine: EngineState): string => engine.outside?.name ?? "this server";

const tones: Record<EngineState["status"], Tone> = { running: "good", failing: "bad", stopped: "neutral" };
const outsideTones: Record<OutsideState["status"], Tone> = {
  connecting: "busy",
  registered: "good",
  unreachable: "bad",
  refused: "bad",
};
const outsideWords: Record<OutsideState["status"], string> = {
  connecting: "is being asked",
  registered: "knows this TOM",
  unreachable: "does not answer",
  refused: "refuses this TOM",
};

/** Above everything else while nothing is carried out, or is slow to be. */
export function EngineTrouble({ engine, now }: { engine: EngineState; now: Date }) {
  const { failure, outside } = engine;
  if (failure !== null) {
    return (
      <Notice tone="bad" framed>
        The engine could not use the database: {failure.message} It tries again by itself (
        <UtcTime iso={failure.at} precision="second" now={now} />
        ). Nothing is lost.
      </Notice>
    );
  }
  if (outside === null || outside.status === "registered" || outside.status === "connecting") return null;
  return (
    <Notice tone="warning" framed>
      {outside.name} {outsideWords[outside.status]} since <UtcTime iso={outside.since} precision="second" now={now} />.{" "}
      {outside.message} What is to be done waits here and is done when it is back.
    </Notice>
  );
}

function factsOf(engine: EngineState, now: Date): Fact[] {
  const { outside, failure } = engine;
  const time = (iso: string | null) => (iso === null ? null : <UtcTime iso={iso} precision="second" now={now} />);
  return [
    { label: "Engine", value: outside === null ? "embedded, in this server" : outside.name },
    { label: "State", value: <StateBadge tone={tones[engine.status]}>{engine.status}</StateBadge> },
    ...(outside === null
      ? []
      : [
          {
            label: outside.name,
            value: (
              <>
                <StateBadge tone={outsideTones[outside.status]}>{outside.status}</StateBadge> since{" "}
                {time(outside.since)}
              </>
            ),
          },
          { label: "Last contact", value: time(outside.lastContactAt) },
          ...(outside.message === null ? [] : [{ label: "Remark", value: outside.message }]),
        ]),
    { label: "Running", value: engine.running, hint: "Runs and jobs that are being worked on" },
    { label: "Waiting", value: engine.waiting, hint: "Taken up, and waiting for a free place in this server" },
    { label: "Last look", value: time(engine.reconciledAt), hint: "For events and runs that nobody has taken up" },
    {
      label: "Failure",
      value:
        failure === null ? (
          "none"
        ) : (
          <>
            {failure.message} ({time(failure.at)})
          </>
        ),
    },
  ];
}

/** What carries out hooks, jobs and periodic tasks, and how it fares. */
export const EnginePanel = ({ engine, now }: { engine: EngineState; now: Date }) => (
  <Panel id="engine" title="Engine" note="What carries out hooks, jobs and schedules">
    <FactList facts={factsOf(engine, now)} />
  </Panel>
);
