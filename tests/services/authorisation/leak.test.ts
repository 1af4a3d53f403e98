import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtActions, postAction } from "@/tests/support/server-action";
import { crawl, found } from "./crawl";
import { findDoors } from "./doors";
import { type House, head, startHouse, tail } from "./secrets";

let house: House;
beforeAll(async () => {
  house = await startHouse();
  // Handlers have looked at everything by now, the twins included.
  const { own } = house;
  for (let tries = 0; tries < 1_000; tries += 1) {
    type Runs = { items: { status: string }[] };
    const { items } = await house.ask<Runs>("outsider", "GET", `/api/v1/hook-runs?objectId=${own.target}`);
    if (items.some(({ status }) => status === "done")) return;
    await pause(10);
  }
  throw new Error("the handler did not run");
});
afterAll(() => house?.close());

/** Words that may stand in no answer to those outside: the end of each secret text, and ids of what is hidden. */
const words = (): string[] => {
  const { target, comment, query, run, job, group, redshift, classification, hookRun, file } = house.hidden;
  return [tail, target, comment, query, run, job, group, redshift, classification, hookRun, file];
};

/** Ids that the reader may know, by the part of the address in front of them. */
function idsFor(address: string): string[] {
  const { own, people } = house;
  if (/targets\//.test(address)) return [own.target, own.publicTarget];
  if (/queries\//.test(address)) return [own.query];
  if (/groups\//.test(address)) return [own.group];
  if (/people\//.test(address)) return [people.outsider.id];
  if (/brokers\//.test(address)) return ["alerce"];
  return [own.run];
}

/** The address of every door that is read, with such ids in it. */
const addresses = (): string[] =>
  findDoors().flatMap(({ key }) => {
    const [verb, address = ""] = key.split(" ");
    if ((verb !== "page" && verb !== "GET") || address.includes("/auth/")) return [];
    const ids = /[[{]/.test(address) ? idsFor(address) : [""];
    return ids.map((id) =>
      address
        .replace(/\[\w+\]|\{\w+\}/, id)
        .replace("/choices", "/choices?field=classifier")
        .replace(/(runs\/.*\/(?:light-curve|classes))$/, "$1?alert=m-1")
        .replace(/(runs\/.*\/stamp)$/, "$1?alert=m-1&kind=science"),
    );
  });

/** What one can ask of lists: all filters, with what leads to the hidden target. */
function searches(): string[] {
  const { hidden, own } = house;
  const asked = [
    `q=${head}`,
    `q=${head.slice(0, 2)}`,
    `fuzzy=${head}`,
    "cone=150.1,2.2,60",
    `tag=${head}`,
    `group=${own.group}`,
    `group=${hidden.group}`,
    "sort=name",
    "sort=-newestMag&count=true",
    "format=csv",
    `format=csv&q=${head}`,
    "format=csv&cone=150.1,2.2,60",
    "updatedAfter=P3D",
  ];
  return [
    ...asked.map((query) => `/api/v1/targets?${query}`),
    ...asked.filter((query) => !query.includes("format")).map((query) => `/targets?${query}`),
    `/api/v1/hook-runs?objectId=${own.target}`,
    `/api/v1/targets/${own.publicTarget}/photometry?format=csv`,
    ...["photometry", "facts", "alerts", "comments", "history"].map((tab) => `/targets/${own.target}?tab=${tab}`),
    ...["facts", "history"].map((tab) => `/targets/${own.publicTarget}?tab=${tab}`),
    `/targets/${own.publicTarget}?panel=who`,
    `/targets/${own.target}?from=${encodeURIComponent("cone=150.1,2.2,60")}`,
  ];
}

/** The same addresses with ids that are the inner group's. */
function forbidden(): string[] {
  const { hidden } = house;
  const at = `/api/v1/targets/${hidden.target}`;
  return [
    ...["", "/edit", "?tab=history", "?tab=photometry", "?panel=who", "/light-curve"].map(
      (rest) => `/targets/${hidden.target}${rest}`,
    ),
    ...[
      "",
      "/aliases",
      "/photometry",
      "/photometry?format=csv",
      "/history",
      "/who-can-see",
      "/grants",
      "/comments",
    ].map((rest) => `${at}${rest}`),
    `/alerts/queries/${hidden.query}`,
    `/alerts/queries/${hidden.query}/edit`,
    `/alerts/runs/${hidden.run}`,
    `/automation/runs/${hidden.hookRun}`,
    `/automation?objectId=${hidden.target}`,
    `/people/groups/${hidden.group}`,
    `/people/${hidden.person}`,
    `/api/v1/broker-queries/${hidden.query}`,
    `/api/v1/broker-runs/${hidden.run}/alerts`,
    `/api/v1/hook-runs/${hidden.hookRun}`,
    `/api/v1/jobs/${hidden.job}`,
    `/api/v1/data-products/${hidden.file}`,
    `/api/v1/data-products/${hidden.file}/file`,
    `/api/v1/data-products?targetId=${hidden.target}`,
  ];
}

describe("what is private to a group", { timeout: 180_000 }, () => {
  it("is found where it may be: a member meets it again and again at the same addresses", async () => {
    const visits = await crawl(house.app.origin, {
      headers: house.headers.member,
      from: [...searches(), ...forbidden()],
      follow: false,
    });
    const places = new Set(found(visits, [tail]).map((text) => text.split(":", 1)[0]));
    expect(places.size).toBeGreaterThan(30);
  });

  for (const reader of ["anonymous", "outsider", "outsiderToken"] as const) {
    it(`stands nowhere in what ${reader} is shown: pages, payloads, lists, exports, plots, runs, along every link`, async () => {
      const visits = await crawl(house.app.origin, {
        headers: house.headers[reader],
        from: [...addresses(), ...searches()],
      });
      expect(visits.filter(({ status }) => status === 200).length).toBeGreaterThan(20);
      expect(found(visits, words()).filter((text) => !echo(text))).toEqual([]);
    });

    it(`stands in no refusal that ${reader} meets at its own addresses`, async () => {
      const visits = await crawl(house.app.origin, {
        headers: house.headers[reader],
        from: forbidden(),
        follow: false,
      });
      expect(found(visits, [tail])).toEqual([]);
    });
  }

  it("is not told by actions that answer with what they find", async () => {
    const { origin } = house.app;
    const call = async (exportedName: string, input: unknown): Promise<string> => {
      const action = builtActions().find((one) => one.exportedName === exportedName);
      const page = action?.pages[0]?.replace("[id]", house.own.target) ?? "";
      return (await postAction(`${origin}${page}`, action?.id ?? "", house.headers.outsider, input)).text;
    };
    const near = { raDeg: 150.1, decDeg: 2.2 };
    const texts = [
      await call("checkDuplicatesAction", { names: [`${head} name ${tail.slice(0, -1)}`, `${head} alias`], ...near }),
      await call("createTargetsAction", { runId: house.own.run, alertIds: "all" }),
      await call("bulkTagAction", { selection: { listQuery: `q=${head}` }, how: "add", tag: "mine" }),
      await call("bulkVisibilityAction", { selection: { ids: [house.hidden.target] }, visibility: "open" }),
      await call("dismissDuplicateAction", { id: house.own.target, otherId: house.hidden.target }),
    ];
    const visits = texts.map((text, at) => ({ url: `action ${at}`, how: "plain" as const, status: 200, text }));
    expect(found(visits, words())).toEqual([]);
  });
});

/** A page may repeat the id that the reader herself put into the address (a filter's chip). */
const echo = (text: string): boolean =>
  text.includes(`group=${house.hidden.group}`) && !text.toLowerCase().includes(tail);
