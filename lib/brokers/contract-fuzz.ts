import { describe, expect, it } from "vitest";
import { isTomError } from "@/lib/core/errors";
import type { Answer, Seen } from "@/lib/http/testing/fault-server";
import { type Collected, collectAlerts } from "./collect";
import type { BrokerFactory, ReducedDatumDraft } from "./contract";
import { type Bench, type BrokerFixtures, startBench } from "./contract-bench";
import { alertComplaints, photometryComplaints, targetComplaints } from "./contract-checks";
import { type DamagedRow, damagedRow, damages, inTurn, pageFaults, type Random, randomOf } from "./contract-mutations";

/**
 * The replies of a plug-in's own fixtures with something wrong in them: whatever it is, nothing is thrown but a sentence for
 * people, what can be read is given, what cannot is told, and the search comes to its end.
 */

const seedsOfAKind = 5;
const mostRequests = 120;
const mostTargets = 3;
const patienceMs = 60_000;

/** What a search gave, and what one would have to complain about. */
type Outcome = Collected & { ids: ReadonlySet<string>; complaints: readonly string[]; requests: number };

const holdsAll = (ids: ReadonlySet<string>, others: ReadonlySet<string>): boolean =>
  [...others].every((id) => ids.has(id));

const keyOf = ({ method, url, body }: Seen): string => `${method} ${url.pathname}${url.search} ${body}`;

