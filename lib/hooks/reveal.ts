/**
 * What a run keeps was made under the scope of the house, and is read by people who see less. The one rule: an object
 * with the field `targetId` is about that target, and goes where its reader may not see that target.
 */

const depthMax = 50;
type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The ids of all targets that some JSON tells of. */
export function targetIdsIn(value: unknown, found: Set<string> = new Set(), depth = 0): Set<string> {
  if (depth > depthMax) return found;
  if (Array.isArray(value)) for (const item of value) targetIdsIn(item, found, depth + 1);
  else if (isObject(value)) {
    if (typeof value.targetId === "string") found.add(value.targetId);
    for (const part of Object.values(value)) targetIdsIn(part, found, depth + 1);
  }
  return found;
}

/** The same JSON without the objects that tell of other targets than the visible ones: list items go, fields become null. */
export function withoutHidden(value: unknown, visible: ReadonlySet<string>, depth = 0): unknown {
  if (depth > depthMax) return null;
  if (Array.isArray(value)) {
    return value.filter((item) => !isHidden(item, visible)).map((item) => withoutHidden(item, visible, depth + 1));
  }
  if (!isObject(value)) return value;
  if (isHidden(value, visible)) return null;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutHidden(part, visible, depth + 1)]));
}

const isHidden = (value: unknown, visible: ReadonlySet<string>): boolean =>
  isObject(value) && "targetId" in value && !(typeof value.targetId === "string" && visible.has(value.targetId));

/** An event's payload for a reader: of the groups that a target is, or was, shared with, those she belongs to. */
export function payloadFor(payload: unknown, groupIds: ReadonlySet<string>): unknown {
  if (!isObject(payload)) return payload;
  const known = (value: unknown): unknown =>
    isObject(value) && Array.isArray(value.groups)
      ? { ...value, groups: value.groups.filter((group) => isObject(group) && groupIds.has(String(group.id))) }
      : value;
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, known(value)]));
}
