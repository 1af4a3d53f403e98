import { type Column, DataTable } from "@/components/ui/data-table";
import { type Fact, FactList } from "@/components/ui/fact-list";
import { EmptyState, Notice } from "@/components/ui/states";
import { Mono, Muted } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import { formatAgo } from "@/lib/astro/time-format";
import type { ObservationPage, ParameterField, StateChange, StateSource } from "@/lib/observations/types";
import { idLabel } from "./id-label";
import { stateWords } from "./observation-state";

const sources: Record<StateSource, string> = {
  page: "here",
  api: "by a program",
  bulk: "many at once",
  poll: "its facility said so",
  house: "by itself",
};

const historyColumns = (now: Date): Column<StateChange & { key: string }>[] => [
  { id: "state", header: "State", isName: true, nowrap: true, cell: (row) => stateWords(row.status) },
  {
    id: "before",
    header: "Before",
    nowrap: true,
    cell: (row) => (row.previousStatus === null ? <Muted>made so</Muted> : stateWords(row.previousStatus)),
  },
  {
    id: "at",
    header: "When",
    unit: "UTC",
    cell: (row) => <UtcTime iso={row.at} precision="second" scale={false} now={now} />,
  },
  { id: "by", header: "Who", cell: (row) => row.by ?? <Muted>the house</Muted> },
  { id: "how", header: "How", cell: (row) => sources[row.source] },
];

export function StateHistory({ history, now }: { history: readonly StateChange[]; now: Date }) {
  return (
    <DataTable
      caption="History of states"
      compact
      columns={historyColumns(now)}
      rows={history.map((change, index) => ({ ...change, key: `${history.length - index}` }))}
      rowKey={(row) => row.key}
      empty={<EmptyState title="No state yet" />}
    />
  );
}

const shown = (value: unknown): string =>
  typeof value === "boolean"
    ? value
      ? "yes"
      : "no"
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);

/** Declared parameters first, in the order of the form; the others as they came. */
function parameterFacts(parameters: Readonly<Record<string, unknown>>, fields: readonly ParameterField[]): Fact[] {
  const known = fields.filter(({ name }) => parameters[name] !== undefined && parameters[name] !== "");
  const others = Object.keys(parameters).filter((name) => !fields.some((field) => field.name === name));
  return [
    ...known.map(({ name, label, unit }) => ({
      label,
      value: shown(parameters[name]),
      ...(unit === undefined ? {} : { unit }),
    })),
    ...others.map((name) => ({ label: name, value: shown(parameters[name]) })),
  ];
}

type Props = { observation: ObservationPage; fields: readonly ParameterField[]; takesPlans: boolean; now: Date };

export function ObservationFacts({ observation, fields, takesPlans, now }: Props) {
  const { observationId, url, scheduledStart, scheduledEnd, createdAt, createdBy, facilityName } = observation;
  const facts: Fact[] = [
    { label: "Target", value: <a href={`/targets/${observation.targetId}`}>{observation.targetName}</a> },
    { label: "Facility", value: facilityName },
    {
      label: idLabel({ name: facilityName, takesPlans }),
      value:
        observationId === null ? null : url === null ? (
          <Mono>{observationId}</Mono>
        ) : (
          <a href={url} rel="noreferrer">
            <Mono>{observationId}</Mono>
          </a>
        ),
      ...(observationId === null ? {} : { copy: observationId }),
    },
    { label: "Window from", value: scheduledStart === null ? null : <UtcTime iso={scheduledStart} now={now} /> },
    { label: "Window to", value: scheduledEnd === null ? null : <UtcTime iso={scheduledEnd} now={now} /> },
    ...parameterFacts(observation.parameters, fields),
    {
      label: "Added",
      value: (
        <>
          <UtcTime iso={createdAt} now={now} /> {createdBy === null ? "" : `by ${createdBy}`}
        </>
      ),
    },
  ];
  return <FactList facts={facts} />;
}

/** When the facility was asked, and what came of it. */
export function AskedNote({ observation, now }: Pick<Props, "observation" | "now">) {
  const { polledAt, pollError, nextPollAt, facilityName } = observation;
  if (polledAt === null && nextPollAt === null) return null;
  const asked = polledAt === null ? "Not asked yet." : `${facilityName} was asked ${formatAgo(polledAt, now)}.`;
  const next =
    nextPollAt === null
      ? ""
      : Date.parse(nextPollAt) <= now.getTime()
        ? " It is asked again within a minute."
        : ` It is asked again at ${nextPollAt.slice(11, 16)} UTC.`;
  return (
    <Notice tone={pollError === null ? "info" : "warning"} framed>
      {asked} {pollError ?? ""}
      {next}
    </Notice>
  );
}
