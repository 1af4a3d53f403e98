import { uploadForm } from "@/tests/support/upload";
import { ask, discovery, makeSeen, onePixel } from "./make";
import type { Subject } from "./stage";

/** How a verb of a route is called. `shows`: what must be in the answer for a list to count as showing the thing. */
export type RouteCall = (subject: Subject) => Promise<RouteAsk> | RouteAsk;
export type RouteAsk = {
  url: string;
  body?: unknown;
  form?: URLSearchParams | FormData;
  headers?: Record<string, string>;
  shows?: string;
};

const at =
  (url: string, body?: unknown): RouteCall =>
  () => ({ url, ...(body === undefined ? {} : { body }) });

const target =
  (rest: string, body?: unknown): RouteCall =>
  async (s) => ({ url: `/api/v1/targets/${(await s.target()).id}${rest}`, ...(body === undefined ? {} : { body }) });

const query =
  (rest: string, body?: unknown): RouteCall =>
  async (s) => ({
    url: `/api/v1/broker-queries/${(await s.query()).id}${rest}`,
    ...(body === undefined ? {} : { body }),
  });

const run =
  (rest: string, body?: unknown): RouteCall =>
  async (s) => ({ url: `/api/v1/broker-runs/${await s.run()}${rest}`, ...(body === undefined ? {} : { body }) });

