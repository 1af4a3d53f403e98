import { describe, expect, it } from "vitest";
import { TomError } from "./errors";
import { createLogger } from "./logger";

function heard(isTTY: boolean) {
  const lines: string[] = [];
  const logger = createLogger("info", { isTTY, write: (text) => lines.push(text) });
  return { logger, lines, json: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const away = () =>
  new TomError("UPSTREAM_FAILED", "ALeRCE could not be reached.", {
    cause: new Error("ENOTFOUND: getaddrinfo ENOTFOUND api.alerce.online"),
    detail: { host: "api.alerce.online", kind: "transport", transportCode: "ENOTFOUND" },
  });

describe("the log", () => {
  it("says of a service that is away who, where and why, as a warning without a stack", () => {
    const { logger, json } = heard(false);
    logger.error({ err: away(), requestId: "r1" }, "A part of Home could not be read");
    const [line] = json();
    expect(line).toMatchObject({
      level: 40,
      msg: "A part of Home could not be read",
      requestId: "r1",
      err: { message: "ALeRCE could not be reached.", host: "api.alerce.online", transportCode: "ENOTFOUND" },
    });
    expect(JSON.stringify(line)).not.toMatch(/stack|\bat .*:\d+/);
  });

  it("keeps the stack and the level of an error of our own", () => {
    const { logger, json } = heard(false);
    logger.error({ err: new TypeError("x is not a function") }, "A periodic task failed.");
    const [line] = json();
    expect(line).toMatchObject({ level: 50, err: { type: "TypeError" } });
    expect(JSON.stringify(line)).toContain("logger.test.ts");
  });

  it("is one readable line at a terminal: time, level, message, facts", () => {
    const { logger, lines } = heard(true);
    logger.warn({ err: away(), requestId: "r1" }, "ALeRCE could not be reached.");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ warn {2}ALeRCE could not be reached\. requestId=r1 code=UPSTREAM_FAILED host=api\.alerce\.online kind=transport transportCode=ENOTFOUND reason="ENOTFOUND: [^"]*"\n$/,
    );
  });

  it("has the frames of an error of our own under its line at a terminal", () => {
    const { logger, lines } = heard(true);
    logger.error({ err: new TypeError("x is not a function"), task: "clean-up" }, "A periodic task failed.");
    const [head, ...frames] = (lines[0] ?? "").trimEnd().split("\n");
    expect(head).toMatch(/error A periodic task failed\. task=clean-up error="x is not a function"$/);
    expect(frames.length).toBeGreaterThan(0);
    expect(frames.every((frame) => /^ {4}at /.test(frame))).toBe(true);
  });

  it.each([true, false])("blots out secrets (terminal: %s)", (isTTY) => {
    const { logger, lines } = heard(isTTY);
    logger.info({ token: "quiet-meridian", settings: { password: "lanterns" } }, "Saved");
    expect(lines.join("")).not.toMatch(/quiet-meridian|lanterns/);
    expect(lines.join("")).toContain("[secret]");
  });

  it("lets nothing that is logged pose as another line or turn the writing at a terminal", () => {
    const { logger, lines } = heard(true);
    logger.info({ name: "SN\u202e 2020\nfatal\u001b[31m", list: ["a\nb"] }, "Made\n2026 error forged\u0007");
    expect(lines[0]?.trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(lines[0]).toContain("\\u202e");
  });
});
