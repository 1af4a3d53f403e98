import { notFound } from "next/navigation";
import { listUsableGroups } from "@/lib/targets/commands/group-grants";
import { getTargetPage } from "@/lib/targets/queries/get-target";
import type { ExtraValue, TargetPage } from "@/lib/targets/types";
import { orNotFound } from "@/lib/web/or-not-found";
import { requirePageUser } from "@/lib/web/session";
import type { ExtraField } from "../../../_components/extra-field";
import type { GroupChoice } from "../../../_components/form-access";
import { isFormKey } from "../../../_components/form-values";
import { extraFieldsOf } from "../../../_server/extra-fields";

export type EditPage = { target: TargetPage; extraFields: ExtraField[]; groups: GroupChoice[] };

const kindOf = (value: ExtraValue): ExtraField["kind"] =>
  typeof value === "string" ? "text" : typeof value === "number" ? "number" : "boolean";

/** A target that may be changed, with what its form offers; others are not found. */
export async function loadEdit(id: string): Promise<EditPage> {
  const ctx = await requirePageUser();
  const [target, usable] = await orNotFound(
    Promise.all([getTargetPage(ctx.database.read, ctx.scope, { id }), listUsableGroups(ctx.database.read, ctx)]),
  );
  if (!target.rights.canChange) notFound();
  const declared = extraFieldsOf(ctx.config).filter(({ hidden }) => !hidden);
  const known = new Set(Object.keys(ctx.config.targets.extraFields));
  const others = Object.entries(target.extras).filter(([key]) => !known.has(key) && isFormKey(key));
  return {
    target,
    groups: usable.map(({ id: groupId, name }) => ({ id: groupId, name })),
    extraFields: [
      ...declared,
      ...others.map(([key, value]) => ({ key, label: key, unit: null, kind: kindOf(value), hidden: false })),
    ],
  };
}
