import { housePassword } from "@/tests/support/furnish";
import { discovery } from "./make";
import type { Subject } from "./stage";

/** What an action is given: the one argument that its form would send. */
export type ActionCall = (subject: Subject) => Promise<unknown> | unknown;

const newPassword = "another quiet meridian 53";
const mailHandler = { hook: "observation_change_state", handler: "emailOnCompleted" };
const table = "mjd,filter,mag,mag_err\n60100.5,r,18.1,0.1\n";

const onTarget =
  (rest: Record<string, unknown> = {}): ActionCall =>
  async (s) => ({ id: (await s.target()).id, ...rest });

const onObservation =
  (rest: Record<string, unknown> = {}): ActionCall =>
  async (s) => ({ id: await s.observation(), ...rest });

const onPerson =
  (rest: Record<string, unknown> = {}): ActionCall =>
  (s) => ({ userId: s.person(), ...rest });

const onMember =
  (rest: Record<string, unknown> = {}): ActionCall =>
  async (s) => ({ groupId: (await s.group()).id, userId: s.groupMember(), ...rest });

const onEntry =
  (entry: "redshift" | "classification"): ActionCall =>
  async (s) => ({ id: (await s.target()).id, entryId: await s[entry]() });

/** A group that may be renamed and deleted without harm to the others: the administrator makes one first. */
const onSpareGroup =
  (rest: (name: string) => Record<string, unknown>): ActionCall =>
  (s) => ({ groupId: s.world.otherGroup, ...rest("Another group") });

