import { disableUser, enableUser, setRole, updateEmail } from "@/lib/access/commands/change-account";
import { createUser } from "@/lib/access/commands/create-user";
import { ensureFirstAdministrator } from "@/lib/access/commands/ensure-first-administrator";
import { setGroupWebhook } from "@/lib/access/commands/group-webhook";
import { createGroup, deleteGroup, renameGroup } from "@/lib/access/commands/groups";
import { addMember, removeMember, setMemberRole } from "@/lib/access/commands/members";
import type { Context } from "@/lib/access/context";
import { seedTargets } from "@/lib/web/operations/seed-targets";
import type { Path, Paths, World } from "./world";

const at = "lib/access/commands";
const once = { user_post_approve: 1 } as const;
const password = "quiet meridian lanterns 52";
const signing = "says who somebody is, and changes no object";

/** An account of its own for each call. */
async function member({ root, name }: World): Promise<{ id: string; username: string }> {
  const username = name("member").replace(" ", "-");
  const { id } = await createUser({ ctx: root, input: { username, password: null, role: "member", groups: [] } });
  return { id, username };
}

const onAccount = (
  fires: typeof once | Record<string, never>,
  act: (root: Context, id: string) => Promise<unknown>,
): Path => ({
  fires,
  async play(world) {
    const { id } = await member(world);
    return () => act(world.root, id);
  },
});

/** What happens to a group that a target is shared with. */
const onGroup = (act: (world: World, groupId: string, name: string) => Promise<unknown>): Path => ({
  fires: {},
  async play(world) {
    const name = world.name("Group");
    const { id } = await createGroup({ ctx: world.root, input: { name, description: "" } });
    await addMember({ ctx: world.root, input: { groupId: id, username: "ada" } });
    await world.target({ groups: [id] });
    return () => act(world, id, name);
  },
});

const userIdOf = ({ actor }: Context): string => (actor.kind === "user" ? actor.userId : "");

