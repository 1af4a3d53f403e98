import { expect, it } from "vitest";
import { silentLogger } from "@/lib/core/logger";
import { createRunLogger, joinLines, linesMax, storableOutput } from "./run-logger";

const logger = () =>
  createRunLogger({ base: silentLogger, now: () => new Date("2026-11-21T00:00:00Z"), attempt: 1, about: {} });

it("keeps so many lines and says that more were left out", () => {
  const { logger: log, lines } = logger();
  for (let n = 0; n < 500; n++) log.info({ n }, "line");
  expect(lines).toHaveLength(linesMax + 1);
  expect(lines.at(-1)?.message).toBe("More lines were left out.");
});

it("keeps long lines cut, secrets hidden, errors by name, and what is not JSON as a note", () => {
  const { logger: log, lines } = logger();
  const loop: Record<string, unknown> = {};
  loop.self = loop;
  log.warn({ apiKey: "x", err: new Error("stack and all") }, "m".repeat(9_000));
  log.info({ big: "x".repeat(5_000), targetId: "t" }, "big");
  log.info(loop, "loop");
  expect(lines[0]?.message).toHaveLength(500);
  expect(lines[0]?.fields).toEqual({ apiKey: "[secret]", err: "Error" });
  expect(lines[1]?.fields).toEqual({ note: "The fields of this line were too large to keep.", targetId: "t" });
  expect(lines[2]?.fields).toEqual({ note: "The fields of this line were too large to keep." });
});

it("bounds what all attempts of a run leave, newest kept", () => {
  const { logger: log, lines } = logger();
  for (let n = 0; n < 150; n++) log.info({ text: "x".repeat(1_500) }, `line ${n}`);
  const kept = joinLines([], lines);
  expect(JSON.stringify(kept).length).toBeLessThan(66_000);
  expect(kept.at(-1)?.message).toBe("line 149");
});

it("stores an output that is JSON of a sensible size, and a note for any other", () => {
  expect(storableOutput(undefined)).toBeNull();
  expect(storableOutput({ at: new Date(0) })).toEqual({ at: "1970-01-01T00:00:00.000Z" });
  expect(storableOutput(1n)).toEqual({ note: "The output could not be written as JSON." });
  expect(storableOutput("x".repeat(70_000))).toEqual({ note: "The output was too large to keep (70002 characters)." });
});
