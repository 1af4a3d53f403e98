import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtActions, postAction } from "@/tests/support/server-action";
import { type House, startHouse } from "../authorisation/secrets";

/**
 * A private id of another group, in every place where an id can stand: the answer is the one that an id of nothing gets, word
 * for word.
 */

const nothing = "01900000-0000-7000-8000-000000000000";

let house: House;
beforeAll(async () => {
  house = await startHouse();
});
afterAll(() => house?.close());

type Ids = {
  target: string;
  group: string;
  query: string;
  run: string;
  job: string;
  hookRun: string;
  redshift: string;
  classification: string;
  comment: string;
  point: string;
  person: string;
};
const idNames = [
  "target",
  "group",
  "query",
  "run",
  "job",
  "hookRun",
  "redshift",
  "classification",
  "comment",
  "point",
  "person",
] as const;

const none: Ids = Object.fromEntries(idNames.map((name) => [name, name === "point" ? "zzzzz" : nothing])) as Ids;

/** What was answered, with the id that was asked for and the request's own id taken out. */
const told = (status: number, text: string, ids: Ids): string => {
  const known = idNames.map((name) => ids[name]).filter((id) => id !== "");
  const plain = text
    .replace(/"requestId":"[^"]+"/g, "")
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f-]{17}/g, (id) =>
      known.includes(id) ? "<the id>" : "<an id>",
    );
  return `${status} ${plain.replaceAll("zzzzz", "<the id>").replace(/"\d{4}-\d\d-\d\dT[^"]+"/g, "<a time>")}`;
};

type Call = { method: string; path: (ids: Ids) => string; body?: (ids: Ids) => unknown };
const own = (): House["own"] => house.own;
const fresh = (() => {
  let count = 0;
  return (): string => {
    count += 1;
    return `Fresh ${count}`;
  };
})();

const get = (path: (ids: Ids) => string): Call => ({ method: "GET", path });
const send = (method: string, path: (ids: Ids) => string, body?: (ids: Ids) => unknown): Call =>
  body === undefined ? { method, path } : { method, path, body };

const at = "/api/v1/targets";

const calls: Record<string, Call> = {
  "a target": get(({ target }) => `${at}/${target}`),
  "its photometry as CSV": get(({ target }) => `${at}/${target}/photometry?format=csv`),
  "its light curve": get(({ target }) => `/targets/${target}/light-curve`),
  "a change of it": send(
    "PATCH",
    ({ target }) => `${at}/${target}`,
    () => ({ tags: ["mine"] }),
  ),
  "its removal": send("DELETE", ({ target }) => `${at}/${target}`),
  "photometry for it": send(
    "POST",
    ({ target }) => `${at}/${target}/photometry`,
    () => [{ observedAtMjd: 60_000, band: "g", mag: 18 }],
  ),
  "a comment on it": send(
    "POST",
    ({ target }) => `${at}/${target}/comments`,
    () => ({ body: "Hello" }),
  ),
  "its rights": send(
    "PUT",
    ({ target }) => `${at}/${target}/grants`,
    () => ({ people: [{ username: "outsider" }] }),
  ),
  "a list of its group": get(({ group }) => `${at}?group=${group}`),
  "an export of its group": get(({ group }) => `${at}?group=${group}&format=csv`),
  "a new target for its group": send(
    "POST",
    () => at,
    ({ group }) => ({ name: "For others", raDeg: 3, decDeg: 3, groups: [group] }),
  ),
  "a target given to its group": send(
    "PATCH",
    () => `${at}/${own().target}`,
    ({ group }) => ({ groups: [group] }),
  ),
  "rights for its group": send(
    "PUT",
    () => `${at}/${own().target}/grants`,
    ({ group }) => ({ groups: [{ id: group, canChange: true }] }),
  ),
  "a query for its group": send(
    "POST",
    () => "/api/v1/broker-queries",
    ({ group }) => ({ name: fresh(), brokerId: "mybroker", parameters: { name: "x" }, groupId: group }),
  ),
  "a query given to its group": send(
    "PATCH",
    () => `/api/v1/broker-queries/${own().query}`,
    ({ group }) => ({ groupId: group }),
  ),
  "targets from alerts for its group": send(
    "POST",
    () => `/api/v1/broker-runs/${own().run}/targets`,
    ({ group }) => ({ alertIds: ["o-1"], groups: [group] }),
  ),
  "a query": get(({ query }) => `/api/v1/broker-queries/${query}`),
  "its change": send(
    "PATCH",
    ({ query }) => `/api/v1/broker-queries/${query}`,
    () => ({ name: "Mine" }),
  ),
  "its run": send("POST", ({ query }) => `/api/v1/broker-queries/${query}/runs`),
  "its runs": get(({ query }) => `/api/v1/broker-queries/${query}/runs`),
  "its removal by the API": send("DELETE", ({ query }) => `/api/v1/broker-queries/${query}`),
  "a run": get(({ run }) => `/api/v1/broker-runs/${run}`),
  "a run's alerts": get(({ run }) => `/api/v1/broker-runs/${run}/alerts`),
  "targets from a run": send(
    "POST",
    ({ run }) => `/api/v1/broker-runs/${run}/targets`,
    () => ({ alertIds: "all" }),
  ),
  "a job": get(({ job }) => `/api/v1/jobs/${job}`),
  "the end of a job": send("POST", ({ job }) => `/api/v1/jobs/${job}/cancel`),
  "a hook run": get(({ hookRun }) => `/api/v1/hook-runs/${hookRun}`),
  "its replay": send(
    "POST",
    ({ hookRun }) => `/api/v1/hook-runs/${hookRun}/replay`,
    () => ({}),
  ),
  "hook runs of a target": get(({ target }) => `/api/v1/hook-runs?objectId=${target}`),
  // Things of a hidden target, named under one that is one's own.
  "another's redshift under one's own target": send(
    "DELETE",
    ({ redshift }) => `${at}/${own().target}/redshifts/${redshift}`,
  ),
  "another's class under one's own target": send(
    "DELETE",
    ({ classification }) => `${at}/${own().target}/classifications/${classification}`,
  ),
  "another's comment under one's own target": send(
    "PATCH",
    ({ comment }) => `${at}/${own().target}/comments/${comment}`,
    () => ({ body: "Mine" }),
  ),
};

