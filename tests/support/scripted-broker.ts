import * as z from "zod";
import { type BrokerEntry, defineBroker } from "@/lib/brokers/contract";
import { TomError } from "@/lib/core/errors";

/** A broker that says what the test wants: alerts, a failure, or nothing for as long as it is held. */

const alertSchema = z.object({
  id: z.string(),
  name: z.string(),
  ra: z.number().nullable(),
  dec: z.number().nullable(),
  mag: z.number().nullable(),
  score: z.number().nullable(),
});

export type ScriptedAlert = z.infer<typeof alertSchema>;

export type ScriptedBroker = {
  entry: BrokerEntry;
  /** How often it was asked. */
  asked(): number;
  serve(alerts: readonly ScriptedAlert[]): void;
  /** Fails from now on; with alerts first, the run breaks off after them. */
  fail(after?: readonly ScriptedAlert[]): void;
  /** Does not answer until the way out is called. */
  hold(): () => void;
};

type Options = { scoreOrder?: "higher" | "lower"; schemaVersion?: number; parameters?: z.ZodType };

export function scriptedBroker({
  scoreOrder = "higher",
  schemaVersion = 1,
  parameters = z.strictObject({}),
}: Options = {}): ScriptedBroker {
  let served: readonly ScriptedAlert[] = [];
  let failing = false;
  let held: Promise<void> = Promise.resolve();
  let asked = 0;
  const factory = defineBroker<unknown, ScriptedAlert>({
    manifest: {
      id: "scripted",
      name: "Scripted",
      surveys: ["test"],
      summary: "Says what a test wants.",
      homepage: "https://example.org",
      docsUrl: "https://example.org",
      hosts: ["example.org"],
      services: [],
      magnitudeSystem: "AB",
      scoreMeaning: "What the test says.",
      scoreOrder,
      credentials: [],
      cacheS: 0,
    },
    queryForm: { schemaVersion, schema: parameters, groups: [], examples: [] },
    alertSchema,
    connect: () => ({
      async fetchAlerts(_parameters, page) {
        asked += 1;
        await held;
        if (failing && (served.length === 0 || page.cursor !== null)) {
          throw new TomError("UPSTREAM_FAILED", "Scripted does not answer.");
        }
        return { alerts: served, next: failing ? { ...page, cursor: "more" } : null, feedback: null };
      },
      toGenericAlert: (alert) => ({
        ...alert,
        timestamp: "2026-11-20T04:00:00.000Z",
        band: "r",
        url: `https://example.org/${alert.id}`,
      }),
    }),
  });
  return {
    entry: factory(),
    asked: () => asked,
    serve(alerts) {
      served = alerts;
      failing = false;
    },
    fail(after = []) {
      served = after;
      failing = true;
    },
    hold() {
      let letGo = (): void => undefined;
      held = new Promise((resolve) => {
        letGo = resolve;
      });
      return letGo;
    },
  };
}

/** An alert far from every other one. */
export const scripted = (n: number, more: Partial<ScriptedAlert> = {}): ScriptedAlert => ({
  id: `s-${n}`,
  name: `Scripted ${n}`,
  ra: n * 3,
  dec: n,
  mag: 18,
  score: 0.9,
  ...more,
});
