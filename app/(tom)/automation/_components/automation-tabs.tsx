import { Tabs } from "@/components/ui/links";

export function AutomationTabs({ current }: { current: "hooks" | "jobs" }) {
  return (
    <Tabs
      label="Automation"
      tabs={[
        { href: "/automation", label: "Hooks", current: current === "hooks" },
        { href: "/automation/jobs", label: "Jobs", current: current === "jobs" },
      ]}
    />
  );
}
