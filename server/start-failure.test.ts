import { describe, expect, it } from "vitest";
import { notRight, TomError } from "@/lib/core/errors";
import { drain } from "./drain";
import { startFailureText } from "./start-failure";

const at = { port: 3000, host: "127.0.0.1" };

describe("a start that fails", () => {
  it("is one line when an operator can mend it", () => {
    const error = new TomError("CONFLICT", "The folder\n  belongs to process 7.");
    expect(startFailureText(error, at)).toBe("tom: The folder belongs to process 7.");
    const busy = Object.assign(new Error("listen"), { code: "EADDRINUSE" });
    expect(startFailureText(busy, at)).toBe("tom: port 3000 is in use on 127.0.0.1; set PORT to another one");
  });

  it("is a line for each problem where there are several", () => {
    const listed = notRight("The environment", ["PORT: must be from 0 to 65535", "TOM_DEMO: must be 0 or 1"]);
    expect(startFailureText(listed, at)?.split("\n")).toEqual([
      "tom: The environment is not right:",
      "  PORT: must be from 0 to 65535",
      "  TOM_DEMO: must be 0 or 1",
    ]);
    expect(startFailureText(notRight("The environment", ["TOM_DEMO: must be 0 or 1"]), at)).toBe(
      "tom: The environment is not right: TOM_DEMO: must be 0 or 1.",
    );
  });

  it("is not dressed up when it is a defect", () => {
    expect(startFailureText(new TypeError("x is not a function"), at)).toBeNull();
    expect(startFailureText(new TomError("INTERNAL", "No."), at)).toBeNull();
  });
});

describe("the end of the process", () => {
  it("goes on past a part that hangs and a part that fails, and says so", async () => {
    const done: string[] = [];
    const told: string[] = [];
    const parts = [
      { name: "one", limitMs: 10, run: () => new Promise<void>(() => undefined) },
      { name: "two", limitMs: 1_000, run: () => Promise.reject(new Error("no")) },
      { name: "three", limitMs: 1_000, run: async () => void done.push("three") },
    ];
    await drain(parts, (line) => told.push(line));
    expect(done).toEqual(["three"]);
    expect(told).toEqual(["tom: one took longer than 0.01 s and was left", "tom: two failed: no"]);
  });
});
