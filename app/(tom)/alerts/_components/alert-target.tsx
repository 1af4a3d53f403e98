import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Muted } from "@/components/ui/text";
import type { RunAlertDto } from "@/lib/alerts/types";

/** The target that stands for an alert today. Where the alert was new in its run, it has become one since. */
export function AlertTarget({ alert, none }: { alert: RunAlertDto; none: ReactNode }) {
  if (alert.targetId === null) return none;
  return (
    <>
      <Badge icon="crosshair" href={`/targets/${alert.targetId}`}>
        {alert.targetName ?? "target"}
      </Badge>
      {alert.state === "new" ? (
        <>
          <br />
          <Muted>since this run</Muted>
        </>
      ) : null}
    </>
  );
}
