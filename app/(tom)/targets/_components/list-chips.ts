import type { FilterChip } from "@/components/ui/links";
import { formatDec, formatRa } from "@/lib/astro/angle-format";
import { formatRadius } from "@/lib/astro/cone";
import type { TargetFilter } from "@/lib/targets/list-schema";
import { type ListAddress, listHref } from "./list-address";

const since = (text: string): string => {
  const days = /^P(\d+)D$/i.exec(text.trim())?.[1];
  return days === undefined ? `after ${text}` : `in the last ${days} d`;
};

type Name = keyof TargetFilter;
type Words = { label: string; value: (filter: TargetFilter, typed: string) => string };

const plain = (_filter: TargetFilter, typed: string): string => typed;

const described: Record<Name, Words> = {
  ids: {
    label: "Chosen",
    value: ({ ids }, typed) => (ids === undefined ? typed : `${ids.length} ${ids.length === 1 ? "target" : "targets"}`),
  },
  q: { label: "Name contains", value: plain },
  fuzzy: { label: "Named, in any spelling", value: plain },
  cone: {
    label: "Within",
    value: ({ cone }, typed) =>
      cone === undefined
        ? typed
        : `${formatRadius(cone.radiusArcsec)} of ${formatRa(cone.raDeg)} ${formatDec(cone.decDeg)}`,
  },
  type: {
    label: "Type",
    value: ({ type }, typed) => (type === undefined ? typed : type === "SIDEREAL" ? "sidereal" : "non-sidereal"),
  },
  tag: { label: "Tag", value: plain },
  group: { label: "Group", value: plain },
  createdAfter: { label: "Created", value: (_filter, typed) => since(typed) },
  updatedAfter: { label: "Changed", value: (_filter, typed) => since(typed) },
  newestAfter: { label: "Detected", value: (_filter, typed) => since(typed) },
  magMin: { label: "Newest from", value: (_filter, typed) => `${typed} mag` },
  magMax: { label: "Newest to", value: (_filter, typed) => `${typed} mag` },
};

const isName = (name: string): name is Name => name in described;

const offered: readonly { typed: Partial<Record<keyof TargetFilter, string>>; label: string }[] = [
  { typed: { newestAfter: "P7D" }, label: "Detected in the last 7 d" },
  { typed: { magMax: "19" }, label: "Brighter than 19 mag" },
  { typed: { type: "NON_SIDEREAL" }, label: "Non-sidereal" },
];

/** The filters that are set, each with the way to the view without it, and a few that are often wanted. */
export function chipsOf(
  address: ListAddress,
  filter: TargetFilter,
  groups: readonly { id: string; name: string }[],
): FilterChip[] {
  const set = Object.entries(address.typed).flatMap(([name, typed]): FilterChip[] => {
    if (!isName(name)) return [];
    const text =
      name === "group" ? (groups.find((one) => one.id === typed)?.name ?? typed) : described[name].value(filter, typed);
    const value = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    return [{ href: listHref(address, { typed: { [name]: null } }), label: described[name].label, value, on: true }];
  });
  const more = offered.flatMap(({ typed, label }): FilterChip[] =>
    Object.keys(typed).some((name) => isName(name) && address.typed[name] !== undefined)
      ? []
      : [{ href: listHref(address, { typed }), label }],
  );
  return [...set, ...more];
}