const actions: Record<string, { name: string; input: (ids: Ids) => unknown }> = {
  "a target deleted by a form": { name: "deleteTargetAction", input: ({ target }) => ({ id: target }) },
  "a target changed by a form": { name: "updateTargetAction", input: ({ target }) => ({ id: target, tags: ["mine"] }) },
  "a target refreshed by a form": { name: "refreshTargetAction", input: ({ target }) => ({ id: target }) },
  "a new target by a form, for another's group": {
    name: "createTargetAction",
    input: ({ group }) => ({ name: "For others", raDeg: 4, decDeg: 4, groups: [group] }),
  },
  "names compared, one target left out": {
    name: "checkDuplicatesAction",
    input: ({ target }) => ({ names: ["kestrel9 name quorum7x"], raDeg: null, decDeg: null, exceptId: target }),
  },
  "a pair dismissed": {
    name: "dismissDuplicateAction",
    input: ({ target }) => ({ id: house.own.target, otherId: target }),
  },
  "a tag in bulk": {
    name: "bulkTagAction",
    input: ({ target }) => ({ selection: { ids: [target] }, how: "add", tag: "mine" }),
  },
  "a visibility in bulk": {
    name: "bulkVisibilityAction",
    input: ({ target }) => ({ selection: { ids: [target] }, visibility: "open" }),
  },
  "a group's targets in bulk": {
    name: "bulkTagAction",
    input: ({ group }) => ({ selection: { listQuery: `group=${group}` }, how: "add", tag: "mine" }),
  },
  "points flagged": {
    name: "flagPhotometryAction",
    input: ({ target, point }) => ({ targetId: target, row: [point], reason: "Bad", act: "flag" }),
  },
  "another's points under one's own target": {
    name: "flagPhotometryAction",
    input: ({ point }) => ({ targetId: house.own.target, row: [point], reason: "Bad", act: "flag" }),
  },
  "a comment deleted": {
    name: "deleteCommentAction",
    input: ({ comment, target }) => ({ id: target, commentId: comment }),
  },
  "a comment deleted under one's own target": {
    name: "deleteCommentAction",
    input: ({ comment }) => ({ id: house.own.target, commentId: comment }),
  },
  "a redshift removed": {
    name: "removeRedshiftAction",
    input: ({ redshift }) => ({ id: house.own.target, entryId: redshift }),
  },
  "a query changed by a form": {
    name: "updateQueryAction",
    input: ({ query }) => ({ id: query, version: 1, name: "Mine", groupId: "", parameters: { name: "x" } }),
  },
  "a query copied": { name: "duplicateQueryAction", input: ({ query }) => ({ id: query }) },
  "a query run by a form": { name: "runQueryAction", input: ({ query }) => ({ id: query }) },
  "targets from a run by a form": {
    name: "createTargetsAction",
    input: ({ run }) => ({ runId: run, alertIds: "all" }),
  },
  "a job cancelled": { name: "cancelJobAction", input: ({ job }) => ({ id: job }) },
  "a hook run replayed": { name: "replayHookRunAction", input: ({ hookRun }) => ({ id: hookRun }) },
  "a member added to a group": {
    name: "addMemberAction",
    input: ({ group }) => ({ groupId: group, username: "outsider", role: "manager" }),
  },
  "a member taken from a group": {
    name: "removeMemberAction",
    input: ({ group, person }) => ({ groupId: group, userId: person }),
  },
};

