import type { Context } from "@/lib/access/context";
import type { VisibleScope } from "@/lib/access/scope";
import { simplifyName } from "@/lib/astro/names";
import { nowIso } from "@/lib/core/clock";
import { invalidInput, notFound, TomError } from "@/lib/core/errors";
import { aliasCountMax, aliasInput } from "../schema";
import type { TargetDto } from "../types";
import { changeTarget } from "./change-target";
import { refuseNameClash } from "./create-target";
import { replaceNames } from "./name-rows";
import { parseInput } from "./parse-input";

type OnTarget<Input> = { ctx: Context; input: Input & { id: string } };
type Added = OnTarget<{ alias: string }> & {
  /** Names of targets outside this scope do not count; left out: outside what the actor sees. */
  within?: VisibleScope;
};

/** @throws CONFLICT when a visible target, or this one, holds the name in any spelling */
export async function addAlias({ ctx, input: { id, ...rest }, within }: Added): Promise<TargetDto> {
  const { alias } = parseInput(aliasInput, rest);
  return changeTarget(ctx, {
    verb: "target.addAlias",
    id,
    async apply(tx, key, before) {
      const own = [before.name, ...before.aliases].find((name) => simplifyName(name) === simplifyName(alias));
      if (own !== undefined) {
        const text = `${alias} is a name of this target already, as ${own}`;
        throw new TomError("CONFLICT", text, { fieldErrors: { alias: [text] } });
      }
      if (before.aliases.length >= aliasCountMax) throw invalidInput({ alias: [`At most ${aliasCountMax} aliases`] });
      await refuseNameClash(tx, { ...ctx, scope: within ?? ctx.scope }, { aliases: [alias], exceptPk: key.pk });
      await replaceNames(tx, { pk: key.pk, name: before.name, aliases: [...before.aliases, alias] }, nowIso(ctx.clock));
      return undefined;
    },
  });
}

/** @throws NOT_FOUND when the target has no such alias */
export async function removeAlias({ ctx, input: { id, ...rest } }: OnTarget<{ alias: string }>): Promise<TargetDto> {
  const { alias } = parseInput(aliasInput, rest);
  return changeTarget(ctx, {
    verb: "target.removeAlias",
    id,
    async apply(tx, key, before) {
      const aliases = before.aliases.filter((one) => simplifyName(one) !== simplifyName(alias));
      if (aliases.length === before.aliases.length) throw notFound("alias");
      await replaceNames(tx, { pk: key.pk, name: before.name, aliases }, nowIso(ctx.clock));
      return undefined;
    },
  });
}
