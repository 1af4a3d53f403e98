import { Tabs } from "@/components/ui/links";

type Props = { current: "hooks" | "schedules" | "jobs" | "mails"; isAdministrator: boolean };

export function AutomationTabs({ current, isAdministrator }: Props) {
  return (
    <Tabs
      label="Automation"
      tabs={[
        { href: "/automation", label: "Hooks", current: current === "hooks" },
        { href: "/automation/schedules", label: "Schedules", current: current === "schedules" },
        { href: "/automation/jobs", label: "Jobs", current: current === "jobs" },
        ...(isAdministrator
          ? [{ href: "/automation/mails", label: "Outgoing mail", current: current === "mails" }]
          : []),
      ]}
    />
  );
}
