import { Tabs } from "@/components/ui/links";

export type PeopleTab = "people" | "groups" | "observations" | "audit";

/** The parts of this room; everybody's observations and the trail are for administrators. */
export function PeopleTabs({ current, isAdmin }: { current: PeopleTab; isAdmin: boolean }) {
  const tabs = [
    { id: "people", href: "/people", label: "People" },
    { id: "groups", href: "/people/groups", label: "Groups" },
    ...(isAdmin
      ? [
          { id: "observations", href: "/people/observations", label: "Observations" },
          { id: "audit", href: "/people/audit", label: "Audit" },
        ]
      : []),
  ];
  return (
    <Tabs
      label="People and groups"
      tabs={tabs.map(({ id, href, label }) => ({ href, label, current: id === current }))}
    />
  );
}
