import { ActionButton } from "@/components/forms/action-button";
import type { HookRunDetail } from "@/lib/hooks/types";
import { cancelHookRunAction, replayHookRunAction, retryHookRunAction } from "../_server/actions";

/** Whether whom the run asks wants to be left alone: it cannot be hurried then. */
export const waitsForHost = ({ hostBusyUntil }: HookRunDetail, now: Date): boolean =>
  hostBusyUntil !== null && new Date(hostBusyUntil) > now;

/** What can be done with a run: end it or hurry it while it waits, run it again when it has ended. */
export function RunActions({ run, now }: { run: HookRunDetail; now: Date }) {
  if (!run.rights.canReplay) return null;
  const { id } = run;
  const retry = (words: string, label: string) => (
    <ActionButton action={retryHookRunAction} fields={{ id }} label={label} icon="refresh-cw">
      {words}
    </ActionButton>
  );
  if (run.status === "queued" || run.status === "running" || run.status === "paused") {
    return (
      <>
        {run.nextAttemptAt !== null && run.attempts > 0 && !waitsForHost(run, now)
          ? retry("Try now", "Try this run now")
          : null}
        <ActionButton action={cancelHookRunAction} fields={{ id }} label="Cancel this run" icon="circle-stop">
          Cancel
        </ActionButton>
      </>
    );
  }
  return (
    <>
      {run.status === "failed" ? retry("Retry", "Try this run again") : null}
      <ActionButton action={replayHookRunAction} fields={{ id, dryRun: "on" }} label="Dry run" icon="eye">
        Dry run
      </ActionButton>
      <ActionButton action={replayHookRunAction} fields={{ id }} label="Replay" look="primary" icon="rotate-ccw-clock">
        Replay
      </ActionButton>
    </>
  );
}
