import type { Column } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState } from "@/components/ui/states";
import { UtcTime } from "@/components/ui/values";
import type { HistoryEntry } from "@/lib/targets/types";
import styles from "./detail.module.css";

const lengthMax = 80;

function valueText(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const plain = text === "[]" || text === "{}" ? "–" : text;
  return plain.length > lengthMax ? `${plain.slice(0, lengthMax - 1)}…` : plain;
}

function Changes({ changes }: Pick<HistoryEntry, "changes">) {
  const fields = Object.entries(changes ?? {});
  if (fields.length === 0) return null;
  return (
    <ul className={styles.changes}>
      {fields.map(([field, [before, after]]) => (
        <li key={field}>
          {field}: <del>{valueText(before)}</del> → <ins>{valueText(after)}</ins>
        </li>
      ))}
    </ul>
  );
}

const columns = (now: Date): readonly Column<HistoryEntry>[] => [
  {
    id: "at",
    header: "When",
    unit: "UTC",
    nowrap: true,
    cell: (entry) => <UtcTime iso={entry.at} scale={false} now={now} />,
  },
  { id: "who", header: "Who", nowrap: true, cell: (entry) => entry.actorName },
  {
    id: "what",
    header: "What",
    full: true,
    cell: (entry) => (
      <>
        {entry.summary}
        <Changes changes={entry.changes} />
      </>
    ),
  },
];

/** Who changed what, newest first; rows of the audit trail, which nobody can change. */
export const HistoryTab = ({ entries, now }: { entries: readonly HistoryEntry[]; now: Date }) => (
  <Panel id="history" title="History" flush>
    <ServerTable
      caption="Who changed what"
      columns={columns(now)}
      rows={entries}
      rowKey={(entry) => `${entry.at} ${entry.verb} ${entry.summary}`}
      empty={
        <EmptyState title="Nothing has been changed" icon="rotate-ccw-clock">
          Every change to this target will stand here, with who made it.
        </EmptyState>
      }
    />
  </Panel>
);
