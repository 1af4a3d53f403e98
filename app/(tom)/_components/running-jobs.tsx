import { StateBadge } from "@/components/ui/badge";

/** The top bar's word on long work: how many jobs of this person are under way, with the way to them. */
export function RunningJobs({ running }: { running: number }) {
  if (running === 0) return null;
  const words = `${running} ${running === 1 ? "job" : "jobs"}`;
  return (
    <a href="/automation/jobs" aria-label={`${words} in progress`}>
      <StateBadge tone="busy" pill>
        {words}
      </StateBadge>
    </a>
  );
}
