import { describe, expect, it } from "vitest";
import type { TargetDraft } from "@/lib/brokers/contract";
import { createTargetInput } from "@/lib/targets/schema";
import { toCreateInput } from "./commands/drafts-of";

const draft: TargetDraft = {
  ...{ name: "ZTF20aaelulu", type: "SIDEREAL", raDeg: 185.7289, decDeg: 15.8236 },
  ...{ aliases: [], extras: {}, classifications: [] },
};
const classOf = (index: number, probability: number | null) => ({
  ...{ name: `class ${index}`, source: "ALeRCE", classifier: "many", version: null, probability, date: null },
});

/** What the target is made of; the schema that people's targets go through takes it. */
const madeOf = (changes: Partial<TargetDraft>) =>
  createTargetInput.parse(toCreateInput({ ...draft, ...changes }, [], undefined));

describe("a broker's draft with more than a target holds", () => {
  it("keeps its most probable classes, in their order, and those without a probability", () => {
    const classes = Array.from({ length: 230 }, (_, index) => classOf(index, index === 0 ? null : index / 1000));
    const { classifications } = madeOf({ classifications: classes });
    expect(classifications.map(({ name }) => name)).toEqual([
      "class 0",
      ...Array.from({ length: 199 }, (_, index) => `class ${index + 31}`),
    ]);
  });

  it("loses a name that deceives the eye or is none, and not the target", () => {
    const aliases = ["SN 2020oi", "SN 2020\u202eio", "line\nbreak", "  ", "x".repeat(101)];
    expect(madeOf({ aliases }).aliases).toEqual(["SN 2020oi"]);
  });

  it("loses a redshift that no object has, keys with a meaning of their own, and the ends of long texts", () => {
    const extras = { __proto__x: 1, toString: "f", "": 2, comment: "x".repeat(20_000), ndet: 0, flag: false };
    const made = madeOf({
      ...{ extras, redshift: { value: 9999, error: null, frame: null, source: "TNS" } },
      classifications: [{ ...classOf(1, 0), version: "v".repeat(300), name: "SN".repeat(200) }],
    });
    expect(made.redshift).toBeUndefined();
    expect(made.extras).toEqual({ __proto__x: 1, comment: "x".repeat(10_000), ndet: 0, flag: false });
    expect(made.classifications).toMatchObject([{ probability: 0, version: "v".repeat(100) }]);
  });

  it("keeps a redshift of 0, with who says so", () => {
    const redshift = { value: 0, error: 0.1, frame: "heliocentric", source: "TNS" };
    expect(madeOf({ redshift }).redshift).toEqual({ value: 0, error: 0.1, frame: null, source: "TNS" });
  });
});
