import { expect, it } from "vitest";
import { TomError } from "@/lib/core/errors";
import { failureText } from "./failure-text";

const ours = "Something went wrong on our side. It has been logged.";

it("tells people our own sentences and the first line of a handler's, and nothing of stacks, statements or drivers", () => {
  expect(failureText(new TomError("NOT_FOUND", "The target is gone.", { cause: new Error("SELECT 1") }))).toBe(
    "The target is gone.",
  );
  expect(failureText(new Error("No magnitude given\nsecond line"))).toBe("No magnitude given");
  expect(failureText(new Error("Failed query: insert into x values (1)\nparams: secret"))).toBe(ours);
  expect(failureText(new Error("write failed", { cause: new Error("SQLITE_FULL: disk") }))).toBe(ours);
  expect(failureText(new Error("boom\n    at run (/srv/app/x.js:1:1)"))).toBe(ours);
  expect(failureText("text")).toBe("It failed without saying why; the log has more.");
  expect(failureText(new Error("x".repeat(900)))).toHaveLength(300);
});
