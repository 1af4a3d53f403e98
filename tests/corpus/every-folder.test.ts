import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { corpusBrokers, hasCorpus, orWhyNot } from "./corpus";

describe.runIf(hasCorpus)(`the recordings${orWhyNot}`, () => {
  it("have a suite for each folder that leaves none of its files unread", () => {
    const folders = readdirSync(corpusBrokers ?? "", { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.length).toBeGreaterThan(0);
    const withoutSuite = folders.filter(({ name }) => {
      const suite = new URL(`${name}.test.ts`, import.meta.url);
      return !existsSync(suite) || !readFileSync(suite, "utf8").includes(`leavesNothingUnread("${name}"`);
    });
    expect(withoutSuite.map(({ name }) => name)).toEqual([]);
  });
});
