import type { Context } from "@/lib/access/context";
import { iauParts, isSameIauObject, simplifyName } from "@/lib/astro/names";
import type { RegisteredBroker } from "@/lib/brokers/registry";
import { isTomError } from "@/lib/core/errors";
import { adoptName } from "@/lib/targets/commands/adopt-name";

/** The names that a target is called by; the first is its own. */
type Named = { id: string; names: readonly string[] };

const same = (one: string, other: string): boolean => simplifyName(one) === simplifyName(other);

/** Whether an object that these are names of is called by a new prefix. What is called AT again keeps what it was called. */
function isNews(names: readonly string[], told: string): boolean {
  const [own = ""] = names;
  const prefix = iauParts(told)?.prefix ?? null;
  const outdated = isSameIauObject(own, told) ? [own] : names.filter((name) => isSameIauObject(name, told));
  const isHeld = outdated.some(
    (name) => same(name, told) || (prefix === "AT" && (iauParts(name)?.prefix ?? null) !== null),
  );
  return prefix !== null && outdated.length > 0 && !isHeld;
}

/**
 * What a naming authority calls an object now becomes the target's name where the target has the same designation under
 * another prefix (AT became SN); the old name stays as an alias. Never fails for it: a name that another target holds before
 * all who see this one, or a target that this person may not change, is left as it is.
 */
export async function followName(
  ctx: Context,
  { manifest }: Pick<RegisteredBroker, "manifest">,
  { id, names }: Named,
  told: string,
): Promise<void> {
  if (manifest.namesObjects !== true || !isNews(names, told)) return;
  try {
    await adoptName({ ctx, input: { id, name: told } });
  } catch (err) {
    if (!isTomError(err) || err.code === "INTERNAL") throw err;
    ctx.logger.info({ err, target: id }, "a target was not renamed as its naming authority has it");
  }
}

/** The same with the authority's newest word, which is asked for. */
export async function followNewestName(ctx: Context, registered: RegisteredBroker, named: Named): Promise<void> {
  const designation = named.names.flatMap((name) => iauParts(name)?.designation ?? [])[0];
  if (registered.manifest.namesObjects !== true || designation === undefined) return;
  const broker = registered.connect();
  const alert = await broker.fetchAlert(designation).catch((err: unknown) => {
    if (!isTomError(err)) throw err;
    ctx.logger.info({ err, target: named.id }, "the name of an object could not be asked for");
    return null;
  });
  if (alert !== null) await followName(ctx, registered, named, broker.toGenericAlert(alert).name);
}