const targets: Readonly<Record<string, RouteCall>> = {
  "GET /api/v1/targets": async (s) => {
    const { id, name } = await s.target();
    return { url: `/api/v1/targets?q=${encodeURIComponent(name)}`, shows: id };
  },
  "POST /api/v1/targets": (s) => at("/api/v1/targets", { name: s.freshName(), raDeg: 1, decDeg: 85 })(s),
  "POST /api/v1/targets/import": (s) => {
    const form = new FormData();
    form.set("file", new Blob([`name,ra,dec\n${s.freshName()},1,85\n`]), "targets.csv");
    return { url: "/api/v1/targets/import", form };
  },
  "GET /api/v1/targets/import/{id}": (s) => ({ url: `/api/v1/targets/import/${s.job()}` }),
  "POST /api/v1/targets/changes": async (s) => {
    const selection = { ids: [(await s.target()).id] };
    return { url: "/api/v1/targets/changes", body: { selection, change: { kind: "addTag", tag: "in bulk" } } };
  },
  "GET /api/v1/targets/changes/{id}": (s) => ({ url: `/api/v1/targets/changes/${s.job()}` }),
  "GET /api/v1/targets/{id}": target(""),
  "PATCH /api/v1/targets/{id}": target("", { extras: { follow_up: true } }),
  "DELETE /api/v1/targets/{id}": target(""),
  "GET /api/v1/targets/{id}/aliases": target("/aliases"),
  "POST /api/v1/targets/{id}/aliases": async (s) => target("/aliases", { alias: s.freshName() })(s),
  "PUT /api/v1/targets/{id}/aliases": target("/aliases", { aliases: [] }),
  "DELETE /api/v1/targets/{id}/aliases": async (s) => {
    const { id } = await s.target();
    const { aliases } = await ask<{ aliases: string[] }>(s.world, s.world.author, "GET", `/api/v1/targets/${id}`);
    return { url: `/api/v1/targets/${id}/aliases?alias=${encodeURIComponent(aliases[0] ?? "")}` };
  },
  "GET /api/v1/targets/{id}/tags": target("/tags"),
  "POST /api/v1/targets/{id}/tags": target("/tags", { tag: "also" }),
  "PUT /api/v1/targets/{id}/tags": target("/tags", { tags: ["only"] }),
  "DELETE /api/v1/targets/{id}/tags": target("/tags?tag=watched"),
  "GET /api/v1/targets/{id}/redshifts": target("/redshifts"),
  "POST /api/v1/targets/{id}/redshifts": target("/redshifts", { value: 0.02 }),
  "DELETE /api/v1/targets/{id}/redshifts/{entryId}": async (s) => target(`/redshifts/${await s.redshift()}`)(s),
  "GET /api/v1/targets/{id}/classifications": target("/classifications"),
  "POST /api/v1/targets/{id}/classifications": target("/classifications", { name: "SN II" }),
  "DELETE /api/v1/targets/{id}/classifications/{entryId}": async (s) =>
    target(`/classifications/${await s.classification()}`)(s),
  "GET /api/v1/targets/{id}/comments": target("/comments"),
  "POST /api/v1/targets/{id}/comments": target("/comments", { body: "From the matrix" }),
  "PATCH /api/v1/targets/{id}/comments/{commentId}": async (s) =>
    target(`/comments/${await s.comment()}`, { body: "Said otherwise" })(s),
  "DELETE /api/v1/targets/{id}/comments/{commentId}": async (s) => target(`/comments/${await s.comment()}`)(s),
  "GET /api/v1/targets/{id}/grants": target("/grants"),
  "PUT /api/v1/targets/{id}/grants": async (s) =>
    target("/grants", {
      groups: [{ id: (await s.group()).id, canChange: true, canDelete: true }],
      people: [{ username: "passer-by-1" }],
    })(s),
  "GET /api/v1/targets/{id}/history": target("/history"),
  "GET /api/v1/targets/{id}/photometry": target("/photometry"),
  "POST /api/v1/targets/{id}/photometry": target("/photometry", [{ observedAtMjd: 60300, band: "g", mag: 18 }]),
  "POST /api/v1/targets/{id}/photometry/flags": async (s) => ({
    url: `/api/v1/targets/${(await s.target()).id}/photometry/flags`,
    body: { rows: [await s.point()], reason: "A satellite" },
  }),
  "GET /api/v1/targets/{id}/photometry/revisions": async (s) => ({
    url: `/api/v1/targets/${(await s.target()).id}/photometry/revisions?row=${await s.point()}`,
  }),
  "GET /api/v1/targets/{id}/spectra": target("/spectra"),
  "GET /api/v1/spectra/{id}": async (s) => ({ url: `/api/v1/spectra/${await s.spectrum()}` }),
  "POST /api/v1/targets/{id}/refresh": target("/refresh"),
  "GET /api/v1/targets/{id}/broker-views": target("/broker-views"),
  "POST /api/v1/targets/{id}/broker-views": target("/broker-views", { brokerId: "mybroker" }),
  "GET /api/v1/targets/{id}/reports": target("/reports"),
  "POST /api/v1/targets/{id}/reports": target("/reports", { brokerId: "tns", kind: "at", parameters: discovery }),
  "POST /api/v1/reports": async (s) => ({
    url: "/api/v1/reports",
    body: { observationRecordId: await s.observation(), brokerId: "tns", kind: "at", parameters: discovery },
  }),
  "GET /api/v1/reports/{id}": async (s) => ({ url: `/api/v1/reports/${await s.report()}` }),
  "POST /api/v1/reports/{id}/send": async (s) => ({ url: `/api/v1/reports/${await s.report()}/send` }),
  "GET /api/v1/targets/{id}/alert-links": target("/alert-links"),
  "POST /api/v1/targets/{id}/alert-links": async (s) => {
    const target = await s.target();
    const alertId = await makeSeen(s.world, target);
    return {
      url: `/api/v1/targets/${target.id}/alert-links`,
      body: { sightings: [{ brokerId: "mybroker", alertId }] },
    };
  },
  "DELETE /api/v1/targets/{id}/alert-links": async (s) => {
    const { id } = await s.target();
    return { url: `/api/v1/targets/${id}/alert-links?brokerId=mybroker&alertId=${await s.linkedAlert()}` };
  },
  "GET /api/v1/targets/{id}/who-can-see": target("/who-can-see"),
};

const observation =
  (rest: string, body?: unknown): RouteCall =>
  async (s) => ({
    url: `/api/v1/observations/${await s.observation()}${rest}`,
    ...(body === undefined ? {} : { body }),
  });

