import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import { type FaultServer, startFaultServer } from "@/lib/http/testing/fault-server";
import type { Http } from "@/lib/http/types";
import { answerOcs, hideRequest, loadOcs, moveRequest } from "@/scripts/facilities-replay/ocs.mjs";
import type { Facility } from "../contract";
import { facilityContractSuite } from "../contract-suite";
import { createFacilityRegistry, type RegisteredFacility } from "../registry";
import { lco } from "./index";

const store = loadOcs();

facilityContractSuite("lco", {
  entry: (origin, token) => lco({ portalUrl: origin, archiveUrl: origin, token }),
  parameters: { instrumentType: "1M0-SCICAM-SINISTRO", note: "Second try" },
  remote: {
    script: (seen) => answerOcs(store, seen),
    secret: store.token,
    found: {
      observationId: "3400002",
      status: "COMPLETED",
      scheduledStart: "2026-11-03T04:00:00.000Z",
      scheduledEnd: "2026-11-03T04:20:00.000Z",
      parameters: {
        instrumentType: "2M0-FLOYDS-SCICAM",
        configurationType: "SPECTRUM",
        exposures: "slit_1.6as 900 s",
        targetName: "SN 2023ixf",
        note: "First of the series",
      },
    },
    unknownId: "99",
    products: ["9007199254740993", "70000001", "70000003"],
  },
});

describe("an Observatory Control System portal", () => {
  let portal: ReturnType<typeof loadOcs>;
  let server: FaultServer;
  let http: Http;
  const at = (token?: string): RegisteredFacility =>
    createFacilityRegistry([lco({ portalUrl: server.origin, archiveUrl: server.origin, token })], {
      http,
      logger: silentLogger,
    }).get("lco");
  let facility: Facility;

  beforeEach(async () => {
    portal = loadOcs();
    server = await startFaultServer((seen) => answerOcs(portal, seen));
    http = createHttp({ allowPrivateHosts: [server.hostAndPort] });
    facility = at(portal.token).connect();
  });
  afterEach(async () => {
    await http.close();
    await server.close();
  });

  it("gives the window of the request until there is a block, then that block's times", async () => {
    expect(await facility.getStatus?.("3400001")).toEqual({
      status: "PENDING",
      scheduledStart: "2026-11-21T00:00:00.000Z",
      scheduledEnd: "2026-11-24T00:00:00.000Z",
    });
    moveRequest(portal, "3400001", "PENDING", {
      state: "PENDING",
      start: "2026-11-23T05:00:00Z",
      end: "2026-11-23T05:11:00Z",
    });
    expect(await facility.getStatus?.("3400001")).toMatchObject({ scheduledStart: "2026-11-23T05:00:00.000Z" });
    moveRequest(portal, "3400001", "COMPLETED", {
      state: "COMPLETED",
      start: "2026-11-23T06:00:00Z",
      end: "2026-11-23T06:11:00Z",
    });
    expect(await facility.getStatus?.("3400001")).toEqual({
      status: "COMPLETED",
      scheduledStart: "2026-11-23T06:00:00.000Z",
      scheduledEnd: "2026-11-23T06:11:00.000Z",
    });
  });

  it("takes the address of a request or of a group with one request, and asks which where there are several", async () => {
    const address = "https://observe.lco.global";
    expect(await facility.findObservation?.(`${address}/requests/3400001/`)).toMatchObject({
      observationId: "3400001",
    });
    expect(await facility.findObservation?.(`${address}/requestgroups/1800001`)).toMatchObject({
      observationId: "3400001",
      parameters: { exposures: "gp 120 s x 3; rp 60 s" },
    });
    await expect(facility.findObservation?.(`${address}/requestgroups/1800002`)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      fieldErrors: { observationId: ["This group has 2 requests; give one of them: 3400002, 3400003."] },
    });
    await expect(facility.findObservation?.("SN 2023ixf")).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });

  it("without a token finds what is public, and says what a token would change", async () => {
    hideRequest(portal, "3400001");
    const open = at();
    expect(open.missingCredentials.map(({ envName }) => envName)).toEqual(["LCO_API_KEY"]);
    expect(await open.connect().findObservation?.("3400001")).toBeNull();
    expect(await open.connect().getStatus?.("3400003")).toEqual({
      status: "WINDOW_EXPIRED",
      scheduledStart: "2026-11-05T00:00:00.000Z",
      scheduledEnd: "2026-11-06T00:00:00.000Z",
    });
  });

  it("asks after numbers only, whatever a record was given for an id", async () => {
    for (const id of ["../requestgroups/1800001", "..", "3400001/../3400002", "3400001?x=", "%2e%2e/profile", ""]) {
      expect(await facility.getStatus?.(id), id).toBeNull();
      expect(facility.observationUrl?.(id) ?? null, id).toBeNull();
    }
    expect(server.seen).toEqual([]);
  });

  it("asks the portal for what it documents, and nothing else", async () => {
    await facility.findObservation?.("3400002");
    await facility.listDataProducts?.("3400002");
    expect(
      server.seen.map(({ method, url, headers }) => [method, url.pathname + url.search, headers.authorization]),
    ).toEqual([
      ["GET", "/api/requests/3400002/", `Token ${portal.token}`],
      ["GET", "/api/requests/3400002/observations/", `Token ${portal.token}`],
      ["GET", "/api/requests/3400002/", undefined],
      ["GET", "/frames/?REQNUM=3400002&limit=1000", `Token ${portal.token}`],
    ]);
  });
});
