import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Logger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import {
  type Answer,
  type Fault,
  type FaultServer,
  type Seen,
  startFaultServer,
} from "@/lib/http/testing/fault-server";
import type { Http } from "@/lib/http/types";
import { capabilities, type FacilityEntry, type FoundObservation } from "./contract";
import { createFacilityRegistry, type RegisteredFacility } from "./registry";

/**
 * What every facility plug-in must do, run against a server on loopback that answers as its service does, and then
 * misbehaves in every way a service can.
 */

export type FacilityFixtures = {
  /** The plug-in with every service at one origin, and this token for every credential. */
  entry(origin: string, secret: string): FacilityEntry;
  /** Parameters that its form takes. */
  parameters: Record<string, unknown>;
  /** For a facility that can be asked. */
  remote?: {
    script(seen: Seen): Answer;
    /** The service's own token. */
    secret: string;
    /** An observation that it has. */
    found: FoundObservation;
    unknownId: string;
    /** Files of that observation, newest first. */
    products: readonly string[];
  };
};

/** Must not appear in an error or a log. */
const suiteSecret = "s3cret-of-the-suite";

const faults: readonly (readonly [name: string, fault: Fault, sentence: RegExp])[] = [
  ["401", { kind: "status", status: 401 }, /refused the (request|credentials) \(401\)/],
  ["429 with Retry-After", { kind: "status", status: 429, headers: { "retry-after": "30" } }, /asks to wait 30 s/],
  ["500 with HTML", { kind: "status", status: 500 }, /answered with an error \(500\)/],
  ["HTML instead of its data", { kind: "html" }, /answered with something that is not|answered in a form/],
  ["data of another form", { kind: "text", body: '{"results": 7}' }, /answered in a form/],
  ["a hang", { kind: "hang" }, /did not answer within/],
  ["an answer that breaks off", { kind: "broken-off" }, /broke off its answer/],
];

type Bench = { server: FaultServer; http: Http; facility: RegisteredFacility; logs: string[]; close(): Promise<void> };

async function startBench(fixtures: FacilityFixtures, secret: string): Promise<Bench> {
  const logs: string[] = [];
  const note = (fields: object, message: string): void => void logs.push(`${JSON.stringify(fields)} ${message}`);
  const logger: Logger = { debug: note, info: note, warn: note, error: note };
  const server = await startFaultServer((seen) => fixtures.remote?.script(seen) ?? { status: 404 });
  const http = createHttp({ allowPrivateHosts: [server.hostAndPort], limits: { timeoutMs: 1_500, retries: 0 } });
  const entry = fixtures.entry(server.origin, secret);
  const facility = createFacilityRegistry([entry], { http, logger }).get(entry.manifest.id);
  return {
    server,
    http,
    facility,
    logs,
    async close() {
      await http.close();
      await server.close();
    },
  };
}

const isIsoUtc = (text: string | null): boolean => text === null || /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text);

const failureOf = async (asked: Promise<unknown> | undefined): Promise<Error> =>
  (await asked?.then(
    () => null,
    (caught: Error) => caught,
  )) ?? new Error("was answered");