export const actionCalls: Readonly<Record<string, ActionCall>> = {
  "action session.create": (s) => ({ username: s.freshName(), password: "not a password" }),
  "action session.end": () => ({}),
  "action session.endAll": () => ({}),
  "action session.revoke": (s) => ({ sessionId: s.ownSession() }),
  "action token.create": () => ({ name: "From the matrix", scope: "read", days: 1 }),
  "action token.revoke": (s) => ({ tokenId: s.ownToken() }),
  "action user.changePassword": () => ({
    currentPassword: "not the password at all",
    newPassword,
    repeatPassword: newPassword,
  }),
  "action user.updateEmail": (s) => ({ email: `${s.freshName().replace(" ", "-")}@example.org` }),

  "action user.confirmAddress": () => ({ proof: "none" }),
  "action user.setEmail": onPerson({ email: "" }),
  "action user.create": (s) => ({
    username: s.freshName().toLowerCase().replace(" ", "-"),
    password: housePassword,
    role: "member",
    email: "",
  }),
  "action user.setRole": onPerson({ role: "admin" }),
  "action user.disable": onPerson(),
  "action user.enable": (s) => ({ userId: s.lockedPerson() }),
  "action user.setPassword": onPerson({ password: newPassword }),
  "action user.endSessions": onPerson(),

  "action group.create": (s) => ({ name: s.freshName() }),
  "action group.rename": onSpareGroup((name) => ({ name, description: "Renamed to what it was" })),
  "action group.delete": onSpareGroup((name) => ({ name })),
  "action group.testWebhook": async (s) => ({ groupId: (await s.group()).id }),
  "action group.setWebhook": async (s) => ({ groupId: (await s.group()).id, url: "" }),
  "action group.addMember": async (s) => ({ groupId: (await s.group()).id, username: "passer-by-0", role: "member" }),
  "action group.removeMember": onMember(),
  "action group.setMemberRole": onMember({ role: "manager" }),

  "action queries.create": async (s) => ({
    brokerId: "mybroker",
    name: s.freshName(),
    groupId: "",
    parameters: { name: "Matrix" },
  }),
  "action queries.update": async (s) => {
    const { id, name } = await s.query();
    return { id, version: 1, name, groupId: "", parameters: { name: "Matrix" } };
  },
  "action queries.delete": async (s) => ({ id: (await s.query()).id }),
  "action queries.duplicate": async (s) => ({ id: (await s.query()).id }),
  "action queries.setSchedule": async (s) => ({
    id: (await s.query()).id,
    version: 1,
    schedule: "0 6 * * *",
    schedulePaused: true,
  }),
  "action queries.setRule": async (s) => ({ id: (await s.query()).id, version: 1, rule: null }),
  "action queries.tryRule": async (s) => ({ id: (await s.query()).id }),
  "action notifications.chooseMail": () => ({ mail: true }),
  "action queries.run": async (s) => ({ id: (await s.query()).id }),
  "action runs.targets": async (s) => ({ runId: await s.run(), alertIds: ["m-1"], visibility: "private" }),

  "action dataProducts.delete": async (s) => ({ id: await s.file() }),
  "action dataProducts.reprocess": async (s) => ({ id: await s.file() }),
  "action hookRuns.replay": async (s) => ({ id: await s.hookRun(), dryRun: true }),
  "action hookRuns.cancel": (s) => ({ id: s.queuedHookRun() }),
  "action hookRuns.retry": (s) => ({ id: s.queuedHookRun() }),
  "action handlers.pause": () => mailHandler,
  "action handlers.resume": () => mailHandler,
  "action jobs.cancel": (s) => ({ id: s.job() }),
  "action mails.resend": (s) => ({ id: s.mail() }),
  "action mails.sendHeld": () => ({}),

  "action target.create": (s) => ({ name: s.freshName(), raDeg: 2, decDeg: 84 }),
  "action target.checkDuplicates": () => ({ names: ["M 31"], raDeg: null, decDeg: null }),
  "action target.findPlace": () => ({ name: "SN 2020oi" }),
  "action target.update": onTarget({ extras: { follow_up: true } }),
  "action targets.bulkTag": async (s) => ({
    selection: { ids: [(await s.target()).id] },
    how: "add",
    tag: "in bulk",
  }),
  "action targets.bulkVisibility": async (s) => ({
    selection: { ids: [(await s.target()).id] },
    visibility: s.cell.visibility === "public" ? "open" : "public",
  }),
  "action target.delete": onTarget(),
  "action target.refresh": onTarget(),
  "action target.dismissDuplicate": async (s) => ({ id: (await s.target()).id, otherId: await s.duplicate() }),
  "action target.addRedshift": onTarget({ value: 0.02, error: null, frame: null, source: "" }),
  "action target.removeRedshift": onEntry("redshift"),
  "action target.addClassification": onTarget({
    name: "SN II",
    source: "",
    classifier: "",
    version: "",
    probability: null,
    date: "",
  }),
  "action target.changeGrant": onTarget({ kind: "person", who: "passer-by-1", step: "view" }),
  "action target.removeClassification": onEntry("classification"),
  "action target.unlinkAlert": async (s) => ({
    id: (await s.target()).id,
    brokerId: "mybroker",
    alertId: await s.linkedAlert(),
  }),
  "action report.review": async (s) => ({
    targetId: (await s.target()).id,
    brokerId: "tns",
    kind: "at",
    parameters: Object.fromEntries(Object.entries(discovery).map(([name, value]) => [name, String(value)])),
  }),
  "action report.send": async (s) => ({ id: await s.report() }),
  "action report.follow": async (s) => ({ id: await s.sentReport() }),
  "action report.discard": async (s) => ({ id: await s.report() }),
  "action observation.create": async (s) => ({
    targetId: (await s.target()).id,
    facilityId: "manual",
    observationId: "",
    status: "PENDING",
    scheduledStart: "",
    scheduledEnd: "",
    parameters: { telescope: "NTT" },
  }),
  "action observation.update": onObservation({
    version: 1,
    scheduledStart: "2026-12-01",
    scheduledEnd: "",
    parameters: {},
  }),
  "action observation.setState": onObservation({ status: "SCHEDULED" }),
  "action observation.cancel": onObservation(),
  "action observation.refresh": async (s) => ({ id: await s.portalObservation() }),
  "action observation.delete": onObservation(),
  "action observation.files": async (s) => ({ id: await s.portalObservation() }),
  "action observation.saveFiles": async (s) => ({ id: await s.portalObservation() }),
  "action observations.bulkState": async (s) => ({ ids: [await s.observation()], status: "SCHEDULED" }),
  "action photometry.flag": async (s) => ({
    targetId: (await s.target()).id,
    row: [await s.point()],
    reason: "A satellite",
    act: "flag",
  }),
  "action photometry.addPoint": onTarget({
    time: "60200.5",
    timeScale: "UTC",
    band: "g",
    mag: 17.5,
    magErr: 0.1,
    fluxNjy: null,
    fluxErrNjy: null,
    limitMag: null,
    limitSigma: null,
    magSystem: "AB",
    brightness: "total",
    forced: false,
    telescope: "",
    instrument: "",
    source: "",
  }),
  "action photometry.previewPaste": onTarget({ text: table }),
  "action photometry.addPasted": onTarget({ text: table }),
  "action comment.create": onTarget({ body: "From the matrix" }),
  "action comment.edit": async (s) => ({
    id: (await s.target()).id,
    commentId: await s.comment(),
    body: "Said otherwise",
  }),
  "action comment.delete": async (s) => ({ id: (await s.target()).id, commentId: await s.comment() }),
};

/** Actions after which the caller's session is no more. */
export const endsSession: ReadonlySet<string> = new Set(["action session.end", "action session.endAll"]);

type Bulk = { refused: number; notFound: number };

/** Bulk acts tell of each row what an act on one would have met. */
const bulk = (data: unknown): "ok" | "403" | "404" => {
  const { refused, notFound } = data as Bulk;
  return notFound > 0 ? "404" : refused > 0 ? "403" : "ok";
};

export const readings: Readonly<Record<string, (data: unknown) => "ok" | "403" | "404">> = {
  "action targets.bulkTag": bulk,
  "action targets.bulkVisibility": bulk,
  "action observations.bulkState": bulk,
  "POST /api/v1/targets/changes": bulk,
};
