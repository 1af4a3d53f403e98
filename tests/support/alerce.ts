import { alerce } from "@/lib/brokers/alerce";
import { type Collected, collectAlerts } from "@/lib/brokers/collect";
import type { GenericAlert, ReducedDatumDraft, TargetRef } from "@/lib/brokers/contract";
import { createBrokerRegistry, type RegisteredBroker } from "@/lib/brokers/registry";
import { fixedClock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import { type Answer, type FaultServer, type Seen, startFaultServer } from "@/lib/http/testing/fault-server";
import { answerLsst, loadLsst } from "@/scripts/brokers-replay/alerce-lsst.mjs";
import { answerZtf } from "@/scripts/brokers-replay/alerce-ztf.mjs";
import { loadZtf } from "@/scripts/brokers-replay/alerce-ztf-store.mjs";
import { stringifyWide } from "@/scripts/brokers-replay/wide-json.mjs";

/** For tests: ALeRCE connected to its stand-in, whose answers a test may change. */

/**
 * What the published light curve of SN 2020oi has not, so that the stand-in does not claim it either: a difference that
 * is negative, and forced photometry. Constructed.
 */
function withOddRows(store: ReturnType<typeof loadZtf>): ReturnType<typeof loadZtf> {
  const oid = "ZTF20aaelulu";
  const last = store.curves.get(oid)?.detections.at(-1);
  if (last) last.isdiffpos = -1;
  const forced = (pid: number, row: Record<string, unknown>): Record<string, unknown> => ({
    ...{ candid: `${oid}${pid}`, tid: "ztf", pid, oid, ra: 185.72886, dec: 15.8236, mag_corr: null, e_mag_corr: null },
    ...{ corrected: false, dubious: false, has_stamp: false, sid: null, aid: null, ...row },
    extra_fields: { diffmaglim: 20.5, exptime: 30, programid: 1, procstatus: "0" },
  });
  store.forced.set(oid, [
    forced(1097523181015, { mjd: 58849.5, fid: 1, mag: 22.9, e_mag: 1.9, isdiffpos: -1 }),
    forced(1101542291015, { mjd: 58855.5422917, fid: 2, mag: 17.285, e_mag: 0.02, isdiffpos: 1 }),
  ]);
  return store;
}

export const ztf = withOddRows(loadZtf(null));
const lsst = loadLsst(null);

export const sn2020oi: TargetRef = { name: "SN 2020oi", aliases: ["ZTF20aaelulu"], raDeg: 185.7289, decDeg: 15.8236 };
export const lsstId = "170098765432109873";

export const script = ({ url }: Pick<Seen, "url">, store: typeof ztf = ztf): Answer => {
  const answer: { status?: number; body: unknown } = answerZtf(store, url) ??
    answerLsst(lsst, url) ?? { status: 404, body: {} };
  return { status: answer.status ?? 200, body: stringifyWide(answer.body) };
};

export type AlerceBench = {
  server: FaultServer;
  broker: RegisteredBroker;
  /** Changes the stand-in's answers. */
  change: ((seen: Seen, answer: Answer) => Answer) | null;
  run(parameters: Record<string, unknown>, maxAlerts?: number): Promise<Collected>;
  photometry(target: TargetRef): Promise<readonly ReducedDatumDraft[]>;
  close(): Promise<void>;
};

export async function startAlerce(): Promise<AlerceBench> {
  const state: Pick<AlerceBench, "change"> = { change: null };
  const server = await startFaultServer((seen) => {
    const answer = script(seen);
    return state.change ? state.change(seen, answer) : answer;
  });
  const http = createHttp({ allowPrivateHosts: [server.hostAndPort], limits: { timeoutMs: 2_000, retries: 0 } });
  const entry = alerce({ baseUrls: { ztf: `${server.origin}/`, lsst: server.origin } });
  const clock = fixedClock("2026-07-01T00:00:00Z");
  const broker = createBrokerRegistry([entry], { http, logger: silentLogger, clock }).get("alerce");
  return Object.assign(state, {
    server,
    broker,
    run: (parameters: Record<string, unknown>, maxAlerts = 100) =>
      collectAlerts(broker.connect(), broker.parseParameters(parameters), { maxAlerts }),
    photometry: async (target: TargetRef) => (await broker.connect().processReducedData?.(target, null)) ?? [],
    close: async () => {
      await http.close();
      await server.close();
    },
  });
}

export const generics = ({ alerts }: Collected): GenericAlert[] => alerts.map(({ generic }) => generic);
