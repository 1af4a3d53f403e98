import type { GlyphName } from "../glyphs";

/** One entry of the rail. */
export type Room = { href: string; label: string; icon: GlyphName };

/** What the palette offers beside targets: pages and actions, each an address. */
export type PaletteEntry = { href: string; label: string; hint?: string };

type Person = { signedIn: boolean; isAdministrator: boolean };

/** The rooms that exist, for this person. */
export function roomsFor(person: Person): readonly Room[] {
  const rooms: Room[] = [
    { href: "/", label: "Home", icon: "house" },
    { href: "/targets", label: "Targets", icon: "crosshair" },
  ];
  if (person.signedIn) rooms.push({ href: "/alerts", label: "Alerts", icon: "radio-tower" });
  rooms.push({ href: "/observations", label: "Observations", icon: "telescope" });
  rooms.push({ href: "/data", label: "Data", icon: "folder" });
  if (person.signedIn) {
    rooms.push(
      { href: "/automation", label: "Automation", icon: "workflow" },
      { href: "/people", label: "People", icon: "users" },
    );
  }
  if (person.isAdministrator) rooms.push({ href: "/people/audit", label: "Audit", icon: "shield" });
  rooms.push({ href: "/docs/api", label: "API docs", icon: "braces" });
  return rooms;
}

/** The pages within the rooms that stand for themselves, and what one does there. */
export function entriesFor({ signedIn, isAdministrator }: Person): readonly PaletteEntry[] {
  const entries: PaletteEntry[] = [{ href: "/docs", label: "Documentation" }];
  if (!signedIn) return [...entries, { href: "/sign-in", label: "Sign in" }];
  entries.unshift(
    { href: "/targets/new", label: "New target" },
    { href: "/targets/import", label: "Import targets" },
    { href: "/alerts/everywhere", label: "Look everywhere" },
    { href: "/alerts/queries", label: "Saved queries" },
    { href: "/alerts/queries/new", label: "New query" },
    { href: "/observations/new", label: "Add an observation" },
    { href: "/automation/schedules", label: "Schedules" },
    { href: "/automation/jobs", label: "Jobs" },
    { href: "/notifications", label: "Notifications" },
    { href: "/people/groups", label: "Groups" },
    { href: "/profile", label: "Profile, sessions and tokens" },
  );
  if (!isAdministrator) return entries;
  return [
    ...entries,
    { href: "/automation/mails", label: "Outgoing mail" },
    { href: "/people/new", label: "New account" },
    { href: "/people/observations", label: "States of everybody's observations" },
  ];
}
