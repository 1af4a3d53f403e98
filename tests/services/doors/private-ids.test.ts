import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtActions, postAction } from "@/tests/support/server-action";
import { type House, startHouse } from "../authorisation/secrets";
import { actions, calls, type Ids, idNames } from "./private-ids-calls";

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

const at = "/api/v1/targets";

describe("an id of another group is as if it were not there", () => {
  for (const [name, { method, path, body }] of Object.entries(calls)) {
    it(`${name}: ${method}`, async () => {
      const answers = [house.hidden, none].map(async (ids) => {
        const answer = await fetch(`${house.app.origin}${path({ ...ids, own: house.own })}`, {
          method,
          headers: { ...house.headers.outsider, ...(body ? { "Content-Type": "application/json" } : {}) },
          ...(body ? { body: JSON.stringify(body({ ...ids, own: house.own })) } : {}),
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
        const answer = await postAction(
          url,
          action?.id ?? "",
          house.headers.outsider,
          input({ ...ids, own: house.own }),
        );
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
