import { BandMark } from "@/components/ui/band-mark";
import { ButtonLink } from "@/components/ui/button";
import type { Column } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { Sparkline } from "@/components/ui/sparkline";
import { parseSparkline } from "@/components/ui/sparkline-points";
import { EmptyState, FailedState } from "@/components/ui/states";
import { Magnitude, UtcTime } from "@/components/ui/values";
import type { ListedTarget } from "@/lib/targets/types";
import styles from "./home.module.css";
import { NewMark } from "./home-new-mark";

/** `from` is the list that the order is of, so that a target's next and previous walk it. */
const targetHref = (id: string, from: string): string => `/targets/${id}?from=${encodeURIComponent(from)}`;

function columns(args: { from: string; since: string | null; now: Date }): Column<ListedTarget>[] {
  const { from, since, now } = args;
  return [
    {
      id: "name",
      header: "Name",
      isName: true,
      cell: (row) => (
        <>
          <a href={targetHref(row.id, from)}>{row.name}</a> <NewMark at={row.createdAt} since={since} />
          {row.createdAt === row.updatedAt ? null : (
            <NewMark at={row.updatedAt} since={since} word="changed" unless={row.createdAt} />
          )}
        </>
      ),
    },
    {
      id: "newest",
      header: "Newest",
      unit: "mag",
      numeric: true,
      cell: (row) =>
        row.newestMag === null ? null : (
          <span className={styles.newest}>
            <Magnitude mag={row.newestMag} /> <BandMark band={row.newestBand} />
          </span>
        ),
    },
    {
      id: "changed",
      header: "Changed",
      nowrap: true,
      cell: (row) => <UtcTime iso={row.updatedAt} show="ago" now={now} />,
    },
    {
      id: "sparkline",
      header: "Light curve",
      full: true,
      cell: (row) => <LightCurve row={row} />,
    },
  ];
}

function LightCurve({ row }: { row: ListedTarget }) {
  const points = parseSparkline(row.sparkline);
  return points.length === 0 ? null : <Sparkline points={points} label={`Light curve of ${row.name}`} />;
}

type Props = {
  /** null: they could not be read. */
  targets: readonly ListedTarget[] | null;
  /** What is newer is marked; null: nothing is. */
  since: string | null;
  signedIn: boolean;
  now: Date;
};

/** The targets that changed last. */
export function HomeTargets({ targets, since, signedIn, now }: Props) {
  const from = signedIn ? "sort=-updatedAt" : "";
  return (
    <Panel
      title={signedIn ? "Recent targets" : "Open targets"}
      id="recent-targets"
      flush
      actions={
        <ButtonLink small look="quiet" icon="arrow-right" href={from === "" ? "/targets" : `/targets?${from}`}>
          All targets
        </ButtonLink>
      }
    >
      {targets === null ? (
        <FailedState title="The targets could not be read" why="Something went wrong on our side." retryHref="/" />
      ) : (
        <ServerTable<ListedTarget>
          caption={signedIn ? "Recent targets" : "Open targets"}
          columns={columns({ from, since, now })}
          rows={targets}
          rowKey={(row) => row.id}
          rowHref={(row) => targetHref(row.id, from)}
          empty={
            <EmptyState title="No target yet" icon="crosshair">
              {signedIn
                ? "Targets that you may see stand here, the last changed first."
                : "Nothing is open to everyone."}
            </EmptyState>
          }
        />
      )}
    </Panel>
  );
}
