import { describe, expect, it } from "vitest";
import { payloadFor, targetIdsIn, withoutHidden } from "./reveal";

describe("what a run tells its reader", () => {
  const output = {
    radiusArcsec: 2,
    found: [
      { targetId: "a", name: "A" },
      { targetId: "b", name: "B" },
    ],
    best: { targetId: "b", why: "near" },
    nested: [[{ targetId: "c" }]],
  };

  it("collects every target that it tells of", () => {
    expect([...targetIdsIn(output)].sort()).toEqual(["a", "b", "c"]);
  });

  it("leaves out what tells of targets that are not visible, and keeps the rest as it is", () => {
    expect(withoutHidden(output, new Set(["a"]))).toEqual({
      radiusArcsec: 2,
      found: [{ targetId: "a", name: "A" }],
      best: null,
      nested: [[]],
    });
  });

  it("hides an object whose target id is not text", () => {
    expect(withoutHidden([{ targetId: 7, name: "B" }], new Set(["7"]))).toEqual([]);
  });

  it("shows of a payload's groups only the reader's own", () => {
    const payload = { created: true, target: { id: "t", groups: [{ id: "g1" }, { id: "g2" }] } };
    expect(payloadFor(payload, new Set(["g2"]))).toEqual({
      created: true,
      target: { id: "t", groups: [{ id: "g2" }] },
    });
    expect(payloadFor({ created: true }, new Set())).toEqual({ created: true });
  });
});
