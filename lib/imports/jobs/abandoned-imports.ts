import type { Database } from "@/db/client";
import type { PeriodicTask } from "@/lib/jobs/periodic";
import { dropAbandoned } from "../commands/pending-targets";
import { dropEndedPieces } from "../reading/pieces";

const everyMs = 600_000;

/** What imports left behind that were cancelled or given up, or whose process died: nobody sees it, and it takes room. */
export const abandonedImportsTask = (core: { database: Database }): PeriodicTask => ({
  name: "abandoned-imports",
  summary: "Deletes what imports that were broken off left out of sight",
  everyMs,
  async run() {
    await dropAbandoned(core);
    await dropEndedPieces(core);
  },
});
