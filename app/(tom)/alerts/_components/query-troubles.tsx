import { Notice } from "@/components/ui/states";
import type { QueryDto } from "@/lib/alerts/types";

/** What keeps a query from doing its work, and what to do about it. */
export function QueryTroubles({ query }: { query: QueryDto }) {
  const { needsLook, failureCount, schedule, lastRun } = query;
  return (
    <>
      {needsLook === null ? null : (
        <Notice tone="warning" framed>
          {needsLook} {schedule === null ? null : "Until then its schedule does not run it."}
        </Notice>
      )}
      {needsLook !== null || schedule === null || failureCount === 0 ? null : (
        <Notice tone="bad" framed>
          {failureCount === 1
            ? "The last scheduled run failed."
            : `The last ${failureCount} scheduled runs failed, and it waits longer after each.`}{" "}
          {lastRun === null ? null : <a href={`/alerts/runs/${lastRun.id}`}>See the newest run.</a>} A run that goes
          well, or any edit, starts it afresh.
        </Notice>
      )}
    </>
  );
}
