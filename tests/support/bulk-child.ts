import { changeManyJob } from "@/lib/targets/jobs/change-many";
import { openOwned, ownerEngine, stay } from "./owner-engine";

/** The owner of a database with a change of many targets under way, to be killed again and again. */
await ownerEngine(openOwned(), { jobs: [changeManyJob] }).start();
stay();
