import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { meta } from "@/db/schema/people";
import { ensureFirstAdministrator } from "@/lib/access/commands/ensure-first-administrator";
import { houseContext } from "./context";
import { seedDemo } from "./demo/seed-demo";
import type { Services } from "./services";

const demoMark = "demo";

/** The first administrator from the environment, and the demo on an empty database. Safe at every start. */
export async function firstRun(services: Services): Promise<{ username: string; password: string } | null> {
  const { env } = services;
  const ctx = houseContext(services, "first-run");
  if (env.TOM_ADMIN_USERNAME && env.TOM_ADMIN_PASSWORD) {
    await ensureFirstAdministrator({
      ctx,
      input: { username: env.TOM_ADMIN_USERNAME, password: env.TOM_ADMIN_PASSWORD },
    });
  }
  if (!env.demo || (await isMarked(services))) return null;
  const empty = (await services.database.read.get<{ n: number }>("SELECT count(*) AS n FROM targets"))?.n === 0;
  const sole = (await services.database.read.get<{ n: number }>("SELECT count(*) AS n FROM users"))?.n === 0;
  if (!empty || !sole) return null;
  const password = env.TOM_DEMO_PASSWORD ?? randomBytes(9).toString("base64url");
  await seedDemo(services, password);
  await services.database.write(async (tx) => void (await tx.insert(meta).values({ key: demoMark, value: "seeded" })));
  return { username: "demo", password };
}

async function isMarked(services: Services): Promise<boolean> {
  const [row] = await services.database.read.select({ key: meta.key }).from(meta).where(eq(meta.key, demoMark));
  return row !== undefined;
}
