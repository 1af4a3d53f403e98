"use client";

import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import type { CreateTargetsReport } from "@/lib/alerts/types";
import { counted } from "@/lib/core/counted";
import styles from "./cards.module.css";

type Props = {
  report: CreateTargetsReport;
  broker: { name: string; givesLightCurves: boolean };
  matchRadiusArcsec: number;
  decide: (alertId: string, choice: "link" | "create") => void;
};

/** What became of each alert; a near target asks for a decision. */
export function CreateReport({ report, broker, matchRadiusArcsec, decide }: Props) {
  const { created, existing, nearby, failed, jobId } = report;
  return (
    <div role="status" aria-label="What became of them" className={styles.report}>
      {created.length > 0 ? (
        <Notice framed>
          {counted(created.length, "target", "targets")} made: <TargetLinks rows={created} />
        </Notice>
      ) : null}
      {existing.length > 0 ? (
        <Notice framed>
          {counted(existing.length, "alert is", "alerts are")} of objects that are targets already, and linked to them:{" "}
          <TargetLinks rows={existing} />
        </Notice>
      ) : null}
      {nearby.map((near) => (
        <Notice key={near.alertId} tone="warning" framed>
          {near.alertId} lies {near.separationArcsec.toFixed(2)} arcsec from{" "}
          <a href={`/targets/${near.targetId}`}>{near.name}</a> (within {matchRadiusArcsec} arcsec). Is it the same
          object?{" "}
          <Button small onClick={() => decide(near.alertId, "link")}>
            The same: link it
          </Button>{" "}
          <Button small onClick={() => decide(near.alertId, "create")}>
            Another: make a target
          </Button>
        </Notice>
      ))}
      {failed.map((one) => (
        <Notice key={one.alertId} tone="bad" framed>
          {one.alertId}: {one.message}
        </Notice>
      ))}
      {jobId === null ? null : broker.givesLightCurves ? (
        <p>
          {created.length + existing.length === 1 ? "Its light curve is" : "Their light curves are"} being fetched in
          the background. <a href="/automation/jobs">See the job</a>
        </p>
      ) : (
        <p>{broker.name} has no light curves: none are fetched.</p>
      )}
    </div>
  );
}

function TargetLinks({ rows }: { rows: CreateTargetsReport["created"] }) {
  return rows.slice(0, 50).map((row, i) => (
    <span key={row.alertId}>
      {i > 0 ? ", " : ""}
      <a href={`/targets/${row.targetId}`}>{row.name}</a>
    </span>
  ));
}
