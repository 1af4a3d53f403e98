import { Badge } from "@/components/ui/badge";
import type { Column } from "@/components/ui/data-table";
import { Muted } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import { sizeText } from "@/lib/core/size-text";
import type { DataProductDto, FileType } from "@/lib/data-products/types";
import { FileState } from "./file-state";

const labelOf = (types: readonly FileType[], key: string): string =>
  types.find((type) => type.key === key)?.label ?? key;

/** "12 stored, 3 known, 1 rejected", without what is nothing. */
function countsText({ counts }: Pick<DataProductDto, "counts">): string {
  if (counts === null) return "–";
  const parts = [
    counts.accepted > 0 ? `${counts.accepted.toLocaleString("en")} stored` : null,
    counts.unchanged > 0 ? `${counts.unchanged.toLocaleString("en")} known` : null,
    counts.rejected > 0 ? `${counts.rejected.toLocaleString("en")} rejected` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? "nothing in it" : parts.join(", ");
}

/** The whole sentence stands on the page of the file. */
const clipped = (text: string): string => (text.length > 90 ? `${text.slice(0, 90).trimEnd()}…` : text);

type Options = { types: readonly FileType[]; now: Date; withTarget: boolean };

export const fileColumns = ({ types, now, withTarget }: Options): Column<DataProductDto>[] => [
  {
    id: "name",
    header: "File",
    isName: true,
    cell: (product) => <a href={`/data/${product.id}`}>{product.filename}</a>,
  },
  { id: "type", header: "Type", nowrap: true, cell: (product) => <Badge>{labelOf(types, product.type)}</Badge> },
  ...(withTarget
    ? [
        {
          id: "target",
          header: "Target",
          nowrap: true,
          cell: (product: DataProductDto) => <a href={`/targets/${product.targetId}`}>{product.targetName}</a>,
        },
      ]
    : []),
  { id: "state", header: "State", nowrap: true, cell: (product) => <FileState product={product} /> },
  {
    id: "rows",
    header: "Rows",
    full: true,
    cell: (product) => (product.status === "failed" ? clipped(product.message ?? "–") : countsText(product)),
  },
  { id: "size", header: "Size", numeric: true, nowrap: true, cell: (product) => sizeText(product.sizeBytes) },
  { id: "by", header: "By", cell: (product) => product.createdBy ?? product.facilityId ?? <Muted>the house</Muted> },
  {
    id: "created",
    header: "Stored",
    unit: "UTC",
    nowrap: true,
    cell: (product) => <UtcTime iso={product.createdAt} scale={false} now={now} />,
  },
];
