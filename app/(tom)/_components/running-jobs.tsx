import { StateBadge } from "@/components/ui/badge";
import { countActiveJobs } from "@/lib/jobs/queries";
import { getPageContext } from "@/lib/web/session";

/** The top bar's word on long work: how many jobs of this person are under way, with the way to them. */
export async function RunningJobs() {
  const ctx = await getPageContext();
  const running = await countActiveJobs(ctx.database.read, ctx.scope);
  if (running === 0) return null;
  return (
    <a href="/automation/jobs" aria-label={`${running} jobs in progress`}>
      <StateBadge tone="busy" pill>
        {running} {running === 1 ? "job" : "jobs"}
      </StateBadge>
    </a>
  );
}
