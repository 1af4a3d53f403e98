import { StateBadge, type Tone } from "@/components/ui/badge";
import type { Column } from "@/components/ui/data-table";
import { Mono, Muted } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";

/** What runs by the clock, as the page shows it. */
export type Scheduled = {
  name: string;
  /** What it does, or whose it is. */
  about: string;
  /** In words, such as "every day at 06:00 UTC". */
  words: string;
  cron: string | null;
  last: { at: string; href: string | null; failed: boolean; remark: string | null } | null;
  /** The next three times; empty while it is paused. */
  next: readonly string[];
  state: "on" | "failing" | "paused" | "needs a look";
};

const tones: Record<Scheduled["state"], Tone> = {
  on: "good",
  failing: "bad",
  paused: "warning",
  "needs a look": "warning",
};

function When({ row }: { row: Scheduled }) {
  return (
    <>
      {row.words}
      {row.cron === null || row.words.startsWith(row.cron) ? null : (
        <>
          {" "}
          <Muted>
            <Mono>{row.cron}</Mono>
          </Muted>
        </>
      )}
    </>
  );
}

function Last({ row, now }: { row: Scheduled; now: Date }) {
  if (row.last === null) return <Muted>not yet</Muted>;
  const time = <UtcTime iso={row.last.at} scale={false} now={now} />;
  return (
    <>
      {row.last.href === null ? time : <a href={row.last.href}>{time}</a>}
      {row.last.failed ? <StateBadge tone="bad">failed</StateBadge> : null}
    </>
  );
}

function Next({ row, now }: { row: Scheduled; now: Date }) {
  if (row.next.length === 0) return <Muted>none</Muted>;
  return row.next.map((at, index) => (
    <span key={at}>
      {index === 0 ? null : ", "}
      <UtcTime iso={at} scale={false} now={now} />
    </span>
  ));
}

type Row = Scheduled & { id?: string };

export const scheduleColumns = (now: Date, nameHref: ((row: Row) => string) | null): Column<Row>[] => [
  {
    id: "name",
    header: nameHref === null ? "Task" : "Query",
    isName: true,
    cell: (row) => (nameHref === null ? <Mono>{row.name}</Mono> : <a href={nameHref(row)}>{row.name}</a>),
  },
  { id: "about", header: nameHref === null ? "What it does" : "Broker, whose", full: true, cell: (row) => row.about },
  { id: "when", header: "When", cell: (row) => <When row={row} /> },
  { id: "last", header: "Last", unit: "UTC", nowrap: true, cell: (row) => <Last row={row} now={now} /> },
  { id: "next", header: "Next three times", unit: "UTC", full: true, cell: (row) => <Next row={row} now={now} /> },
  {
    id: "state",
    header: "State",
    cell: (row) => (
      <>
        <StateBadge tone={tones[row.state]}>{row.state}</StateBadge> {row.last?.remark}
      </>
    ),
  },
];
