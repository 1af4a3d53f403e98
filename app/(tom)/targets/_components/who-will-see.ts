import type { Visibility } from "@/lib/targets/types";

const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

type Access = {
  visibility: Visibility;
  /** Names of the groups that are let in. */
  groups: readonly string[];
  /** False where others may have been let in before. */
  isNew: boolean;
  /** One target, or several. */
  what: "it" | "them";
};

/** Who will see a target, in a sentence. */
export function whoWillSee({ visibility, groups, isNew, what }: Access): string {
  const members = groups.length === 0 ? [] : [`the members of ${listed(groups)}`];
  const before = isNew ? [] : ["those who were let in before"];
  const people = listed([...(isNew ? ["you"] : []), ...members, ...before, "administrators"]);
  if (visibility === "private") return `Only ${people} will see ${what}.`;
  const lookers = visibility === "open" ? "Anyone, signed in or not," : "Every signed-in person";
  return `${lookers} will see ${what}. Change ${what} may only ${people}.`;
}
