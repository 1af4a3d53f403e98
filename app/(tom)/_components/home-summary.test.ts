import { createElement as h } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { QueryDto } from "@/lib/alerts/types";
import type { JobDto } from "@/lib/jobs/types";
import { HomeSummary } from "./home-summary";
import type { Home } from "./home-types";

const at = (hour: number): string => `2026-03-01T${String(hour).padStart(2, "0")}:00:00.000Z`;

/** The parts that the sentence reads. */
const failing = (id: string, hour: number): QueryDto =>
  ({ id, name: id, failureCount: 2, needsLook: null, newSinceLook: 0, lastRun: { startedAt: at(hour) } }) as QueryDto;
const job = (id: string, hour: number): JobDto =>
  ({ id, kind: "complete-target", message: "", finishedAt: at(hour), createdAt: at(1) }) as JobDto;

const sentence = (failures: Home["failures"]): string => {
  const home: Home = {
    ...{ username: "ada", isAdministrator: false, lastHomeAt: at(10), now: new Date(at(20)) },
    ...{ targets: [], newTargets: 0, queries: [], mentions: [], failures },
  };
  return renderToStaticMarkup(h(HomeSummary, { home })).replaceAll(/<[^>]+>/g, "");
};

it("the failures counted are those that the panel shows: of jobs, handlers and schedules, since the last look", () => {
  expect(sentence({ jobs: [job("a", 12)], runs: [], queries: [failing("b", 13)] })).toContain("2 failures");
  expect(sentence({ jobs: [], runs: [], queries: [failing("b", 13)] })).toContain("1 failure");
  expect(sentence({ jobs: [job("a", 9)], runs: [], queries: [failing("b", 8)] })).toContain("nothing new");
  expect(sentence(null)).toContain("nothing new");
});
