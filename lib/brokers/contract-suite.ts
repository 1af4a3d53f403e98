import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import type { Answer, Fault } from "@/lib/http/testing/fault-server";
import { type Collected, collectAlerts } from "./collect";
import { type BrokerFactory, callsPerObject } from "./contract";
import { type Bench, type BrokerFixtures, startBench, suiteSecret } from "./contract-bench";
import { alertComplaints, manifestComplaints, photometryComplaints, targetComplaints } from "./contract-checks";
import { brokerFuzzSuite } from "./contract-fuzz";

/**
 * What every broker plug-in must do, run against a server on loopback that answers as its service does, and then
 * misbehaves in every way a service can.
 */

const faults: readonly (readonly [name: string, fault: Fault, sentence: RegExp])[] = [
  ["401", { kind: "status", status: 401 }, /refused the (request|credentials) \(401\)/],
  ["429 with Retry-After", { kind: "status", status: 429, headers: { "retry-after": "30" } }, /asks to wait 30 s/],
  ["500 with HTML", { kind: "status", status: 500 }, /answered with an error \(500\)/],
  ["HTML instead of its data", { kind: "html" }, /answered with something that is not|answered in a form/],
  ["a hang", { kind: "hang" }, /did not answer within/],
  ["an answer that breaks off", { kind: "broken-off" }, /broke off its answer/],
];

/** A schema's property whose default is what the form says that an empty choice means. */
const defaultLike = (value: string | undefined) =>
  value === undefined
    ? expect.not.objectContaining({ default: expect.anything() })
    : expect.objectContaining({ default: value });

const decimals = /([:,[]\s*)-?\d+\.\d+(?:e-?\d+)?(?=\s*[,\n\]}])/g;
// A version is a text, whatever it looks like.
const writtenDecimals = /("(?!version)\w+"\s*:\s*)"-?\d+\.\d+"/g;

/** Every decimal of an answer, JSON or CSV, number or text, as the bare NaN that Python writes. */
const withNaN = (answer: Answer): Answer =>
  typeof answer.body === "string"
    ? { ...answer, body: answer.body.replace(writtenDecimals, "$1NaN").replace(decimals, "$1NaN") }
    : answer;