export const peoplePaths: Paths = {
  [`${at}/create-user.ts#createUser`]: {
    fires: once,
    async play({ root, group, name }) {
      const input = { username: name("new").replace(" ", "-"), password, role: "member" as const, groups: [group.id] };
      return () => createUser({ ctx: root, input: { ...input, email: "new@example.org" } });
    },
  },
  [`${at}/change-account.ts#enableUser`]: {
    fires: once,
    again: true,
    async play(world) {
      const { id } = await member(world);
      await disableUser({ ctx: world.root, input: { userId: id } });
      return () => enableUser({ ctx: world.root, input: { userId: id } });
    },
  },
  [`${at}/change-account.ts#disableUser`]: onAccount({}, (ctx, userId) => disableUser({ ctx, input: { userId } })),
  [`${at}/change-account.ts#setRole`]: onAccount({}, (ctx, userId) =>
    setRole({ ctx, input: { userId, role: "admin" } }),
  ),
  [`${at}/change-account.ts#updateEmail`]: onAccount({}, (ctx, userId) =>
    updateEmail({ ctx, input: { userId, email: "other@example.org" } }),
  ),
  [`${at}/ensure-first-administrator.ts#ensureFirstAdministrator`]: {
    fires: {},
    async play({ house, database }) {
      await database.write((tx) => tx.run("UPDATE users SET role = 'member' WHERE password_hash IS NOT NULL"));
      return () => ensureFirstAdministrator({ ctx: house, input: { username: "first", password } });
    },
  },
  [`${at}/groups.ts#createGroup`]: {
    fires: {},
    play:
      async ({ root, name }) =>
      () =>
        createGroup({ ctx: root, input: { name: name("Group"), description: "" } }),
  },
  [`${at}/groups.ts#renameGroup`]: onGroup(({ root }, groupId, name) =>
    renameGroup({ ctx: root, input: { groupId, name: `${name} renamed` } }),
  ),
  [`${at}/groups.ts#deleteGroup`]: onGroup(({ root }, groupId, name) =>
    deleteGroup({ ctx: root, input: { groupId, name } }),
  ),
  [`${at}/group-webhook.ts#setGroupWebhook`]: onGroup(({ root }, groupId) =>
    setGroupWebhook({ ctx: root, plainHosts: [], input: { groupId, url: "https://example.org/hooks" } }),
  ),
  [`${at}/members.ts#addMember`]: onGroup(({ root }, groupId) =>
    addMember({ ctx: root, input: { groupId, username: "root" } }),
  ),
  [`${at}/members.ts#removeMember`]: onGroup(({ root, ada }, groupId) =>
    removeMember({ ctx: root, input: { groupId, userId: userIdOf(ada) } }),
  ),
  [`${at}/members.ts#setMemberRole`]: onGroup(({ root, ada }, groupId) =>
    setMemberRole({ ctx: root, input: { groupId, userId: userIdOf(ada), role: "manager" } }),
  ),
  [`${at}/api-tokens.ts#createToken`]: { fires: "nothing", because: signing },
  [`${at}/api-tokens.ts#revokeToken`]: { fires: "nothing", because: signing },
  [`${at}/change-password.ts#changePassword`]: { fires: "nothing", because: signing },
  [`${at}/change-password.ts#setPassword`]: { fires: "nothing", because: signing },
  [`${at}/end-session.ts#signOut`]: { fires: "nothing", because: signing },
  [`${at}/end-session.ts#revokeSession`]: { fires: "nothing", because: signing },
  [`${at}/end-session.ts#revokeAllSessions`]: { fires: "nothing", because: signing },
  [`${at}/sign-in.ts#signIn`]: { fires: "nothing", because: signing },
  [`${at}/sign-in.ts#renewSession`]: { fires: "nothing", because: signing },
  [`${at}/touch.ts#touchSession`]: { fires: "nothing", because: signing },
  [`${at}/touch.ts#touchToken`]: { fires: "nothing", because: signing },
  [`${at}/mark-home.ts#markHome`]: { fires: "nothing", because: "notes when a person was here" },
  "lib/hooks/commands/steer-hook-run.ts#replayHookRun": {
    fires: "nothing",
    because: "runs a handler of an event that is there",
  },
  "lib/hooks/commands/steer-hook-run.ts#cancelHookRun": { fires: "nothing", because: "ends a run" },
  "lib/hooks/commands/steer-hook-run.ts#retryHookRun": {
    fires: "nothing",
    because: "tries a handler again with an event that is there",
  },
  "lib/hooks/commands/pause-handler.ts#pauseHandler": { fires: "nothing", because: "has runs wait" },
  "lib/hooks/commands/pause-handler.ts#resumeHandler": { fires: "nothing", because: "lets runs go on" },
  "lib/jobs/commands.ts#cancelJob": { fires: "nothing", because: "ends a job" },
  "lib/mail/commands/confirm-address.ts#askForAddress": { fires: "nothing", because: "where one is written to" },
  "lib/mail/commands/confirm-address.ts#confirmAddress": { fires: "nothing", because: "where one is written to" },
  "lib/mail/commands/resend-mail.ts#resendMail": { fires: "nothing", because: "sends a mail again" },
  "lib/mail/commands/send-held-mails.ts#sendHeldMails": { fires: "nothing", because: "sends mails that waited" },
  // Synthetic objects for trials: no change that a hook should hear of.
  "lib/web/operations/seed-targets.ts#seedTargets": {
    fires: {},
    play:
      async ({ house }) =>
      () =>
        seedTargets(house, { targets: 3, photometry: 100, groups: 1, seed: 7 }),
  },
  "lib/notifications/commands/choose-mail.ts#chooseMail": { fires: "nothing", because: "a person's own choice" },
  "lib/notifications/commands/mark-read.ts#markRead": { fires: "nothing", because: "notes what a person has read" },
};
