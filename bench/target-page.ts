/** The page of a target with 10,000 points, and the columns of its plot beside it. */
import { gzipSync } from "node:zlib";
import { createTarget, postPhotometry } from "./harness/api";
import { wideCurve } from "./harness/curves";
import { type Load, rounds } from "./harness/load";
import { note, report } from "./harness/report";
import { startServer } from "./harness/server";
import { signIn } from "./harness/sign-in";
import { copySky } from "./harness/sky";

const points = 10_000;

const sky = await copySky(10_000);
const server = await startServer({ dataDir: sky.dataDir });
try {
  const cookie = await signIn(server.url, sky.account);
  const { token } = sky.account;
  const id = await createTarget(server.url, token, { name: "SN 2020oi", raDeg: 185.728_875, decDeg: 15.823_611 });
  const curve = wideCurve(points, 1);
  for (let from = 0; from < points; from += 2000) {
    await postPhotometry(server.url, token, id, curve.slice(from, from + 2000));
  }
  const path = `/targets/${id}`;
  const html = await (await fetch(server.url + path, { headers: { cookie, accept: "text/html" } })).text();
  if (!html.includes("SN 2020oi")) throw new Error("the page does not show the target");
  report({ name: "target-page HTML, gzip", unit: "kB", value: gzipSync(html, { level: 6 }).length / 1000, limit: 60 });
  note("page at 8 connections");
  const load: Load = {
    url: server.url,
    headers: { cookie, accept: "text/html" },
    connections: 8,
    paths: [path],
    durationS: 4,
  };
  const page = await rounds(load, 3);
  const rates = page.rounds.map((round) => round.requestsPerS);
  report({
    name: "target-page with 10,000 points at 8",
    unit: "req/s",
    value: page.requestsPerS,
    limit: 100,
    least: true,
    samples: rates,
  });
  const late = page.rounds.map((round) => round.p95Ms);
  report({
    name: "target-page with 10,000 points, p95 at 8",
    unit: "ms",
    value: page.p95Ms,
    limit: 120,
    samples: late,
  });
  note("columns of the plot");
  const columnsPath = `${path}/light-curve`;
  const columns = await fetch(server.url + columnsPath, { headers: { cookie } });
  const bytes = new Uint8Array(await columns.arrayBuffer());
  report({
    name: "target-page, columns of the plot, gzip",
    unit: "kB",
    value: gzipSync(bytes, { level: 6 }).length / 1000,
  });
  const beside = await rounds({ ...load, paths: [columnsPath], durationS: 3 }, 3);
  report({ name: "target-page, columns of the plot at 8", unit: "req/s", value: beside.requestsPerS });
  report({ name: "target-page, columns of the plot, p95 at 8", unit: "ms", value: beside.p95Ms });
} finally {
  await server.stop();
}
