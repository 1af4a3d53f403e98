import { Tabs } from "@/components/ui/links";

export function AlertsTabs({ current }: { current: "brokers" | "queries" | "everywhere" }) {
  return (
    <Tabs
      label="Alerts"
      tabs={[
        { href: "/alerts", label: "Brokers", current: current === "brokers" },
        { href: "/alerts/queries", label: "Saved queries", current: current === "queries" },
        { href: "/alerts/everywhere", label: "Look everywhere", current: current === "everywhere" },
      ]}
    />
  );
}
