import type { ReactNode } from "react";
import { ActionButton } from "@/components/forms/action-button";
import type { Column } from "@/components/ui/data-table";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState } from "@/components/ui/states";
import { Muted } from "@/components/ui/text";
import { NumberValue, UtcTime } from "@/components/ui/values";
import type { ClassificationDto, ClassificationEntry, RedshiftEntry } from "@/lib/targets/types";
import { removeClassificationAction, removeRedshiftAction } from "../_server/actions";

const Dash = () => <Muted>–</Muted>;

const classificationColumns = (now: Date): readonly Column<ClassificationDto>[] => [
  { id: "name", header: "Class", cell: (entry) => entry.name },
  {
    id: "probability",
    header: "Probability",
    numeric: true,
    cell: (entry) => <NumberValue value={entry.probability} decimals={3} />,
  },
  { id: "classifier", header: "Classifier", cell: (entry) => entry.classifier ?? <Dash /> },
  { id: "version", header: "Version", cell: (entry) => entry.version ?? <Dash /> },
  { id: "source", header: "Source", cell: (entry) => entry.source },
  { id: "date", header: "Date", unit: "UTC", cell: (entry) => <UtcTime iso={entry.date} scale={false} now={now} /> },
  { id: "by", header: "Entered by", cell: (entry) => entry.by ?? <Dash /> },
];

/** Dated, attributed classes, newest first, to read only. */
export const ClassificationTable = (props: { entries: readonly ClassificationDto[]; now: Date; empty: ReactNode }) => (
  <ServerTable
    caption="All classifications, newest first"
    columns={classificationColumns(props.now)}
    rows={props.entries}
    rowKey={(entry) => JSON.stringify([entry.name, entry.source, entry.classifier, entry.version, entry.date])}
    compact
    empty={props.empty}
  />
);

type Removal<Entry> = {
  targetId: string;
  action: typeof removeRedshiftAction | typeof removeClassificationAction;
  /** Of the button, and when it is done. */
  wordsOf: (entry: Entry) => { label: string; done: string };
};

const removal = <Entry extends { id: string }>({ targetId, action, wordsOf }: Removal<Entry>): Column<Entry> => ({
  id: "remove",
  header: "Remove",
  isActions: true,
  cell: (entry) => (
    <ActionButton action={action} fields={{ id: targetId, entryId: entry.id }} {...wordsOf(entry)} look="quiet" small>
      Remove
    </ActionButton>
  ),
});

const classificationWords = ({ name, source }: ClassificationEntry) => ({
  label: `Remove the classification ${name} of ${source}`,
  done: `${name} is removed.`,
});

const redshiftWords = ({ value, source }: RedshiftEntry) => ({
  label: `Remove the redshift ${value} of ${source}`,
  done: "The redshift is removed.",
});

type Entries<Entry> = { targetId: string; entries: readonly Entry[]; canChange: boolean; now: Date };

export const ClassificationEntries = ({ targetId, entries, canChange, now }: Entries<ClassificationEntry>) => (
  <ServerTable
    caption="All classifications, newest first"
    columns={[
      ...classificationColumns(now),
      ...(canChange ? [removal({ targetId, action: removeClassificationAction, wordsOf: classificationWords })] : []),
    ]}
    rows={entries}
    rowKey={(entry) => entry.id}
    compact
    empty={
      <EmptyState title="Not classified yet" icon="tag">
        Classes from spectra, brokers and people will stand here.
      </EmptyState>
    }
  />
);

const redshiftColumns = (now: Date): readonly Column<RedshiftEntry>[] => [
  { id: "value", header: "Redshift", cell: (entry) => <NumberValue value={entry.value} /> },
  { id: "error", header: "Error", numeric: true, cell: (entry) => <NumberValue value={entry.error} /> },
  { id: "frame", header: "Frame", cell: (entry) => entry.frame ?? <Dash /> },
  { id: "source", header: "Source", cell: (entry) => entry.source },
  { id: "date", header: "Date", unit: "UTC", cell: (entry) => <UtcTime iso={entry.date} scale={false} now={now} /> },
  { id: "by", header: "Entered by", cell: (entry) => entry.by ?? <Dash /> },
];

export const RedshiftEntries = ({ targetId, entries, canChange, now }: Entries<RedshiftEntry>) => (
  <ServerTable
    caption="All redshifts, newest first"
    columns={[
      ...redshiftColumns(now),
      ...(canChange ? [removal({ targetId, action: removeRedshiftAction, wordsOf: redshiftWords })] : []),
    ]}
    rows={entries}
    rowKey={(entry) => entry.id}
    compact
    empty={<EmptyState title="No redshift yet" icon="target" />}
  />
);
