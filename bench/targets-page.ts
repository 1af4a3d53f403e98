/**
 * The list of targets as a plain user in 50 groups sees it among a million: page by page at 8 connections, beside the same
 * page with a constant table in the same run; and the list of the API at 20.
 */
import { writeCursor } from "@/lib/core/list-cursor";
import { startControl } from "./harness/control";
import { type Load, load, type Round, rounds, type Summary, summarise } from "./harness/load";
import { note, report } from "./harness/report";
import { type Server, startServer } from "./harness/server";
import { signIn } from "./harness/sign-in";
import { copySky } from "./harness/sky";
import { samples } from "./harness/sky-samples";

const targetCount = 1_000_000;
const roundS = 4;
const roundCount = 3;
const variety = 40;

const sky = await copySky(targetCount);
const known = await samples(sky, variety);
const server = await startServer({ dataDir: sky.dataDir });
const controlSky = await copySky(targetCount);
const control = await startControl(controlSky.dataDir);

const query = (name: string, value: string): string => `?${new URLSearchParams({ [name]: value })}`;
const deep = (index: number): string => {
  const pk = Math.floor((targetCount * (index + 1)) / (variety + 2));
  return query("cursor", writeCursor("-createdAt", {}, { phase: "rows", value: null, pk }));
};
const cone = ({ raDeg, decDeg }: { raDeg: number; decDeg: number }): string => query("cone", `${raDeg},${decDeg},30`);

const views: Record<string, string[]> = {
  "first page": [""],
  "deep page": Array.from({ length: variety }, (_, index) => deep(index)),
  // The middle of a name, so that nothing but the search finds it.
  "name search": known.map(({ name }) => query("q", name.slice(-7, -1))),
  "alias search": known.map(({ alias }) => query("q", alias.slice(3, 12))),
  cone: known.map(cone),
};

const pages = (of: Server, cookie: string, searches: readonly string[]): Load => ({
  url: of.url,
  headers: { cookie, accept: "text/html" },
  connections: 8,
  paths: searches.map((search) => `/targets${search}`),
  durationS: roundS,
});

/** Ours and the control in turn, so that both see the same minute of the machine. */
async function inTurn(ours: Load, theirs: Load): Promise<[Summary, Summary]> {
  await load({ ...ours, durationS: 3 });
  await load({ ...theirs, durationS: 3 });
  const done: [Round[], Round[]] = [[], []];
  for (let index = 0; index < roundCount; index += 1) {
    done[0].push(await load(ours));
    done[1].push(await load(theirs));
  }
  return [summarise(done[0]), summarise(done[1])];
}

function reportP95(name: string, { p95Ms, rounds: all }: Summary): void {
  report({
    name: `targets-page ${name}, p95 at 8`,
    unit: "ms",
    value: p95Ms,
    limit: 100,
    samples: all.map((round) => round.p95Ms),
  });
}

function reportRate(name: string, { requestsPerS, rounds: all }: Summary, limit: number | null, ratio?: number): void {
  report({
    name: `targets-page ${name}`,
    unit: "req/s",
    value: requestsPerS,
    limit,
    least: true,
    ratio: ratio ?? null,
    samples: all.map((round) => round.requestsPerS),
  });
}

try {
  const cookie = await signIn(server.url, sky.account);
  const controlCookie = await signIn(control.url, controlSky.account);
  note("first page, beside the constant table");
  const [ours, constant] = await inTurn(pages(server, cookie, [""]), pages(control, controlCookie, [""]));
  const ratios = ours.rounds.map(
    (round, index) => round.requestsPerS / (constant.rounds[index]?.requestsPerS ?? Number.NaN),
  );
  const ratio = ours.requestsPerS / constant.requestsPerS;
  reportRate("first page at 8", ours, 200, ratio);
  reportRate("first page with a constant table at 8", constant, null);
  report({
    name: "targets-page first page, share of the constant table's rate",
    unit: "of it",
    value: ratio,
    limit: 0.7,
    least: true,
    ratio,
    samples: ratios,
  });
  reportP95("first page", ours);
  for (const [name, searches] of Object.entries(views).slice(1)) {
    note(name);
    const summary = await rounds(pages(server, cookie, searches), roundCount);
    reportP95(name, summary);
    reportRate(`${name} at 8`, summary, null);
  }
  note("list of the API");
  const headers = { authorization: `Bearer ${sky.account.token}`, accept: "application/json" };
  const api = { url: server.url, headers, connections: 20, paths: ["/api/v1/targets"], durationS: roundS };
  // Beside an answer that reads nothing: what the framework and this machine give at this minute.
  const [list, bare] = await inTurn(api, { ...api, paths: ["/api/health/live"] });
  reportRate("API list at 20, beside an empty answer", list, 500, list.requestsPerS / bare.requestsPerS);
  reportRate("empty answer of the API at 20", bare, null);
} finally {
  await server.stop();
  await control.stop();
}
