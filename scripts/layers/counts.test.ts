import { describe, expect, it } from "vitest";
import { countPlaywright } from "./browser.mjs";
import { countVitest } from "./vitest.mjs";

describe("counts of a layer", () => {
  it("take a vitest file that could not be loaded for one failure", () => {
    const report = {
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 0,
      testResults: [
        { status: "failed", assertionResults: [] },
        { status: "failed", assertionResults: [{ status: "failed" }] },
        { status: "passed", assertionResults: [{ status: "passed" }] },
      ],
    };
    expect(countVitest(report)).toMatchObject({ passed: 3, failed: 2, skipped: 2 });
  });

  it("take a failed set-up of the browser, and a test that passed only on a second try, for failures", () => {
    const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 0 }, errors: [{ message: "no app" }] };
    expect(countPlaywright(report)).toMatchObject({ passed: 4, failed: 3, skipped: 0 });
  });
});
