import type { Context } from "@/lib/access/context";
import { startReplay } from "@/scripts/brokers-replay.mjs";
import { freshDataDir, type RunningApp, startApp } from "@/tests/support/app";
import { startBrokerList } from "@/tests/support/broker-list";
import { addGroup, addPerson, addToken, furnish, housePassword, type Person } from "@/tests/support/furnish";
import { signIn } from "@/tests/support/sign-in";
import { postUpload } from "@/tests/support/upload";

/**
 * A house with something to hide: whatever the inner group owns holds `tail` in each of its fields. A search for `head` finds
 * it, where there is somebody who may; an answer that only repeats what was asked for never holds `tail`.
 */
export const head = "kestrel9";
export const tail = "quorum7x";
const secret = (what: string): string => `${head} ${what} ${tail}`;

export type House = {
  app: RunningApp;
  headers: Record<"anonymous" | "outsider" | "outsiderToken" | "member", Record<string, string>>;
  people: { member: Person; outsider: Person };
  /** Ids that are the inner group's alone. */
  hidden: {
    group: string;
    target: string;
    redshift: string;
    classification: string;
    comment: string;
    point: string;
    query: string;
    run: string;
    job: string;
    hookRun: string;
    file: string;
    person: string;
  };
  /** The outsider's own: a target at the same place with the hidden one's alias, a query, a run that lists its object. */
  own: { target: string; query: string; run: string; group: string; publicTarget: string };
  ask<T = Record<string, unknown>>(
    as: keyof House["headers"],
    method: string,
    path: string,
    body?: unknown,
  ): Promise<T>;
  close(): Promise<void>;
};

type Seeded = { inner: string; outer: string; member: Person; outsider: Person; hermit: Person; token: string };

async function seed(house: Context): Promise<Seeded> {
  const inner = await addGroup(house, secret("group"));
  const outer = await addGroup(house, "The outer group");
  const member = await addPerson(house, "member", "member", [inner]);
  const outsider = await addPerson(house, "outsider", "member", [outer]);
  // Somebody whom only the inner group knows. "Who can see this" names people, also on what everybody sees.
  const hermit = await addPerson(house, "hermit", "member", [inner]);
  await addPerson(house, "administrator", "admin");
  return { inner, outer, member, outsider, hermit, token: (await addToken(house, outsider, "write")).token };
}

/** Shared with the outsider's twin, so it is no secret; a broker knows it. */
const alias = "ZTF20quorumx";

/** What both run: the inner group's query finds an object full of secrets, the outsider's the same object without them. */
const alerts = [
  { id: "s-1", name: secret("alert"), ra: 150.5, dec: 2.5, identifier: secret("identifier"), mag: 18, score: 0.5 },
  { id: "o-1", name: "Twin", ra: 150.1, dec: 2.2, timestamp: "2026-01-02T03:04:05Z", mag: 18, score: 0.5 },
];

const hiddenTarget = (group: string) => ({
  name: secret("name"),
  visibility: "private",
  groups: [group],
  raDeg: 150.1,
  decDeg: 2.2,
  aliases: [secret("alias"), alias],
  tags: [secret("tag")],
  extras: { host_galaxy: secret("extra"), [secret("key")]: secret("value") },
  redshift: { value: 0.1, source: secret("redshift source") },
  classifications: [{ name: secret("class"), source: secret("class source"), classifier: secret("classifier") }],
});

const hiddenPoint = {
  observedAtMjd: 60_400.5,
  band: "g",
  mag: 17.25,
  magErr: 0.1,
  telescope: secret("telescope"),
  instrument: secret("instrument"),
  source: secret("survey"),
  sourceId: secret("candidate"),
};

type Id = { id: string };
type Items<T = Id> = { items: T[] };

