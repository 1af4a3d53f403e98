import type { Context } from "@/lib/access/context";
import { usernameKey } from "@/lib/access/names";
import { requireWriter } from "@/lib/access/policy";
import { invalidInput, isTomError } from "@/lib/core/errors";
import { type ChangeGrantInput, changeGrantInput, rightsOf } from "../grant-schema";
import { getTargetKey } from "../queries/get-target";
import { listGrants } from "../queries/list-grants";
import type { TargetDto, TargetGrants } from "../types";
import { parseInput } from "./parse-input";
import { setGrants } from "./set-grants";

/**
 * Gives one person or group a right, changes it or takes it away; every other grant stays. What a form does, by
 * `setGrants` on the version that the others were read on.
 * @throws INVALID_INPUT (on `who`), NOT_FOUND, FORBIDDEN, CONFLICT (the rights were changed meanwhile)
 */
export async function changeGrant({ ctx, input }: { ctx: Context; input: ChangeGrantInput }): Promise<TargetDto> {
  requireWriter(ctx.actor);
  const { id, kind, who, step } = parseInput(changeGrantInput, input);
  const { version } = await getTargetKey(ctx.database.read, ctx.scope, { id });
  const held = await listGrants(ctx.database.read, ctx.scope, { id });
  const rights = step === "none" ? null : rightsOf(step);
  const { groups, people } =
    kind === "group" ? { ...asInput(held), groups: groupsWith(held, who, rights) } : peopleWith(held, who, rights);
  return setGrants({ ctx, input: { id, version, groups, people } }).catch(onWho);
}

type Rights = { canChange: boolean; canDelete: boolean } | null;
type Grants = {
  groups: { id: string; canChange: boolean; canDelete: boolean }[];
  people: { username: string; canChange: boolean; canDelete: boolean }[];
};

/** Without the creator, whose grant nobody sets. */
const asInput = ({ groups, people }: TargetGrants): Grants => ({
  groups: groups.map(({ name: _, ...grant }) => grant),
  people: people.filter(({ isCreator }) => !isCreator).map(({ isCreator: _, ...grant }) => grant),
});

function groupsWith(held: TargetGrants, id: string, rights: Rights): Grants["groups"] {
  const others = asInput(held).groups.filter((grant) => grant.id !== id);
  return rights === null ? others : [...others, { id, ...rights }];
}

function peopleWith(held: TargetGrants, username: string, rights: Rights): Grants {
  const key = usernameKey(username);
  if (held.people.some((one) => one.isCreator && usernameKey(one.username) === key)) {
    throw invalidInput({ who: ["Who created the target keeps every right to it."] });
  }
  const { groups, people } = asInput(held);
  const others = people.filter((one) => usernameKey(one.username) !== key);
  return { groups, people: rights === null ? others : [...others, { username, ...rights }] };
}

/** The list is our own making: what is wrong with it is wrong with the one who was named. */
function onWho(error: unknown): never {
  if (isTomError(error) && error.fieldErrors !== undefined) {
    throw invalidInput({ who: [...new Set(Object.values(error.fieldErrors).flat())] });
  }
  throw error;
}
