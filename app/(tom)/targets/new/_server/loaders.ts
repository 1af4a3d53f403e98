import { listUsableGroups } from "@/lib/targets/commands/group-grants";
import { requirePageUser } from "@/lib/web/session";
import type { ExtraField } from "../../_components/extra-field";
import type { GroupChoice } from "../../_components/form-access";
import { extraFieldsOf } from "../../_server/extra-fields";

export type NewTargetPage = {
  extraFields: ExtraField[];
  groups: GroupChoice[];
  defaults: { type: "SIDEREAL" | "NON_SIDEREAL"; visibility: "open" | "public" | "private" };
};

/** What the form of a new target offers to this person. */
export async function loadNewTarget(): Promise<NewTargetPage> {
  const ctx = await requirePageUser();
  const { type, defaultVisibility } = ctx.config.targets;
  const groups = await listUsableGroups(ctx.database.read, ctx);
  return {
    extraFields: extraFieldsOf(ctx.config).filter(({ hidden }) => !hidden),
    groups: groups.map(({ id, name }) => ({ id, name })),
    defaults: { type, visibility: defaultVisibility },
  };
}
