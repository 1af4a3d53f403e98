import { randomBytes } from "node:crypto";
import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { meta, users } from "@/db/schema/people";
import { ensureFirstAdministrator } from "@/lib/access/commands/ensure-first-administrator";
import { houseContext } from "./context";
import { seedDemo } from "./demo/seed-demo";
import type { Services } from "./services";

const demoMark = "demo";
const demoUser = "demo";

/** How to sign in to the demo. The password is known at the first start only: what is stored is its hash. */
type DemoSignIn = { username: string; password: string | null };

/** The first administrator from the environment, and the demo on an empty database. Safe at every start. */
export async function firstRun(services: Services): Promise<DemoSignIn | null> {
  const { env } = services;
  const ctx = houseContext(services, "first-run");
  if (env.TOM_ADMIN_USERNAME && env.TOM_ADMIN_PASSWORD) {
    await ensureFirstAdministrator({
      ctx,
      input: { username: env.TOM_ADMIN_USERNAME, password: env.TOM_ADMIN_PASSWORD },
    });
  }
  if (!env.demo) return null;
  if (await isMarked(services)) return laterSignIn(services.database.read);
  const empty = (await services.database.read.get<{ n: number }>("SELECT count(*) AS n FROM targets"))?.n === 0;
  const sole = (await services.database.read.get<{ n: number }>("SELECT count(*) AS n FROM users"))?.n === 0;
  if (!empty || !sole) return null;
  const password = env.TOM_DEMO_PASSWORD ?? randomBytes(9).toString("base64url");
  await seedDemo(services, password);
  await services.database.write(async (tx) => void (await tx.insert(meta).values({ key: demoMark, value: "seeded" })));
  return { username: demoUser, password };
}

/** Of a demo that was made before; null where nobody can sign in as its administrator any more. */
export async function laterSignIn(db: ReadDb): Promise<DemoSignIn | null> {
  const [row] = await db
    .select({ username: users.username })
    .from(users)
    .where(and(eq(users.usernameKey, demoUser), isNull(users.disabledAt), isNotNull(users.passwordHash)));
  return row ? { username: row.username, password: null } : null;
}

async function isMarked(services: Services): Promise<boolean> {
  const [row] = await services.database.read.select({ key: meta.key }).from(meta).where(eq(meta.key, demoMark));
  return row !== undefined;
}

/** What a start prints of it. */
export const demoSignInLine = ({ username, password }: DemoSignIn): string =>
  password === null
    ? `Demo sign-in: ${username} (password as printed at the first start; npm run tom -- user password ${username} sets a new one)`
    : `Demo sign-in: ${username} / ${password}`;
