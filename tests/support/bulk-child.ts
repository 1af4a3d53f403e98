import { openDatabase } from "@/db/client";
import { systemClock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { createEmbeddedEngine } from "@/lib/hooks/embedded-engine";
import { changeManyJob } from "@/lib/targets/jobs/change-many";
import { configWith, emittingServices } from "./engine-bed";

/** The owner of a database with a change of many targets under way, to be killed again and again. */
const [path = ""] = process.argv.slice(2);
const database = openDatabase({ url: `file:${path}` });

await createEmbeddedEngine({
  database,
  config: configWith([]),
  clock: systemClock,
  logger: silentLogger,
  jobs: [changeManyJob],
  services: emittingServices,
  exclusive: true,
  tasks: [],
}).start();
setInterval(() => undefined, 60_000);
