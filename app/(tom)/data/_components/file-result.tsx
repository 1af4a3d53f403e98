import { type Column, DataTable } from "@/components/ui/data-table";
import { FactList } from "@/components/ui/fact-list";
import { Panel } from "@/components/ui/panel";
import { EmptyState, Notice, SkeletonRows } from "@/components/ui/states";
import { UtcTime } from "@/components/ui/values";
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

/** What became of the rows of a file. While it is read again, and when that failed, the last result stays in sight. */
export function FileResult({ product, result, isRead, isBusy, now }: Props) {
  if (result === null) {
    return (
      <Panel title="What was in it" id="result">
        {isBusy ? <SkeletonRows rows={3} label="The file is being read" /> : <NoResult {...{ product, isRead }} />}
      </Panel>
    );
  }
  return (
    <Panel title="What was in it" id="result">
      {isBusy ? (
        <Notice>
          It is being read again. Until that is done, this is what was in it{" "}
          {result.processedAt === null ? "before" : <UtcTime iso={result.processedAt} now={now} />}.
        </Notice>
      ) : product.status === "failed" ? (
        <Notice tone="warning">It could not be read again; what was read before is kept.</Notice>
      ) : null}
      {result.header === null ? (
        <Told result={result} />
      ) : (
        <ImageFacts header={result.header} notes={result.notes} now={now} />
      )}
    </Panel>
  );
}

function NoResult({ product, isRead }: Pick<Props, "product" | "isRead">) {
  const title = !isRead ? "Kept as it is" : product.status === "failed" ? "Nothing could be read" : "Not read yet";
  return (
    <EmptyState title={title} icon="inbox">
      {isRead ? "Have it read again to see its rows." : "Nothing reads files of this type."}
    </EmptyState>
  );
}
