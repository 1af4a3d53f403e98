import { ActionButton } from "@/components/forms/action-button";
import type { HookRunDetail } from "@/lib/hooks/types";
import { cancelHookRunAction, replayHookRunAction } from "../_server/actions";

/** What can be done with a run: end it while it is under way, run it again when it has ended. */
export function RunActions({ run }: { run: HookRunDetail }) {
  if (!run.rights.canReplay) return null;
  const { id } = run;
  if (run.status === "queued" || run.status === "running") {
    return (
      <ActionButton action={cancelHookRunAction} fields={{ id }} label="Cancel this run" icon="circle-stop">
        Cancel
      </ActionButton>
    );
  }
  return (
    <>
      <ActionButton action={replayHookRunAction} fields={{ id, dryRun: "on" }} label="Dry run" icon="eye">
        Dry run
      </ActionButton>
      <ActionButton action={replayHookRunAction} fields={{ id }} label="Replay" look="primary" icon="rotate-ccw-clock">
        Replay
      </ActionButton>
    </>
  );
}
