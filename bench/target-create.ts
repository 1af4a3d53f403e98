/**
 * Creating a target among a million: by the form (what it asks while one types, a duplicate check by name and cone, and then
 * the create action) and by the API, which checks the name itself; one after another, and 8 at once.
 */
import { actionCaller } from "./harness/action";
import { createTarget } from "./harness/api";
import { note, quantile, report } from "./harness/report";
import { startServer } from "./harness/server";
import { signIn } from "./harness/sign-in";
import { copySky } from "./harness/sky";
import { timeEach } from "./harness/timed";

const eachWay = 150;
const limitMs = 40;
const actions = "app/(tom)/targets/new/_server/actions.ts";

const sky = await copySky(1_000_000);
const server = await startServer({ dataDir: sky.dataDir });

/** Anywhere on the sky, another place for each. */
const place = (index: number) => ({
  raDeg: (index * 137.507_764) % 360,
  decDeg: (Math.asin((((index * 0.618_034) % 1) * 2 - 1) * 0.999) * 180) / Math.PI,
});

try {
  const cookie = await signIn(server.url, sky.account);
  const page = { url: server.url, cookie, path: "/targets/new", file: actions };
  const check = actionCaller({ ...page, name: "checkDuplicatesAction" });
  const create = actionCaller({ ...page, name: "createTargetAction" });
  let made = 0;
  const checkOnly = async (index: number): Promise<void> => {
    await check({ names: [`form ${index}`, `AT 2026form${index}`], ...place(index) });
  };
  const byForm = async (): Promise<void> => {
    made += 1;
    await create({ name: `form ${made}`, aliases: [`AT 2026form${made}`], ...place(made) });
  };
  const byApi = async (): Promise<void> => {
    made += 1;
    await createTarget(server.url, sky.account.token, {
      name: `api ${made}`,
      aliases: [`AT 2026api${made}`],
      ...place(made),
    });
  };
  const ways = [
    { name: "duplicate check by name and cone", work: checkOnly },
    { name: "by form", work: byForm },
    { name: "by API", work: byApi },
  ];
  for (const { name, work } of ways) {
    note(name);
    await timeEach(30, 1, work);
    const alone = await timeEach(eachWay, 1, work);
    // Any failure ends the benchmark.
    const atOnce = await timeEach(eachWay * 2, 8, work);
    const p95 = quantile(alone, 0.95);
    report({
      name: `target-create ${name}, p95`,
      unit: "ms",
      value: p95,
      limit: limitMs,
      samples: [quantile(alone, 0.5), p95],
    });
    report({ name: `target-create ${name}, p95 with 8 at once`, unit: "ms", value: quantile(atOnce, 0.95) });
  }
} finally {
  await server.stop();
}
