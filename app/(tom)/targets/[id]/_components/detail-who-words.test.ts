import { describe, expect, it } from "vitest";
import type { Viewer, WhoCanSeeDto } from "@/lib/access/types";
import { seenSentence } from "./detail-who-words";

const viewer = (username: string, canChange = false): Viewer => ({
  userId: username,
  username,
  canChange,
  canDelete: false,
  grants: [],
});

const who = (more: Partial<WhoCanSeeDto>): WhoCanSeeDto => ({
  visibility: "private",
  everyone: "nobody",
  people: [viewer("ada", true), viewer("ben"), viewer("root", true)],
  truncated: false,
  otherGroups: 0,
  ...more,
});

describe("the sentence of who sees a target now", () => {
  it("names who sees it and who may change it", () => {
    expect(seenSentence(who({}))).toBe("Seen now by ada, ben and root; ada and root may change it.");
    expect(seenSentence(who({ people: [viewer("ada", true)] }))).toBe("Seen now by ada; ada may change it.");
  });

  it("says that everybody sees it where everybody does", () => {
    expect(seenSentence(who({ everyone: "anyone" }))).toBe("Seen now by anyone; ada and root may change it.");
    expect(seenSentence(who({ everyone: "signed-in" }))).toContain("Seen now by every signed-in person;");
  });

  it("counts those whom it does not name, and does not count where it does not know", () => {
    const people = Array.from({ length: 11 }, (_, index) => viewer(`p${index}`));
    expect(seenSentence(who({ people }))).toContain("p7 and 3 more; nobody may change it.");
    expect(seenSentence(who({ people, truncated: true }))).toContain("p7 and more;");
  });

  it("tells readers who have not signed in nothing", () => {
    expect(seenSentence(who({ people: [] }))).toBe("");
  });
});
