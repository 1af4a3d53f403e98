import { BandMark } from "@/components/ui/band-mark";
import type { Column } from "@/components/ui/data-table";
import { Sparkline } from "@/components/ui/sparkline";
import { parseSparkline } from "@/components/ui/sparkline-points";
import { Coordinate, Magnitude, NumberValue, UtcTime } from "@/components/ui/values";
import { mjdToIso } from "@/lib/astro/time";
import { counted } from "@/lib/core/counted";
import type { ListedTarget, Visibility } from "@/lib/targets/types";
import styles from "./list.module.css";
import { type ListColumnId, visibilityMarkId } from "./list-column-ids";

/** Where the words of a row lead. */
type RowLinks = { target: (id: string) => string; tag: (tag: string) => string };

type Make = (links: RowLinks, now: Date) => Column<ListedTarget>;

const visibilityLabels = {
  open: "Open: anyone can see it",
  public: "Public: any signed-in user can see it",
  private: "Private: only people and groups with a grant can see it",
} as const;

/** Drawn once for the page by `VisibilityMarks`. */
const VisibilityMark = ({ visibility }: { visibility: Visibility }) => (
  <svg className={styles.lock} viewBox="0 0 24 24" role="img" aria-label={visibilityLabels[visibility]}>
    <use href={`#${visibilityMarkId(visibility)}`} />
  </svg>
);

const aliasesShown = 2;

function Name({ row, href }: { row: ListedTarget; href: string }) {
  const { aliases } = row;
  const more = aliases.length - aliasesShown;
  return (
    <span className={styles.name}>
      <VisibilityMark visibility={row.visibility} />
      <a href={href}>{row.name}</a>
      {aliases.length === 0 ? null : (
        <span className={styles.aliases} title={more > 0 ? aliases.join(", ") : undefined}>
          {aliases.slice(0, aliasesShown).join(", ")}
          {more > 0 ? ` +${more}` : ""}
        </span>
      )}
    </span>
  );
}

const nameColumn: Make = (links) => ({
  id: "name",
  header: "Name",
  sortKey: "name",
  isName: true,
  cell: (row) => <Name row={row} href={links.target(row.id)} />,
});

const separationColumn = (isSortable: boolean): Column<ListedTarget> => ({
  id: "separation",
  ...(isSortable ? { sortKey: "separation" } : {}),
  header: "Separation",
  unit: "″",
  numeric: true,
  hint: "From the middle of the cone, at today's place",
  cell: (row) => <NumberValue value={row.separationArcsec} decimals={2} />,
});

const tagsShown = 4;

function Tags({ tags, href }: { tags: readonly string[]; href: (tag: string) => string }) {
  if (tags.length === 0) return null;
  return (
    <span className={styles.tags}>
      {tags.slice(0, tagsShown).map((tag) => (
        <a key={tag} className={styles.tag} href={href(tag)} title="Only targets with this tag">
          {tag}
        </a>
      ))}
      {tags.length > tagsShown ? <span className={styles.muted}>+{tags.length - tagsShown}</span> : null}
    </span>
  );
}

function LightCurve({ row }: { row: ListedTarget }) {
  const points = parseSparkline(row.sparkline);
  if (points.length === 0)
    return row.photometryCount === 0 ? null : (
      <span className={styles.muted}>{counted(row.photometryCount, "point")}</span>
    );
  return (
    <Sparkline points={points} label={`Light curve of ${row.name}: the last ${counted(points.length, "point")}`} />
  );
}

const date = (iso: string | null, now: Date) => <UtcTime iso={iso} precision="day" scale={false} now={now} />;

const makers: Record<ListColumnId, Make> = {
  type: () => ({
    id: "type",
    header: "Type",
    nowrap: true,
    cell: (row) => (row.type === "SIDEREAL" ? "Sidereal" : "Non-sidereal"),
  }),
  position: () => ({
    id: "position",
    header: "RA, Dec",
    unit: "ICRS",
    cell: (row) =>
      row.raDeg === null && row.type === "NON_SIDEREAL" ? (
        <span className={styles.muted}>moves</span>
      ) : (
        <Coordinate raDeg={row.raDeg} decDeg={row.decDeg} />
      ),
  }),
  newestMag: () => ({
    id: "newestMag",
    header: "Newest",
    unit: "mag",
    numeric: true,
    sortKey: "newestMag",
    hint: "Magnitude and band of the newest detection",
    cell: (row) =>
      row.newestMag === null ? null : (
        <span className={styles.newest}>
          <Magnitude mag={row.newestMag} /> <BandMark band={row.newestBand} />
        </span>
      ),
  }),
  newestDetection: (_links, now) => ({
    id: "newestDetection",
    header: "Newest detection",
    unit: "UTC",
    nowrap: true,
    sortKey: "newestDetection",
    cell: (row) => (row.newestDetectionMjd === null ? null : date(mjdToIso(row.newestDetectionMjd), now)),
  }),
  sparkline: () => ({ id: "sparkline", header: "Light curve", full: true, cell: (row) => <LightCurve row={row} /> }),
  classification: () => ({
    id: "classification",
    header: "Classification",
    hint: "The newest entry, and who says so",
    cell: ({ classification }) =>
      classification === null ? null : (
        <>
          {classification.name}{" "}
          <span className={styles.muted}>
            {classification.source}
            {classification.probability === null ? "" : ` ${classification.probability.toFixed(2)}`}
          </span>
        </>
      ),
  }),
  redshift: () => ({
    id: "redshift",
    header: "Redshift",
    numeric: true,
    cell: (row) => (row.redshift === null ? null : <NumberValue value={row.redshift} />),
  }),
  tags: (links) => ({ id: "tags", header: "Tags", cell: (row) => <Tags tags={row.tags} href={links.tag} /> }),
  visibility: () => ({
    id: "visibility",
    header: "Visibility",
    nowrap: true,
    cell: ({ visibility }) => visibility.charAt(0).toUpperCase() + visibility.slice(1),
  }),
  created: (_links, now) => ({
    id: "created",
    header: "Created",
    unit: "UTC",
    nowrap: true,
    sortKey: "createdAt",
    cell: (row) => date(row.createdAt, now),
  }),
  updated: (_links, now) => ({
    id: "updated",
    header: "Changed",
    unit: "UTC",
    nowrap: true,
    sortKey: "updatedAt",
    cell: (row) => date(row.updatedAt, now),
  }),
};

/** What a page of the list shows, as plain values: header and rows are made of the same, on either side. */
export type ColumnChoice = {
  columns: readonly ListColumnId[];
  /** Of a cone; by some it can be sorted. */
  separation: "sortable" | "shown" | null;
  /** Query string of the list, encoded: a target's previous and next walk it. */
  from: string;
  /** Address of the list with an empty tag at its end. */
  tagHref: string;
  nowMs: number;
};

export const targetHref =
  (from: string) =>
  (id: string): string =>
    `/targets/${id}?from=${from}`;

export function listColumns({ columns, separation, from, tagHref, nowMs }: ColumnChoice): Column<ListedTarget>[] {
  const links: RowLinks = { target: targetHref(from), tag: (tag) => tagHref + encodeURIComponent(tag) };
  const now = new Date(nowMs);
  const distance = separation === null ? [] : [separationColumn(separation === "sortable")];
  return [nameColumn(links, now), ...distance, ...columns.map((id) => makers[id](links, now))];
}
