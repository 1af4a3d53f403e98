import { afterEach, beforeEach, expect, it } from "vitest";
import { crossMatch, emailOnCompleted } from "@/hooks/names";
import { anObservation, createHookBed, type HookBed } from "@/tests/support/hook-bed";
import type { Services } from "../services";
import { hooks } from "./hooks";

let bed: HookBed;
beforeEach(async () => {
  bed = await createHookBed({
    target_post_save: [crossMatch],
    observation_change_state: [emailOnCompleted({ states: ["FAILED"] })],
  });
});
afterEach(() => bed.destroy());

type Listed = { handlers: { hook: string; name: string }[]; items: { handler: string }[] };

/** Nothing beside the context is asked by a list. */
const noServices = {} as Services;

it("lists of the handlers, as of the runs, those that were asked for", async () => {
  await bed.fire("observation_change_state", { observation: anObservation(), previousStatus: null });
  const list = async (filter: { hook?: string; handler?: string }) => {
    const { handlers, items } = (await hooks["hooks.list"](bed.ctx, noServices, { ...filter, limit: 25 })) as Listed;
    return [handlers.map(({ name }) => name), items.map(({ handler }) => handler)];
  };
  expect(await list({})).toEqual([["crossMatch", "emailOnCompleted"], ["emailOnCompleted"]]);
  expect(await list({ handler: "emailOnCompleted" })).toEqual([["emailOnCompleted"], ["emailOnCompleted"]]);
  expect(await list({ hook: "target_post_save" })).toEqual([["crossMatch"], []]);
  expect(await list({ hook: "target_post_save", handler: "emailOnCompleted" })).toEqual([[], []]);
  expect(await list({ handler: "noSuchHandler" })).toEqual([[], []]);
});
