import { expect, it } from "vitest";
import { cronOf } from "./cron-of";

const minute = 60_000;

it("ticks at least as often as a task is due", () => {
  expect(cronOf(minute, "a")).toBe("* * * * *");
  expect(cronOf(90_000, "a")).toBe("* * * * *");
  expect(cronOf(5 * minute, "a")).toBe("*/5 * * * *");
  expect(cronOf(7 * minute, "a")).toBe("*/5 * * * *");
  expect(cronOf(60 * minute, "a")).toMatch(/^\d+ \* \* \* \*$/);
  expect(cronOf(6 * 60 * minute, "a")).toMatch(/^\d+ \*\/6 \* \* \*$/);
  expect(cronOf(24 * 60 * minute, "a")).toMatch(/^\d+ 3 \* \* \*$/);
  expect(cronOf(7 * 24 * 60 * minute, "a")).toMatch(/^\d+ 3 \* \* \*$/);
});

it("lets tasks of different names come at different minutes", () => {
  expect(cronOf(24 * 60 * minute, "backup")).not.toBe(cronOf(24 * 60 * minute, "clean-up"));
});
