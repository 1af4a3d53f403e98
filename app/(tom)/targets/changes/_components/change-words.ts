import type { BulkSpec } from "@/lib/targets/bulk-schema";

/** What a change of many targets does, as its heading. */
export function changeTitle(change: BulkSpec): string {
  if (change.kind === "addTag") return `Add the tag ${change.tag}`;
  if (change.kind === "removeTag") return `Remove the tag ${change.tag}`;
  return `Make ${change.visibility}`;
}
