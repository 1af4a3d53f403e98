import { eq } from "drizzle-orm";
import { targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { readersScope } from "@/lib/access/scope";
import { isSameIauObject, simplifyName } from "@/lib/astro/names";
import { nowIso } from "@/lib/core/clock";
import { invalidInput } from "@/lib/core/errors";
import { aliasCountMax, aliasInput } from "../schema";
import type { TargetDto } from "../types";
import { changeTarget } from "./change-target";
import { refuseNameClash } from "./create-target";
import { replaceNames } from "./name-rows";
import { parseInput } from "./parse-input";

/**
 * Gives a target the name that a naming authority gave the object: another name of it, or its new name where it was called
 * by that designation under another prefix (AT becomes SN). The old name stays as an alias. The same name again changes
 * nothing.
 * @throws CONFLICT when another target holds the name that all who see this one see
 */
export async function adoptName({
  ctx,
  input: { id, name },
}: {
  ctx: Context;
  input: { id: string; name: string };
}): Promise<TargetDto> {
  const { alias: given } = parseInput(aliasInput, { alias: name });
  return changeTarget(ctx, {
    verb: "target.adoptName",
    id,
    async apply(tx, key, before) {
      const isGiven = (one: string): boolean => simplifyName(one) === simplifyName(given);
      const isRenamed = !isGiven(before.name) && isSameIauObject(before.name, given);
      const isHeld = [before.name, ...before.aliases].some(isGiven);
      if (isHeld && !isRenamed) return undefined;
      // The name is the object's, whoever acts here: what some readers of the target do not see has no say in it.
      const among = { ...ctx, scope: readersScope("adopt-name", id) };
      if (!isHeld) await refuseNameClash(tx, among, { aliases: [given], exceptPk: key.pk });
      const others = before.aliases.filter((one) => !isGiven(one));
      const aliases = isRenamed ? [before.name, ...others] : [...others, given];
      if (aliases.length > aliasCountMax) throw invalidInput({ alias: [`At most ${aliasCountMax} aliases`] });
      const primary = isRenamed ? given : before.name;
      if (isRenamed) await tx.update(targets).set({ name: primary }).where(eq(targets.pk, key.pk));
      await replaceNames(tx, { pk: key.pk, name: primary, aliases }, nowIso(ctx.clock));
      return undefined;
    },
  });
}
