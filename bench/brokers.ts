/**
 * Brokers: how fast replies become rows, how much of "50 alerts to targets with their light curves" is ours while the stand-in
 * takes as long as a service does, and what a reply of 50,000 rows costs in memory.
 */
import { pointToDatum } from "@/lib/brokers/gaia/mapping";
import { listFromCsv, pointsFromText } from "@/lib/brokers/gaia/remote";
import { ways } from "./harness/broker-rows";
import { type BusyBroker, startBusyBroker } from "./harness/busy-broker";
import { watchMemory } from "./harness/memory";
import { median, note, report } from "./harness/report";
import { startServer } from "./harness/server";
import { copySky } from "./harness/sky";

const rowsAtOnce = 20_000;
const rounds = 5;

/** How many a second of processor time: mapping waits for nothing, and other work on the machine must not count as ours. */
function rate(count: number, work: () => void): number[] {
  work();
  return Array.from({ length: rounds }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return count / ((user + system) / 1e6);
  });
}

function mapping(): void {
  for (const { name, unit, of, read } of ways) {
    const rows = Array.from({ length: rowsAtOnce }, (_, index) => of(index));
    const samples = rate(rowsAtOnce, () => rows.forEach(read));
    report({ name: `brokers mapping, ${name}`, unit, value: median(samples), limit: 20_000, least: true, samples });
  }
  const curve = `Gaia16aye\n#Date,JD(TCB),averagemag\n${"2016-08-05 00:53:52,2457605.53870,14.19\n".repeat(rowsAtOnce)}`;
  const points = rate(rowsAtOnce, () => void pointsFromText(curve).map(pointToDatum));
  report({
    name: "brokers mapping, Gaia photometry",
    unit: "rows/s",
    value: median(points),
    limit: 20_000,
    least: true,
    samples: points,
  });
  const header =
    "#Name, Date, RaDeg, DecDeg, AlertMag, HistoricMag, HistoricStdDev, Class, Published, Comment, TNSid\n";
  const line =
    'Gaia16aye,2016-08-05 00:53:00,295.0,30.1,14.19,15.54,0.08,"ULENS",2016-08-08 10:00:00,"Binary, first",AT2016dkt\n';
  const list = rate(rowsAtOnce, () => void listFromCsv(`${header}${line.repeat(rowsAtOnce)}`));
  report({ name: "brokers mapping, Gaia objects", unit: "objects/s", value: median(list), samples: list });
}

type Api = (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>;

async function untilDone(api: Api, jobId: string): Promise<void> {
  for (;;) {
    const { status } = await api("GET", `/api/v1/jobs/${jobId}`);
    if (status === "done") return;
    if (status === "failed" || status === "cancelled") throw new Error(`the job ended ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const objects = 50;
const pointsAnObject = 100;

/** From the query to the last stored point; the share of it in which a request to the broker was under way. */
async function endToEnd(api: Api, broker: BusyBroker): Promise<void> {
  const query = await api("POST", "/api/v1/broker-queries", {
    name: "bench",
    brokerId: "alerce",
    parameters: { className: "SN", classifier: "stamp_classifier", maxAlerts: objects },
  });
  broker.startClock();
  const began = performance.now();
  const run = await api("POST", `/api/v1/broker-queries/${query.id}/runs`);
  const made = await api("POST", `/api/v1/broker-runs/${run.id}/targets`, { alertIds: "all" });
  if ((made.created as unknown[]).length !== objects) throw new Error(`made ${JSON.stringify(made).slice(0, 300)}`);
  await untilDone(api, String(made.jobId));
  const took = performance.now() - began;
  const share = broker.busyMs() / took;
  report({ name: "brokers end to end, 50 targets with 5,000 points", unit: "s", value: took / 1000 });
  report({
    name: "brokers end to end, share of the time that is not ours",
    unit: "of it",
    value: share,
    limit: 0.8,
    least: true,
  });
}

async function peakOf(pid: number, work: () => Promise<void>): Promise<number> {
  const memory = watchMemory(pid);
  await work();
  return memory.stop();
}

async function wideReply(api: Api, pid: number): Promise<void> {
  const query = await api("POST", "/api/v1/broker-queries", {
    name: "wide",
    brokerId: "mybroker",
    parameters: { name: "Wide" },
  });
  const idle = await peakOf(pid, async () => void (await new Promise((resolve) => setTimeout(resolve, 1_000))));
  const peak = await peakOf(pid, async () => void (await api("POST", `/api/v1/broker-queries/${query.id}/runs`)));
  report({
    name: "brokers memory, a reply of 50,000 rows above idle",
    unit: "MB",
    value: (peak - idle) / 1e6,
    limit: 150,
  });
}

note("mapping");
mapping();
const broker = await startBusyBroker({ objects, pointsAnObject, delayMs: 150, wideRows: 50_000 });
const sky = await copySky(10_000);
const server = await startServer({
  dataDir: sky.dataDir,
  env: {
    ALERCE_URL: broker.origin,
    MYBROKER_URL: `${broker.origin}/wide.json`,
    TOM_ALLOW_PRIVATE_HOSTS: new URL(broker.origin).host,
  },
});
const api: Api = async (method, path, body) => {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${sky.account.token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
  return JSON.parse(text) as Record<string, unknown>;
};
try {
  note("end to end");
  await endToEnd(api, broker);
  note("a wide reply");
  await wideReply(api, server.pid);
} finally {
  await server.stop();
  await broker.close();
}