export function brokerContractSuite<P, A>(factory: BrokerFactory<P, A>, fixtures: BrokerFixtures): void {
  const { manifest, queryForm } = factory.definition;
  let bench: Bench;

  const run = (parameters: Record<string, unknown>, maxAlerts = 5_000): Promise<Collected> =>
    collectAlerts(bench.broker.connect(), bench.broker.parseParameters(parameters), { maxAlerts });

  describe(`${manifest.name} keeps the broker contract`, () => {
    beforeEach(async () => {
      bench = await startBench(factory, fixtures);
    });
    afterEach(async () => {
      expect(bench.logs.join("\n")).not.toContain(suiteSecret);
      expect(bench.strayed).toEqual([]);
      await bench.http.close();
      await bench.server.close();
    });

    it("has a complete manifest", () => {
      expect(manifestComplaints(manifest)).toEqual([]);
    });

    it("has examples that parse, twice the same, and survive JSON", () => {
      expect(queryForm.examples.length).toBeGreaterThan(0);
      for (const { parameters } of queryForm.examples) {
        const once = bench.broker.parseParameters(parameters);
        expect(bench.broker.parseParameters(JSON.parse(JSON.stringify(once)))).toEqual(once);
      }
    });

    it("names an unknown field, and shows exactly the fields that it takes", () => {
      expect(() => bench.broker.parseParameters({ ...fixtures.search, noSuchField: 1 })).toThrow(/noSuchField/);
      const schema = z.toJSONSchema(queryForm.schema, { io: "input" });
      const shown = queryForm.groups.flatMap((group) => group.fields.map((field) => field.name));
      expect(Object.keys(schema.properties ?? {}).sort()).toEqual([...new Set(shown)].sort());
      for (const field of queryForm.groups.flatMap((group) => group.fields)) {
        if (field.kind === "select") expect(schema.properties?.[field.name]).toEqual(defaultLike(field.default));
      }
    });

    it("maps what it finds to finite, in-range alerts and targets that survive being stored", async () => {
      const { alerts, error } = await run(fixtures.search);
      expect(error).toBeNull();
      expect(alerts.length).toBeGreaterThan(0);
      const broker = bench.broker.connect();
      for (const { generic, alert } of alerts) {
        expect(alertComplaints(generic)).toEqual([]);
        const thawed = bench.broker.parseAlert(JSON.parse(JSON.stringify(alert)));
        expect(broker.toGenericAlert(thawed)).toEqual(generic);
        if (generic.ra === null) continue;
        const target = await broker.toTarget(thawed);
        expect(targetComplaints(target)).toEqual([]);
        expect(target.type).toBe(generic.moves ? "NON_SIDEREAL" : "SIDEREAL");
      }
    });

    it("gives an empty page for an empty reply", async () => {
      const { alerts, error } = await run(fixtures.emptySearch);
      expect([alerts, error]).toEqual([[], null]);
    });

    it("comes to the end of its pages", async () => {
      const { alerts, error } = await run(fixtures.pagedSearch?.parameters ?? fixtures.search);
      expect(error).toBeNull();
      if (fixtures.pagedSearch) expect(alerts).toHaveLength(fixtures.pagedSearch.objects);
      expect(bench.server.seen.length).toBeLessThan(100);
    });

    // What a broker does not have is no test of it, rather than one that is skipped.
    const { wideIdSearch, target, solarSystem = [] } = fixtures;
    if (wideIdSearch)
      it("keeps an id beyond 2^53 to its last digit", async () => {
        const { alerts } = await run(wideIdSearch.parameters);
        expect(alerts.map(({ generic }) => generic.id)).toContain(wideIdSearch.id);
      });

    it.each(solarSystem)(
      "flags $id as beside a solar-system object, with its separation, and takes it for no name",
      async ({ parameters, id, match }) => {
        const { alerts } = await run(parameters);
        const found = alerts.find(({ generic }) => generic.id === id);
        expect(found?.generic.solarSystem).toEqual(match);
        const { name, aliases, extras } = await bench.broker.connect().toTarget(found?.alert);
        expect([name, ...aliases]).not.toContain(match.name);
        expect(Object.values(extras)).toContain(match.name);
      },
    );

    it("flags nothing where the service tells of no solar-system object", async () => {
      const flagged = new Set(solarSystem.map(({ id }) => id));
      const { alerts } = await run(fixtures.search);
      const others = alerts.filter(({ generic }) => !flagged.has(generic.id));
      expect(others.map(({ generic }) => generic.solarSystem ?? null)).toEqual(others.map(() => null));
    });

    if (target)
      it("maps a light curve to believable rows, within its calls for one object", async () => {
        const { ref, rows } = target;
        const photometry = (await bench.broker.connect().processReducedData?.(ref, null)) ?? [];
        const isSystemTold = manifest.magnitudeSystem !== null;
        expect(photometry.flatMap((row) => photometryComplaints(row, { isSystemTold }))).toEqual([]);
        expect(photometry).toHaveLength(rows);
        expect(bench.server.seen.length).toBeLessThanOrEqual(callsPerObject);
      });

    it("takes reports altogether or not at all", () => {
      const { submitUpstreamAlert, upstream } = bench.broker.connect();
      expect(upstream === undefined).toBe(submitUpstreamAlert === undefined);
      expect(upstream?.kinds.length ?? 1).toBeGreaterThan(0);
    });

    it.each(faults)("turns %s into a plain sentence", async (_name, fault, sentence) => {
      bench.server.fault = fault;
      const { alerts, error, feedback } = await run(fixtures.search);
      expect(alerts).toEqual([]);
      const said = [error?.message ?? "", ...feedback].join(" ");
      expect(said).toMatch(sentence);
      expect(said).toContain(manifest.name);
      expect(`${said} ${error?.stack} ${String(error?.cause)} ${JSON.stringify(error)}`).not.toMatch(
        new RegExp(`${suiteSecret}|<html|Internal detail|doctype`, "i"),
      );
    });

    it("never takes half an answer for a whole one", async () => {
      bench.server.fault = { kind: "truncated" };
      const { alerts, feedback } = await run(fixtures.search);
      expect(alerts).toEqual([]);
      expect(feedback).toHaveLength(1);
    });

    it("reads bare NaN as nothing: each alert is given without it, or told of", async () => {
      const idsOf = ({ alerts }: Collected): string[] => alerts.map(({ generic }) => generic.id);
      const whole = await run(fixtures.search);
      await bench.http.close();
      await bench.server.close();
      bench = await startBench(factory, fixtures);
      let changed = 0;
      bench.mangle = (answer) => {
        const mangled = withNaN(answer);
        if (mangled.body !== answer.body) changed += 1;
        return mangled;
      };
      const found = await run(fixtures.search);
      expect([found.error, changed > 0]).toEqual([null, true]);
      expect(found.alerts.flatMap(({ generic }) => alertComplaints(generic))).toEqual([]);
      if (found.feedback.every((sentence) => whole.feedback.includes(sentence)))
        expect(idsOf(found)).toEqual(idsOf(whole));
    });
  });

  brokerFuzzSuite(factory, fixtures);
}
