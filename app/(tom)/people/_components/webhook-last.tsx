import { Notice } from "@/components/ui/states";
import { Muted } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import type { GroupDetailDto } from "@/lib/access/types";

/** Whether the last message to a group's address arrived, for those who manage the group. */
export function WebhookLast({ group, now }: { group: Pick<GroupDetailDto, "webhookUrl" | "webhookLast">; now: Date }) {
  const { webhookUrl, webhookLast: last } = group;
  if (webhookUrl === null) return null;
  if (last === null) return <Muted>Nothing was sent to this address yet.</Muted>;
  if (last.arrived)
    return (
      <p>
        Last delivered <UtcTime iso={last.triedAt} now={now} />. {last.outcome}
      </p>
    );
  return (
    <Notice tone="warning">
      The last message, <UtcTime iso={last.triedAt} now={now} />, did not arrive. {last.outcome}{" "}
      {last.deliveredAt === null ? (
        "None has arrived at this address before."
      ) : (
        <>
          The one before that arrived came <UtcTime iso={last.deliveredAt} now={now} />.
        </>
      )}
    </Notice>
  );
}
