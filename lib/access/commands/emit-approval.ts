import type { Tx } from "@/db/write";
import { emit } from "@/lib/events/emit";
import type { AccessContext } from "../context";
import type { GroupMembershipDto, UserRole } from "../types";

type Approved = {
  id: string;
  username: string;
  email: string | null;
  role: UserRole;
  groups: readonly Pick<GroupMembershipDto, "id" | "name">[];
};

/** Tells that an administrator let somebody in, in the transaction that did. */
export const emitApproval = (
  tx: Tx,
  ctx: AccessContext,
  { id, username, email, role, groups }: Approved,
  approval: "created" | "enabled",
): Promise<void> =>
  emit(tx, ctx, [
    {
      event: "user_post_approve",
      objectType: "user",
      objectId: id,
      payload: {
        user: { id, username, email, role, groups: groups.map((group) => ({ id: group.id, name: group.name })) },
        approval,
      },
    },
  ]);