describe("an id of another group is as if it were not there", () => {
  for (const [name, { method, path, body }] of Object.entries(calls)) {
    it(`${name}: ${method}`, async () => {
      const answers = [house.hidden, none].map(async (ids) => {
        const answer = await fetch(`${house.app.origin}${path(ids)}`, {
          method,
          headers: { ...house.headers.outsider, ...(body ? { "Content-Type": "application/json" } : {}) },
          ...(body ? { body: JSON.stringify(body(ids)) } : {}),
        });
        return told(answer.status, await answer.text(), ids);
      });
      const [hidden, absent] = await Promise.all(answers);
      expect(hidden).toBe(absent);
    });
  }

  const built = builtActions();
  for (const [name, { name: exportedName, input }] of Object.entries(actions)) {
    it(`${name}: ${exportedName}`, async () => {
      const action = built.find((one) => one.exportedName === exportedName);
      const page = (action?.pages[0] ?? "").replace("[id]", house.own.target);
      const answers = [house.hidden, none].map(async (ids) => {
        const url = `${house.app.origin}${page}`;
        const answer = await postAction(url, action?.id ?? "", house.headers.outsider, input(ids));
        return told(answer.status, JSON.stringify(answer.result), ids);
      });
      const [hidden, absent] = await Promise.all(answers);
      expect(hidden).toBe(absent);
      expect(hidden).not.toBe("200 null");
    });
  }

  for (const [name, page] of Object.entries({
    "a target's page": (ids: Ids) => `/targets/${ids.target}`,
    "a target's form": (ids: Ids) => `/targets/${ids.target}/edit`,
    "a query's page": (ids: Ids) => `/alerts/queries/${ids.query}`,
    "a query's form": (ids: Ids) => `/alerts/queries/${ids.query}/edit`,
    "a run's page": (ids: Ids) => `/alerts/runs/${ids.run}`,
    "a hook run's page": (ids: Ids) => `/automation/runs/${ids.hookRun}`,
    "a group's page": (ids: Ids) => `/people/groups/${ids.group}`,
    "a person's page": (ids: Ids) => `/people/${ids.person}`,
  })) {
    it(`${name} is the page of nothing`, async () => {
      const answers = [house.hidden, none].map(async (ids) => {
        const answer = await fetch(`${house.app.origin}${page(ids)}`, { headers: house.headers.outsider });
        const title = /<title>([^<]*)<\/title>/.exec(await answer.text())?.[1];
        return [answer.status, title];
      });
      const [hidden, absent] = await Promise.all(answers);
      expect(hidden).toEqual(absent);
      expect(hidden?.[0]).toBe(404);
    });
  }
});

describe("a name that somebody else's private target has", () => {
  it("is free: as a name, as an alias, in another spelling; nothing tells of the other", async () => {
    const names = ["kestrel9 name quorum7x", "KESTREL9-alias_quorum7x", "(kestrel9) tag quorum7x"];
    for (const [index, name] of names.entries()) {
      const checked = await house.ask<{ id: string }>("outsider", "POST", at, {
        name,
        raDeg: 20 + index,
        decDeg: -70,
        aliases: [`${name} too`],
      });
      expect(checked.id).not.toBe(house.hidden.target);
      await house.ask("outsider", "POST", `${at}/${house.own.publicTarget}/comments`, { body: `About ${name}` });
    }
    const twice = await fetch(`${house.app.origin}${at}`, {
      method: "POST",
      headers: { ...house.headers.outsider, "Content-Type": "application/json" },
      body: JSON.stringify({ name: names[0], raDeg: 1, decDeg: 1 }),
    });
    // Her own is told; it is the only one she knows.
    expect(twice.status).toBe(409);
    expect(await twice.text()).not.toContain(house.hidden.target);
  });
});

describe("a target that one may only see", () => {
  type History = { items: { verb: string }[] };
  const verbs = async (id: string): Promise<string[]> =>
    (await house.ask<History>("member", "GET", `${at}/${id}/history?limit=200`)).items.map(({ verb }) => verb);

  it("is told of when an alert is it, and gets no link, no photometry and no trace from who found it", async () => {
    const { publicTarget, run, target } = house.own;
    const before = await verbs(publicTarget);
    const hidden = await verbs(house.hidden.target);
    // Her own twin is out of the way, so that only the other group's two are left at this place.
    await house.ask("outsider", "PATCH", `${at}/${target}`, { raDeg: 250, aliases: [] });
    type Report = { created: unknown[]; existing: unknown[]; nearby: { targetId: string }[]; failed: unknown[] };
    const make = (nearby?: string): Promise<Report> => {
      const body = { alertIds: ["o-1"], visibility: "private", ...(nearby ? { nearby } : {}) };
      return house.ask("outsider", "POST", `/api/v1/broker-runs/${run}/targets`, body);
    };
    expect((await make()).nearby.map(({ targetId }) => targetId)).toEqual([publicTarget]);
    expect(await make("link")).toMatchObject({ created: [], existing: [], failed: [{ alertId: "o-1" }] });
    expect(await verbs(publicTarget)).toEqual(before);
    expect(await verbs(house.hidden.target)).toEqual(hidden);
    // What the other group linked to the same alert stands in nobody's way: she makes her own.
    expect((await make("create")).created).toHaveLength(1);
  });
});
