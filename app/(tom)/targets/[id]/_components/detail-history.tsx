import type { Column } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState } from "@/components/ui/states";
import { UtcTime } from "@/components/ui/values";
import type { HistoryEntry } from "@/lib/targets/types";
import type { ExtraField } from "../../_components/extra-field";
import styles from "./detail.module.css";
import { changeWords, summaryWords } from "./detail-history-words";

type ChangesProps = Pick<HistoryEntry, "changes"> & { extraFields: readonly ExtraField[] };

function Changes({ changes, extraFields }: ChangesProps) {
  const told = changeWords(changes, extraFields);
  if (told.length === 0) return null;
  return (
    <ul className={styles.changes}>
      {told.map((change) => (
        <li key={change.label}>
          {change.label}:{" "}
          {change.words ?? (
            <>
              <del>{change.before}</del> → <ins>{change.after}</ins>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

const columns = (now: Date, extraFields: readonly ExtraField[]): readonly Column<HistoryEntry>[] => [
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
        {summaryWords(entry.summary)}
        <Changes changes={entry.changes} extraFields={extraFields} />
      </>
    ),
  },
];

type Props = { entries: readonly HistoryEntry[]; extraFields: readonly ExtraField[]; now: Date };

/** Who changed what, newest first; rows of the audit trail, which nobody can change. */
export const HistoryTab = ({ entries, extraFields, now }: Props) => (
  <Panel id="history" title="History" flush>
    <ServerTable
      caption="Who changed what"
      columns={columns(now, extraFields)}
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
