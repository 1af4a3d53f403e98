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

type Entries<Entry> = { targetId: string; entries: readonly Entry[]; canChange: boolean; now: Date };

export const ClassificationEntries = ({ targetId, entries, canChange, now }: Entries<ClassificationEntry>) => (
  <ServerTable
    caption="All classifications, newest first"
    columns={[
      ...classificationColumns(now),
      ...(canChange
        ? [
            {
              id: "remove",
              header: "Remove",
              isActions: true,
              cell: (entry: ClassificationEntry) => (
                <ActionButton
                  action={removeClassificationAction}
                  fields={{ id: targetId, entryId: entry.id }}
                  label={`Remove the classification ${entry.name} of ${entry.source}`}
                  done={`${entry.name} is removed.`}
                  look="quiet"
                  small
                >
                  Remove
                </ActionButton>
              ),
            },
          ]
        : []),
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
      ...(canChange
        ? [
            {
              id: "remove",
              header: "Remove",
              isActions: true,
              cell: (entry: RedshiftEntry) => (
                <ActionButton
                  action={removeRedshiftAction}
                  fields={{ id: targetId, entryId: entry.id }}
                  label={`Remove the redshift ${entry.value} of ${entry.source}`}
                  done="The redshift is removed."
                  look="quiet"
                  small
                >
                  Remove
                </ActionButton>
              ),
            },
          ]
        : []),
    ]}
    rows={entries}
    rowKey={(entry) => entry.id}
    compact
    empty={<EmptyState title="No redshift yet" icon="target" />}
  />
);
