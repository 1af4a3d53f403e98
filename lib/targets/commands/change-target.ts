import { eq } from "drizzle-orm";
import { targets } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { requireWriter } from "@/lib/access/policy";
import { systemScope } from "@/lib/access/scope";
import { recordAudit } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { notFound, TomError } from "@/lib/core/errors";
import { emit } from "@/lib/events/emit";
import { getTargetKey, type TargetKey } from "../queries/get-target";
import { readObjects } from "../queries/read-targets";
import type { TargetDto } from "../types";

export type Change = {
  /** domain.verb of the trail. */
  verb: string;
  id: string;
  /** The version that the change was made on; undefined: applied to whatever is there. */
  version?: number | undefined;
  /** Writes the change. `before`: the target as it was, with every group. Says more for the trail where the object does not show it. */
  apply(tx: Tx, key: TargetKey, before: TargetDto): Promise<Changes | undefined>;
};

type Changes = Record<string, readonly [unknown, unknown]>;

const house = systemScope("target_post_save");
const derived: ReadonlySet<string> = new Set(["version", "updatedAt"]);

/**
 * The one way to change a target or what belongs to the object: rights, version, the change, then (when the object is
 * really another) the next version, one audit row and one `target_post_save`. A change that changes nothing leaves no trace.
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT (stale: `detail.current` is the target as it is now)
 */
export async function changeTarget(ctx: Context, change: Change): Promise<TargetDto> {
  requireWriter(ctx.actor);
  return ctx.database.write(async (tx) => {
    const key = await getTargetKey(tx, ctx.scope, { id: change.id });
    if (!key.canChange) throw new TomError("FORBIDDEN", "You may see this target but not change it.");
    if (change.version !== undefined && change.version !== key.version) throw await stale(tx, ctx, key, change.version);
    const before = await readOne(tx, house, key.pk);
    const more = await change.apply(tx, key, before);
    const shown = differences(before, await readOne(tx, house, key.pk));
    const changes = { ...shown, ...more };
    if (Object.keys(changes).length > 0) await commitChange(tx, ctx, key, change.verb, changes, previousOf(shown));
    return readOne(tx, ctx.scope, key.pk);
  });
}

async function commitChange(
  tx: Tx,
  ctx: Context,
  key: TargetKey,
  verb: string,
  changes: Changes,
  previous: Partial<TargetDto>,
): Promise<void> {
  const next = { version: key.version + 1, updatedAt: nowIso(ctx.clock) };
  await tx.update(targets).set(next).where(eq(targets.pk, key.pk));
  const target = await readOne(tx, house, key.pk);
  await recordAudit(tx, ctx, {
    verb,
    objectType: "target",
    objectId: key.id,
    targetId: key.id,
    summary: `Changed ${Object.keys(changes).join(", ")}`,
    changes,
  });
  await emit(tx, ctx, [
    {
      event: "target_post_save",
      objectType: "target",
      objectId: key.id,
      payload: { target, created: false, previous },
    },
  ]);
}

async function readOne(tx: Tx, scope: Context["scope"], pk: number): Promise<TargetDto> {
  const [target] = await readObjects(tx, scope, [pk]);
  if (target === undefined) throw notFound("target");
  return target;
}

async function stale(tx: Tx, ctx: Context, key: TargetKey, yours: number): Promise<TomError> {
  const current = await readOne(tx, ctx.scope, key.pk);
  return new TomError(
    "CONFLICT",
    `${key.name} was changed since you opened it: it is at version ${key.version}, your change was made on version ${yours}.`,
    { detail: { stale: true, expected: yours, current } },
  );
}

const previousOf = (shown: Changes): Partial<TargetDto> =>
  Object.fromEntries(Object.entries(shown).map(([field, [was]]) => [field, was]));

/** Field -> [before, after], for the fields that differ. */
function differences(before: TargetDto, after: TargetDto): Changes {
  const changes: Changes = {};
  for (const [field, value] of Object.entries(after)) {
    const was = before[field as keyof TargetDto];
    if (!derived.has(field) && JSON.stringify(was) !== JSON.stringify(value)) changes[field] = [was, value];
  }
  return changes;
}