export function brokerFuzzSuite<P, A>(factory: BrokerFactory<P, A>, fixtures: BrokerFixtures): void {
  const { search, pagedSearch, wideIdSearch, solarSystem = [], target, chosenBy, noSuchFaults = [] } = fixtures;
  const further = [pagedSearch, wideIdSearch, ...solarSystem].filter((one) => one !== undefined);
  const searches = [search, ...further.map(({ parameters }) => parameters)];

  /** Work against a service of its own: nothing of one run is kept for the next. */
  async function withBench<Value>(mangle: Bench["mangle"], work: (bench: Bench) => Promise<Value>): Promise<Value> {
    const bench = await startBench(factory, fixtures, { timeoutMs: 20_000 });
    bench.mangle = mangle;
    try {
      return await work(bench);
    } finally {
      await bench.http.close();
      await bench.server.close();
    }
  }

  /** Every kept alert must be readable again, and be a target or say why not. */
  async function complaintsOf({ broker }: Bench, { alerts }: Collected): Promise<string[]> {
    const complaints: string[] = [];
    for (const [index, { generic, alert }] of alerts.entries()) {
      complaints.push(...alertComplaints(generic));
      const thawed = broker.parseAlert(JSON.parse(JSON.stringify(alert)));
      expect(broker.connect().toGenericAlert(thawed)).toEqual(generic);
      if (index >= mostTargets) continue;
      try {
        complaints.push(...targetComplaints(await broker.connect().toTarget(thawed)));
      } catch (error) {
        if (!isTomError(error)) throw error;
      }
    }
    return complaints;
  }

  const searched = (parameters: Record<string, unknown>, mangle: Bench["mangle"]): Promise<Outcome> =>
    withBench(mangle, async (bench) => {
      const found = await collectAlerts(bench.broker.connect(), bench.broker.parseParameters(parameters), {
        maxAlerts: 1_000,
      });
      const requests = bench.server.seen.length;
      const ids = new Set(found.alerts.map(({ generic }) => generic.id));
      return { ...found, ids, requests, complaints: await complaintsOf(bench, found) };
    });

  type Told = { rows: readonly ReducedDatumDraft[]; unread: number };

  const curve = (mangle: Bench["mangle"]): Promise<Told> =>
    withBench(mangle, async ({ broker }) => {
      const work = async () =>
        (await broker.connect().processReducedData?.(fixtures.target?.ref ?? emptyRef, null)) ?? [];
      const { value, unread } = await broker.countingUnread(work);
      return { rows: value, unread };
    });

  type Exchange = { key: string; url: URL; text: string };
  type Recorded<Value> = { exchanges: readonly Exchange[]; whole: Value };

  /** What the service is asked in a piece of work and what it answers, and what that gives: the same each time. */
  function recordedOnce<Value>(): (
    name: string,
    work: (mangle: Bench["mangle"]) => Promise<Value>,
  ) => Promise<Recorded<Value>> {
    const known = new Map<string, Promise<Recorded<Value>>>();
    const record = async (work: (mangle: Bench["mangle"]) => Promise<Value>): Promise<Recorded<Value>> => {
      const exchanges = new Map<string, Exchange>();
      const whole = await work((answer, seen) => {
        const key = keyOf(seen);
        if ((answer.status ?? 200) < 300 && typeof answer.body === "string")
          exchanges.set(key, { key, url: seen.url, text: answer.body });
        return answer;
      });
      return { exchanges: [...exchanges.values()], whole };
    };
    return (name, work) => {
      const recorded = known.get(name) ?? record(work);
      known.set(name, recorded);
      return recorded;
    };
  }
  const recordedSearch = recordedOnce<Outcome>();
  const recordedCurve = recordedOnce<Told>();
  const recordedOf = (parameters: Record<string, unknown>): Promise<Recorded<Outcome>> =>
    recordedSearch(JSON.stringify(parameters), (mangle) => searched(parameters, mangle));

  /** Every answer to one of the requests, with another text. Requests that hold the server's own address are alike. */
  const answering =
    (key: string, body: string): Bench["mangle"] =>
    (answer, seen) =>
      keyOf(seen) === key ? { ...answer, body } : answer;

  function damagedOf(
    { exchanges }: Recorded<unknown>,
    kind: string,
    random: Random,
  ): (DamagedRow & { key: string }) | null {
    for (const { key, text } of inTurn(random, exchanges)) {
      const damaged = damagedRow(text, kind, random);
      if (damaged !== null) return { ...damaged, key };
    }
    return null;
  }

  /** A reply of the piece of work that a fault changes. */
  const spoiltOf = ({ exchanges }: Recorded<unknown>, fault: string, seed: number): Exchange | undefined =>
    inTurn(randomOf(seed), exchanges).find(({ text, url }) => spoil(fault, text, seed, url) !== null);

  describe(`${factory.definition.manifest.name} reads what it can of a reply with`, () => {
    it.each(Object.keys(damages))(
      "%s: the other rows are given, and this one is given or told of",
      async (kind) => {
        let played = 0;
        for (let seed = 1; seed <= seedsOfAKind; seed += 1) {
          const parameters = searches[seed % searches.length] ?? search;
          const recorded = await recordedOf(parameters);
          const damaged = damagedOf(recorded, kind, randomOf(seed));
          if (damaged === null) continue;
          played += 1;
          const without = await searched(parameters, answering(damaged.key, damaged.without));
          const given = await searched(parameters, answering(damaged.key, damaged.damaged));
          const what = `seed ${seed}, ${JSON.stringify(parameters)}: ${damaged.where} of ${damaged.key}`;
          expect.soft([given.error, given.complaints], what).toEqual([null, []]);
          expect.soft(holdsAll(given.ids, without.ids), `${what}: an other row is lost`).toBe(true);
          // A row that says something else where the plug-in itself chooses is not what was asked for.
          const isChosen = !chosenBy?.test(damaged.where);
          const isNeeded = isChosen && recorded.whole.ids.size > without.ids.size;
          const isGiven = given.ids.size > without.ids.size;
          const isTold = given.feedback.some((sentence) => !without.feedback.includes(sentence));
          expect.soft(!isNeeded || isGiven || isTold, `${what}: neither given nor told of`).toBe(true);
        }
        expect(played, "replies with a damaged row").toBeGreaterThan(0);
      },
      patienceMs,
    );

    if (target)
      it.each(Object.keys(damages))(
        "%s in a light curve: the other points are given",
        async (kind) => {
          let played = 0;
          for (let seed = 1; seed <= seedsOfAKind; seed += 1) {
            const damaged = damagedOf(await recordedCurve("curve", curve), kind, randomOf(seed));
            if (damaged === null) continue;
            played += 1;
            const without = await curve(answering(damaged.key, damaged.without));
            const given = await curve(answering(damaged.key, damaged.damaged));
            const what = `seed ${seed}: ${damaged.where} of ${damaged.key}`;
            expect
              .soft(
                given.rows.flatMap((row) => photometryComplaints(row)),
                what,
              )
              .toEqual([]);
            expect
              .soft(
                given.rows.map((row) => JSON.stringify(row)),
                what,
              )
              .toEqual(expect.arrayContaining(without.rows.map((row) => JSON.stringify(row))));
          }
          expect(played, "replies with a damaged row").toBeGreaterThan(0);
        },
        patienceMs,
      );

    it("has no reply that the faults left out of this suite would change", async () => {
      expect(Object.keys(pageFaults)).toEqual(expect.arrayContaining([...noSuchFaults]));
      for (const parameters of searches) {
        const recorded = await recordedOf(parameters);
        expect(noSuchFaults.filter((fault) => spoiltOf(recorded, fault, 1) !== undefined)).toEqual([]);
      }
    });

    it.each(Object.keys(pageFaults).filter((fault) => !noSuchFaults.includes(fault)))(
      "%s: it ends, and what is missing is told",
      async (fault) => {
        let played = 0;
        for (let seed = 1; seed <= seedsOfAKind; seed += 1) {
          const parameters = searches[seed % searches.length] ?? search;
          const recorded = await recordedOf(parameters);
          const { whole } = recorded;
          const key = spoiltOf(recorded, fault, seed)?.key;
          if (key === undefined) continue;
          played += 1;
          const mangle: Bench["mangle"] = (answer, seen) => {
            if (keyOf(seen) !== key || typeof answer.body !== "string") return answer;
            return { ...answer, body: spoil(fault, answer.body, seed, seen.url) ?? answer.body };
          };
          const given = await searched(parameters, mangle);
          const what = `seed ${seed}, ${JSON.stringify(parameters)}: ${key}`;
          expect.soft(given.complaints, what).toEqual([]);
          expect.soft(given.requests, what).toBeLessThan(mostRequests);
          const isServed = !fault.startsWith("an empty page");
          const isTold = given.feedback.some((sentence) => !whole.feedback.includes(sentence));
          if (isServed && !holdsAll(given.ids, whole.ids))
            expect.soft(isTold, `${what}: lost and not told of`).toBe(true);
        }
        expect(played, "replies that were spoilt").toBeGreaterThan(0);
      },
      patienceMs,
    );

    it("the page before once more: it ends, and what is missing is told", async () => {
      const { parameters } = pagedSearch ?? { parameters: search };
      const { whole } = await recordedOf(parameters);
      let first: Answer | null = null;
      const given = await searched(parameters, (answer) => {
        first ??= answer;
        return first;
      });
      expect(given.complaints).toEqual([]);
      expect(given.requests).toBeLessThan(mostRequests);
      if (!holdsAll(given.ids, whole.ids)) expect(given.feedback.join(" ")).not.toBe("");
    });
  });
}

/** The reply with a fault in it, the same for the same seed; null where it has nothing of the kind. */
const spoil = (fault: string, text: string, seed: number, url: URL): string | null =>
  pageFaults[fault]?.(text, randomOf(seed), url) ?? null;

const emptyRef = { name: "", aliases: [], raDeg: null, decDeg: null };