/** A file of the hidden target, whose name and content are secret. */
async function hideFile(origin: string, headers: Record<string, string>, targetId: string): Promise<string> {
  const fields = { targetId, type: "other" };
  const answer = await postUpload(
    origin,
    { origin, ...headers },
    {
      file: secret("content"),
      filename: `${secret("file")}.txt`,
      fields,
    },
  );
  if (answer.status !== 201) throw new Error(`upload: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as Id).id;
}

async function fill(ask: House["ask"], { inner, outer }: Seeded): Promise<Pick<House, "hidden" | "own">> {
  const { id: target } = await ask<Id>("member", "POST", "/api/v1/targets", hiddenTarget(inner));
  const at = `/api/v1/targets/${target}`;
  await ask("member", "POST", `${at}/photometry`, [hiddenPoint]);
  const comment = await ask<Id>("member", "POST", `${at}/comments`, { body: secret("comment") });
  const query = await ask<Id>("member", "POST", "/api/v1/broker-queries", {
    name: secret("query"),
    brokerId: "mybroker",
    parameters: { name: secret("alert") },
    groupId: inner,
  });
  const run = await ask<Id>("member", "POST", `/api/v1/broker-queries/${query.id}/runs`);
  await ask("member", "POST", `/api/v1/broker-runs/${run.id}/targets`, { alertIds: ["s-1"], groups: [inner] });
  // The outsider's twin: same place, same alias, found by a query of her own; the hidden one is linked to its alert.
  const twins = { brokerId: "mybroker", parameters: { name: "Twin" } };
  const linked = await ask<Id>("member", "POST", "/api/v1/broker-queries", { name: "Twins", ...twins });
  const linkedRun = await ask<Id>("member", "POST", `/api/v1/broker-queries/${linked.id}/runs`);
  await ask("member", "POST", `/api/v1/broker-runs/${linkedRun.id}/targets`, { alertIds: ["o-1"], nearby: "link" });
  const own = await ask<Id>("outsider", "POST", "/api/v1/targets", {
    name: "The twin",
    raDeg: 150.1,
    decDeg: 2.2,
    aliases: [alias],
    groups: [outer],
    visibility: "private",
  });
  const ownQuery = await ask<Id>("outsider", "POST", "/api/v1/broker-queries", { name: "Mine", ...twins });
  const ownRun = await ask<Id>("outsider", "POST", `/api/v1/broker-queries/${ownQuery.id}/runs`);
  // Anybody sees this one; who else has a right on it is the inner group's business.
  const common = await ask<Id>("member", "POST", "/api/v1/targets", {
    name: "Common knowledge",
    visibility: "open",
    groups: [inner],
    raDeg: 150.1001,
    decDeg: 2.2,
  });
  await ask("member", "POST", `/api/v1/targets/${common.id}/comments`, { body: "Plain to see" });
  await ask("member", "PUT", `/api/v1/targets/${common.id}/grants`, {
    groups: [{ id: inner, canChange: true, canDelete: false }],
  });
  const job = await ask<{ jobId: string }>("member", "POST", `${at}/refresh`);
  const first = async (path: string): Promise<string> =>
    (await ask<Items>("member", "GET", path)).items[0]?.id ?? "none";
  const points = await ask<Items<{ row: string }>>("member", "GET", `${at}/photometry`);
  return {
    hidden: {
      group: inner,
      target,
      redshift: await first(`${at}/redshifts`),
      classification: await first(`${at}/classifications`),
      comment: comment.id,
      point: points.items[0]?.row ?? "none",
      query: query.id,
      run: run.id,
      job: job.jobId,
      hookRun: await first(`/api/v1/hook-runs?objectId=${target}`),
      file: "",
      person: "",
    },
    own: { target: own.id, query: ownQuery.id, run: ownRun.id, group: outer, publicTarget: common.id },
  };
}

export async function startHouse(): Promise<House> {
  const dataDir = freshDataDir();
  const seeded = await furnish(dataDir, seed);
  const replay = await startReplay({ corpusDir: null });
  const broker = await startBrokerList(alerts);
  const app = await startApp({
    dataDir,
    env: {
      ...replay.env,
      MYBROKER_URL: broker.url,
      TOM_ALLOW_PRIVATE_HOSTS: `${new URL(replay.origin).host},${new URL(broker.url).host}`,
      TOM_DEMO: "0",
      TOM_RATE_LIMIT: "0",
      LOG_LEVEL: "error",
    },
  });
  const headers = {
    anonymous: {},
    outsider: (await signIn(app.origin, "outsider", housePassword)).headers,
    outsiderToken: { authorization: `Bearer ${seeded.token}` },
    member: (await signIn(app.origin, "member", housePassword)).headers,
  };
  const ask: House["ask"] = async <T>(as: keyof typeof headers, method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${app.origin}${path}`, {
      method,
      headers: { ...headers[as], "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 400)}`);
    return JSON.parse(text) as T;
  };
  const { hidden, own } = await fill(ask, seeded);
  const file = await hideFile(app.origin, headers.member, hidden.target);
  return {
    app,
    headers,
    people: { member: seeded.member, outsider: seeded.outsider },
    hidden: { ...hidden, file, person: seeded.hermit.id },
    own,
    ask,
    close: async () => {
      await app.stop();
      await Promise.all([broker.close(), replay.close()]);
    },
  };
}