const atPortal: RouteCall = async (s) => ({
  url: `/api/v1/observations/${await s.portalObservation()}/data-products`,
});

const observations: Readonly<Record<string, RouteCall>> = {
  "GET /api/v1/observations": async (s) => {
    const { id } = await s.target();
    return { url: `/api/v1/observations?targetId=${id}`, shows: await s.observation() };
  },
  "POST /api/v1/observations": async (s) => ({
    url: "/api/v1/observations",
    body: { targetId: (await s.target()).id, facilityId: "manual" },
  }),
  "GET /api/v1/observations/{id}": observation(""),
  "PATCH /api/v1/observations/{id}": observation("", { status: "SCHEDULED" }),
  "DELETE /api/v1/observations/{id}": observation(""),
  "GET /api/v1/observations/{id}/history": observation("/history"),
  "GET /api/v1/observations/{id}/reports": observation("/reports"),
  "GET /api/v1/observations/{id}/data-products": atPortal,
  "POST /api/v1/observations/{id}/data-products": atPortal,
};

const alerts: Readonly<Record<string, RouteCall>> = {
  "GET /api/v1/brokers": at("/api/v1/brokers"),
  "GET /api/v1/brokers/{id}/look-up": at("/api/v1/brokers/mybroker/look-up?name=Matrix"),
  "GET /api/v1/broker-queries": async (s) => {
    const { id, name } = await s.query();
    return { url: `/api/v1/broker-queries?q=${encodeURIComponent(name)}`, shows: id };
  },
  "POST /api/v1/broker-queries": async (s) =>
    at("/api/v1/broker-queries", { name: s.freshName(), brokerId: "mybroker", parameters: { name: "Matrix" } })(s),
  "GET /api/v1/broker-queries/{id}": query(""),
  "PATCH /api/v1/broker-queries/{id}": query("", { name: "Renamed" }),
  "DELETE /api/v1/broker-queries/{id}": query(""),
  "GET /api/v1/broker-queries/{id}/runs": query("/runs"),
  "POST /api/v1/broker-queries/{id}/rule-trial": query("/rule-trial"),
  "POST /api/v1/broker-queries/{id}/runs": query("/runs"),
  "GET /api/v1/broker-runs/{id}": run(""),
  "GET /api/v1/broker-runs/{id}/alerts": run("/alerts"),
  "POST /api/v1/broker-runs/{id}/targets": run("/targets", { alertIds: ["m-2"], visibility: "private" }),
};

const mailHandler = "/api/v1/hooks/observation_change_state/handlers/emailOnCompleted";
const file =
  (rest: string): RouteCall =>
  async (s) => ({ url: `/api/v1/data-products/${await s.file()}${rest}` });

const files: Readonly<Record<string, RouteCall>> = {
  "GET /api/v1/data-products": async (s) => ({
    url: `/api/v1/data-products?targetId=${(await s.target()).id}`,
    shows: await s.file(),
  }),
  "POST /api/v1/data-products": async (s) => ({
    url: "/api/v1/data-products",
    form: uploadForm({ file: onePixel, fields: { targetId: (await s.target()).id, type: "image" } }),
  }),
  "GET /api/v1/data-products/{id}": file(""),
  "DELETE /api/v1/data-products/{id}": file(""),
  "GET /api/v1/data-products/{id}/file": file("/file"),
  "GET /api/v1/data-products/{id}/preview": file("/preview"),
  "GET /api/v1/data-products/{id}/result": file("/result"),
  "POST /api/v1/data-products/{id}/reprocess": file("/reprocess"),
};

