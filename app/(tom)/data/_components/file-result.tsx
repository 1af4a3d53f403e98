import { type Column, DataTable } from "@/components/ui/data-table";
import { FactList } from "@/components/ui/fact-list";
import { Panel } from "@/components/ui/panel";
import { EmptyState, Notice, SkeletonRows } from "@/components/ui/states";
import type { DataProductDto, DataProductResult } from "@/lib/data-products/types";
import { ImageFacts } from "./image-facts";

type Rejected = DataProductResult["rejected"][number];

const columns: Column<Rejected>[] = [
  { id: "row", header: "Row", numeric: true, isName: true, cell: ({ row }) => (row === 0 ? "the file" : row) },
  { id: "field", header: "Column", cell: ({ field }) => (field === "" ? "–" : field) },
  { id: "why", header: "Why it was not taken", full: true, cell: ({ message }) => message },
];

const count = (number: number): string => number.toLocaleString("en");

function Told({ result }: { result: DataProductResult }) {
  const { accepted, revised, unchanged, rejected, rejectedTotal, notes } = result;
  return (
    <>
      <FactList
        facts={[
          {
            label: "Stored",
            value:
              revised > 0 ? `${count(accepted)}, of which ${count(revised)} had another value before` : count(accepted),
          },
          { label: "Known already", value: count(unchanged) },
          { label: "Rejected", value: count(rejectedTotal) },
        ]}
      />
      {notes.map((note) => (
        <Notice key={note}>{note}</Notice>
      ))}
      {rejected.length === 0 ? null : (
        <DataTable
          caption="Rejected rows"
          columns={columns}
          rows={rejected}
          rowKey={({ row, field, message }) => `${row} ${field} ${message}`}
          compact
          scroll="box"
          empty={null}
        />
      )}
      {rejectedTotal > rejected.length ? <Notice>The first {count(rejected.length)} of them are listed.</Notice> : null}
    </>
  );
}

type Props = {
  product: DataProductDto;
  result: DataProductResult | null;
  isRead: boolean;
  isBusy: boolean;
  now: Date;
};

/** What became of the rows of a file. */
export function FileResult({ result, isRead, isBusy, now }: Props) {
  return (
    <Panel title="What was in it" id="result">
      {isBusy ? (
        <SkeletonRows rows={3} label="The file is being read" />
      ) : result === null ? (
        <EmptyState title={isRead ? "Not read yet" : "Kept as it is"} icon="inbox">
          {isRead ? "Have it read again to see its rows." : "Nothing reads files of this type."}
        </EmptyState>
      ) : result.header !== null ? (
        <ImageFacts header={result.header} notes={result.notes} now={now} />
      ) : (
        <Told result={result} />
      )}
    </Panel>
  );
}
