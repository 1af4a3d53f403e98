import { openDatabase } from "@/db/client";
import { systemClock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { createEmbeddedEngine } from "@/lib/hooks/embedded-engine";
import type { JobEntry } from "@/lib/jobs/define-job";
import type { Engine } from "@/lib/jobs/engine";
import { type AnyTestReference, configWith, emittingServices } from "./engine-bed";

/** For programs that tests start and kill: the database that their first word names. */
export const openOwned = () => openDatabase({ url: `file:${process.argv[2] ?? ""}` });

type Work = { handlers?: readonly AnyTestReference[]; jobs?: readonly JobEntry[] };

/** The engine of the one owner of a database. */
export const ownerEngine = (database: ReturnType<typeof openOwned>, { handlers = [], jobs = [] }: Work): Engine =>
  createEmbeddedEngine({
    database,
    config: configWith(handlers),
    clock: systemClock,
    logger: silentLogger,
    jobs,
    services: emittingServices,
    exclusive: true,
    tasks: [],
  });

/** Everything of an engine lets a process end; this one stays until it is killed, or told by what this answers. */
export function stay(): () => void {
  const staying = setInterval(() => undefined, 60_000);
  return () => clearInterval(staying);
}