const work: Readonly<Record<string, RouteCall>> = {
  "GET /api/v1/hook-runs": async (s) => {
    const { id } = await s.target();
    return { url: `/api/v1/hook-runs?objectId=${id}`, shows: await s.hookRun() };
  },
  "GET /api/v1/hook-runs/{id}": async (s) => ({ url: `/api/v1/hook-runs/${await s.hookRun()}` }),
  "POST /api/v1/hook-runs/{id}/replay": async (s) => ({
    url: `/api/v1/hook-runs/${await s.hookRun()}/replay`,
    body: { dryRun: true },
  }),
  "POST /api/v1/hook-runs/{id}/cancel": (s) => ({ url: `/api/v1/hook-runs/${s.queuedHookRun()}/cancel` }),
  "POST /api/v1/hook-runs/{id}/retry": (s) => ({ url: `/api/v1/hook-runs/${s.queuedHookRun()}/retry` }),
  // A handler that nothing else here waits for.
  "POST /api/v1/hooks/{hook}/handlers/{handler}/pause": at(`${mailHandler}/pause`),
  "POST /api/v1/hooks/{hook}/handlers/{handler}/resume": at(`${mailHandler}/resume`),
  "GET /api/v1/jobs": (s) => ({ url: "/api/v1/jobs?limit=200", shows: s.job() }),
  "GET /api/v1/jobs/{id}": (s) => ({ url: `/api/v1/jobs/${s.job()}` }),
  "POST /api/v1/jobs/{id}/cancel": (s) => ({ url: `/api/v1/jobs/${s.job()}/cancel` }),
};

/** The token that guards next-auth's own form, and the cookie that goes with it. */
async function wrongPassword({ world, freshName }: Subject): Promise<RouteAsk> {
  const first = await fetch(`${world.app.origin}/api/auth/csrf`);
  const { csrfToken } = (await first.json()) as { csrfToken: string };
  const guard = first.headers.getSetCookie().map((line) => line.split(";", 1)[0] ?? "");
  return {
    url: "/api/auth/callback/credentials",
    form: new URLSearchParams({ csrfToken, username: freshName(), password: "not a password", json: "true" }),
    headers: { cookie: guard.join("; ") },
  };
}

export const routeCalls: Readonly<Record<string, RouteCall>> = {
  ...targets,
  ...observations,
  ...alerts,
  ...files,
  ...work,
  "GET /api/v1/me": at("/api/v1/me"),
  "GET /api/v1/mails": at("/api/v1/mails"),
  "GET /api/v1/notifications": at("/api/v1/notifications"),
  "POST /api/v1/notifications/read": at("/api/v1/notifications/read", { ids: "all" }),
  "GET /api/v1/openapi.json": at("/api/v1/openapi.json"),
  "GET /alerts/brokers/{id}/choices": at("/alerts/brokers/alerce/choices?field=classifier"),
  "GET /alerts/runs/{id}/light-curve": async (s) => ({ url: `/alerts/runs/${await s.run()}/light-curve?alert=m-1` }),
  "GET /alerts/runs/{id}/classes": async (s) => ({ url: `/alerts/runs/${await s.run()}/classes?alert=m-1` }),
  "GET /alerts/runs/{id}/stamp": async (s) => ({ url: `/alerts/runs/${await s.run()}/stamp?alert=m-1&kind=science` }),
  "GET /targets/{id}/light-curve": async (s) => ({ url: `/targets/${(await s.target()).id}/light-curve` }),
  "GET /api/{...unknown}": at("/api/nothing"),
  "POST /api/{...unknown}": at("/api/nothing", {}),
  "PUT /api/{...unknown}": at("/api/nothing", {}),
  "PATCH /api/{...unknown}": at("/api/nothing", {}),
  "DELETE /api/{...unknown}": at("/api/nothing"),
  "GET /api/auth/{...nextauth}": at("/api/auth/csrf"),
  "POST /api/auth/{...nextauth}": wrongPassword,
  "GET /api/health/live": at("/api/health/live"),
  "GET /api/health/ready": at("/api/health/ready"),
  "GET /api/health/metrics": at("/api/health/metrics"),
  "GET /api/inngest": at("/api/inngest"),
  "POST /api/inngest": at("/api/inngest?fnId=tom-outbox-reconcile&stepId=step", {}),
  "PUT /api/inngest": at("/api/inngest", {}),
  "POST /api/internal/operations": at("/api/internal/operations", { name: "user.list", input: {} }),
};
