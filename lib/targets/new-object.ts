import type { Context } from "@/lib/access/context";
import type { UsableGroup } from "./commands/group-grants";
import type { NewTarget } from "./schema";
import { elementFieldNames } from "./target-problems";
import type { ElementsDto, TargetDto } from "./types";

export type NewObject = { id: string; draft: NewTarget; groups: readonly UsableGroup[] };

const surrogate = /[\ud800-\udfff]/;

/**
 * Whether the whole object of a new target is known without reading it back. It is not where the database sorts by rules
 * of its own, or stamps entries.
 */
export const isKnownWhole = ({ draft, groups }: NewObject): boolean =>
  !draft.redshift &&
  draft.classifications.length === 0 &&
  groups.length <= 1 &&
  !draft.tags.some((tag) => surrogate.test(tag)) &&
  !Object.keys(draft.extras).some((key) => surrogate.test(key));

const byCode = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** The object that `readObjects` gives for a target that was just written. */
export function newObject(ctx: Context, { id, draft, groups }: NewObject, createdAt: string): TargetDto {
  const elements = Object.fromEntries(elementFieldNames.map((name) => [name, draft[name] ?? null])) as ElementsDto;
  const extras = Object.entries(draft.extras).flatMap(([key, value]) =>
    value === null ? [] : [[key, value] as const],
  );
  return {
    id,
    version: 1,
    name: draft.name,
    type: draft.type,
    visibility: draft.visibility ?? ctx.config.targets.defaultVisibility,
    raDeg: draft.raDeg ?? null,
    decDeg: draft.decDeg ?? null,
    epoch: draft.epoch ?? null,
    pmRaMasPerYr: draft.pmRaMasPerYr ?? null,
    pmDecMasPerYr: draft.pmDecMasPerYr ?? null,
    parallaxMas: draft.parallaxMas ?? null,
    distancePc: draft.distancePc ?? null,
    distanceErrPc: draft.distanceErrPc ?? null,
    ...elements,
    createdAt,
    updatedAt: createdAt,
    aliases: [...draft.aliases],
    tags: draft.tags.toSorted(byCode),
    extras: Object.fromEntries(extras.toSorted(([one], [other]) => byCode(one, other))),
    redshift: null,
    classifications: [],
    createdBy: ctx.actor.kind === "user" ? ctx.actor.username : null,
    groups: groups.map((group) => ({ id: group.id, name: group.name })),
  };
}
