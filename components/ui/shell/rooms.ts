import type { GlyphName } from "../glyphs";

/** One entry of the rail. */
export type Room = { href: string; label: string; icon: GlyphName };

/** What the palette offers beside targets: pages and actions, each an address. */
export type PaletteEntry = { href: string; label: string; hint?: string };

/** The rooms that exist, for this person. */
export function roomsFor(person: { signedIn: boolean; isAdministrator: boolean }): readonly Room[] {
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