export function facilityContractSuite(name: string, fixtures: FacilityFixtures): void {
  describe(`${name} keeps the facility contract`, () => {
    let bench: Bench;
    beforeEach(async () => {
      bench = await startBench(fixtures, fixtures.remote?.secret ?? suiteSecret);
    });
    afterEach(() => bench.close());

    it("says who it is, and through which states its observations go", () => {
      const { manifest, isTerminal, isFailed, knowsStatus } = bench.facility;
      const states = manifest.states.map(({ id }) => id);
      expect(manifest.id).toMatch(/^[a-z][a-z0-9-]*$/);
      expect([manifest.name, manifest.summary, manifest.observationIdHelp].every((text) => text.trim() !== "")).toBe(
        true,
      );
      expect(new Set(states).size).toBe(states.length);
      expect(states.every((state) => /^[A-Z][A-Z0-9_]*$/.test(state))).toBe(true);
      expect(knowsStatus(manifest.initialStatus) && !isTerminal(manifest.initialStatus)).toBe(true);
      expect(manifest.cancelStatus === null || isTerminal(manifest.cancelStatus)).toBe(true);
      expect(states.filter((state) => isFailed(state) && !isTerminal(state))).toEqual([]);
      expect(states.some((state) => isTerminal(state) && !isFailed(state))).toBe(true);
      expect(manifest.credentials.every(({ envName, whereToGet }) => envName !== "" && whereToGet.length > 10)).toBe(
        true,
      );
    });

    it("is asked by the clock where it can tell, and only there", () => {
      const { manifest, capabilities } = bench.facility;
      expect(manifest.pollEveryMs !== null).toBe(capabilities.includes("getStatus"));
      expect(manifest.takesPlans || capabilities.includes("findObservation")).toBe(true);
    });

    it("reads its own parameters, twice the same, and names the one that is wrong", () => {
      const { form } = bench.facility;
      const once = form.parse(fixtures.parameters);
      expect(once).toEqual(fixtures.parameters);
      expect(form.parse(JSON.parse(JSON.stringify(once)))).toEqual(once);
      const [field] = form.fields;
      expect(() => form.parse({ [field?.name ?? "none"]: { deep: true } })).toThrow(/must be/);
    });

    const { remote } = fixtures;
    if (!remote) return;

    it("finds an observation as the service has it, its state the same when asked for alone", async () => {
      const facility = bench.facility.connect();
      expect(await facility.findObservation?.(remote.found.observationId)).toEqual(remote.found);
      const { status, scheduledStart, scheduledEnd } = remote.found;
      expect(await facility.getStatus?.(remote.found.observationId)).toEqual({ status, scheduledStart, scheduledEnd });
      expect(bench.facility.knowsStatus(status)).toBe(true);
      expect([scheduledStart, scheduledEnd].every(isIsoUtc)).toBe(true);
      expect(bench.facility.observationUrl(remote.found.observationId)).toMatch(/^https?:\/\//);
    });

    it("says nothing of an observation that the service does not know", async () => {
      const facility = bench.facility.connect();
      expect(await facility.findObservation?.(remote.unknownId)).toBeNull();
      expect(await facility.getStatus?.(remote.unknownId)).toBeNull();
      expect(await facility.listDataProducts?.(remote.unknownId)).toEqual([]);
    });

    it("lists the files of an observation, ids to their last digit", async () => {
      const products = (await bench.facility.connect().listDataProducts?.(remote.found.observationId)) ?? [];
      expect(products.map(({ id }) => id)).toEqual(remote.products);
      expect(products.every(({ observedAt, filename }) => isIsoUtc(observedAt) && !filename.includes("/"))).toBe(true);
    });

    // The service may be left alone after a failure: every question is the first to a service of its own.
    const questions = faults.flatMap((fault) => capabilities.map((question) => [question, ...fault] as const));
    it.each(questions)("%s: turns %s into a plain sentence", async (question, _name, fault, sentence) => {
      bench.server.fault = fault;
      const error = await failureOf(bench.facility.connect()[question]?.(remote.found.observationId));
      expect(error.message).toMatch(sentence);
      expect(error.message).toContain(bench.facility.manifest.name);
      expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${bench.logs}`).not.toMatch(
        new RegExp(`${remote.secret}|<html|Internal detail|doctype`, "i"),
      );
    });

    it("keeps a wrong token to itself", async () => {
      await bench.close();
      bench = await startBench(fixtures, suiteSecret);
      const error = await failureOf(bench.facility.connect().getStatus?.(remote.found.observationId));
      expect(error.message).toMatch(/refused/);
      expect(`${error.stack} ${String(error.cause)} ${JSON.stringify(error)} ${bench.logs}`).not.toContain(suiteSecret);
    });
  });
}
