import { Badge, VisibilityBadge } from "@/components/ui/badge";
import { BandMark } from "@/components/ui/band-mark";
import type { Column } from "@/components/ui/data-table";
import { Icon } from "@/components/ui/icon";
import { Sparkline } from "@/components/ui/sparkline";
import { Muted } from "@/components/ui/text";
import { Coordinate, Magnitude, NumberValue, UtcTime } from "@/components/ui/values";
import { mjdToIso } from "@/lib/astro/time";
import { parseSparkline } from "@/lib/reduced-data/sparkline";
import type { ListedTarget } from "@/lib/targets/queries/list-page";
import styles from "./list.module.css";
import type { ListColumnId } from "./list-address";

/** Where the words of a row lead. */
export type RowLinks = { target: (id: string) => string; tag: (tag: string) => string };

type Make = (links: RowLinks, now: Date) => Column<ListedTarget>;

const locks = {
  open: { name: "globe", label: "Open: anyone can see it" },
  public: { name: "users", label: "Public: any signed-in user can see it" },
  private: { name: "lock", label: "Private: only people and groups with a grant can see it" },
} as const;

const aliasesShown = 2;

function Name({ row, href }: { row: ListedTarget; href: string }) {
  const { aliases } = row;
  const more = aliases.length - aliasesShown;
  return (
    <span className={styles.name}>
      <span className={styles.lock}>
        <Icon {...locks[row.visibility]} />
      </span>
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

export const nameColumn: Make = (links) => ({
  id: "name",
  header: "Name",
  sortKey: "name",
  isName: true,
  cell: (row) => <Name row={row} href={links.target(row.id)} />,
});

export const separationColumn: Column<ListedTarget> = {
  id: "separation",
  header: "Separation",
  unit: "″",
  numeric: true,
  hint: "From the middle of the cone, at today's place",
  cell: (row) => <NumberValue value={row.separationArcsec} decimals={2} />,
};

const tagsShown = 4;

function Tags({ tags, href }: { tags: readonly string[]; href: (tag: string) => string }) {
  if (tags.length === 0) return null;
  return (
    <span className={styles.tags}>
      {tags.slice(0, tagsShown).map((tag) => (
        <Badge key={tag} href={href(tag)} title={`Only targets tagged ${tag}`}>
          {tag}
        </Badge>
      ))}
      {tags.length > tagsShown ? <Muted>+{tags.length - tagsShown}</Muted> : null}
    </span>
  );
}

function LightCurve({ row }: { row: ListedTarget }) {
  const points = parseSparkline(row.sparkline);
  if (points.length === 0) return row.photometryCount === 0 ? null : <Muted>{row.photometryCount} points</Muted>;
  return <Sparkline points={points} label={`Light curve of ${row.name}: the last ${points.length} points`} />;
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
        <Muted>moves</Muted>
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
          <Muted>
            {classification.source}
            {classification.probability === null ? "" : ` ${classification.probability.toFixed(2)}`}
          </Muted>
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
    cell: (row) => <VisibilityBadge visibility={row.visibility} />,
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

export const listColumnLabels: Record<ListColumnId, string> = {
  type: "Type",
  position: "RA, Dec",
  newestMag: "Newest magnitude",
  newestDetection: "Newest detection",
  sparkline: "Light curve",
  classification: "Classification",
  redshift: "Redshift",
  tags: "Tags",
  visibility: "Visibility",
  created: "Created",
  updated: "Changed",
};

export const makeColumn = (id: ListColumnId, links: RowLinks, now: Date): Column<ListedTarget> =>
  makers[id](links, now);
