import type { Context } from "@/lib/access/context";
import { readersScope } from "@/lib/access/scope";
import { simplifyName } from "@/lib/astro/names";
import type { TargetDraft } from "@/lib/brokers/contract";
import type { RegisteredBroker } from "@/lib/brokers/registry";
import { updateTarget } from "@/lib/targets/commands/update-target";
import { findNameClashes } from "@/lib/targets/queries/find-name-clashes";
import { getTarget } from "@/lib/targets/queries/get-target";
import type { PatchTargetInput } from "@/lib/targets/schema";
import type { TargetDto } from "@/lib/targets/types";
import { toCreateInput } from "./drafts-of";

/**
 * Gives a target that was made of a frozen alert alone what its broker adds to that alert: aliases, extras, classes,
 * redshift. What the target says already stays; a name stays with another target that holds it where all who see this one
 * see that one: a missing name tells nobody of what she does not see. Safe to repeat.
 * @throws UPSTREAM_FAILED, NOT_FOUND, FORBIDDEN
 */
export async function completeTarget({
  ctx,
  registered,
  input: { targetId, raw },
}: {
  ctx: Context;
  registered: RegisteredBroker;
  input: { targetId: string; raw: unknown };
}): Promise<void> {
  const draft = await registered.connect().toTarget(registered.parseAlert(raw));
  const target = await getTarget(ctx.database.read, ctx.scope, { id: targetId });
  if (draft.type !== target.type) return;
  const patch = await whatIsNew(ctx, target, draft);
  if (Object.keys(patch).length > 0)
    await updateTarget({
      ctx,
      input: { id: targetId, version: target.version, ...patch },
      namesWithin: readersScope("complete-target", targetId),
    });
}

async function whatIsNew(ctx: Context, target: TargetDto, draft: TargetDraft): Promise<PatchTargetInput> {
  const { aliases = [], extras = {}, classifications = [], redshift } = toCreateInput(draft, [], undefined);
  const held = new Set([target.name, ...target.aliases].map(simplifyName));
  const asked = [draft.name, ...aliases].filter((name) => !held.has(simplifyName(name)));
  const among = readersScope("complete-target", target.id);
  const clashes = await findNameClashes(ctx.database.read, among, { names: asked });
  const taken = new Set(clashes.map(({ name }) => name));
  const fresh = asked.filter((name) => !taken.has(name));
  const facts = Object.entries(extras).filter(([key]) => !Object.hasOwn(target.extras, key));
  const classes = classifications.filter((one) => !target.classifications.some((known) => isSameClass(known, one)));
  return {
    ...(fresh.length > 0 ? { aliases: [...target.aliases, ...fresh] } : {}),
    ...(facts.length > 0 ? { extras: Object.fromEntries(facts) } : {}),
    ...(classes.length > 0 ? { classifications: [...target.classifications.map(asEntry), ...classes] } : {}),
    ...(redshift && target.redshift === null ? { redshift } : {}),
  };
}

type Class = NonNullable<PatchTargetInput["classifications"]>[number];

const isSameClass = (known: TargetDto["classifications"][number], one: Class): boolean =>
  known.name === one.name &&
  known.classifier === (one.classifier ?? null) &&
  known.version === (one.version ?? null) &&
  known.probability === (one.probability ?? null);

const asEntry = ({ name, source, classifier, version, probability, date }: TargetDto["classifications"][number]) => ({
  ...{ name, source, classifier, version, probability, date },
});
