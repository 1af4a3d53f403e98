import fc from "fast-check";
import { expect, it } from "vitest";
import { type CreateTargetInput, createTargetInput, quickDraft } from "./schema";

const anything = fc.oneof(
  fc.constantFrom(
    null,
    undefined,
    "",
    " A 1 ",
    "A\n1",
    "12:22:54.9",
    "-0 30 00",
    "SIDEREAL",
    "MPC_COMET",
    "open",
    360,
    -1,
    0,
    999,
    0.9,
  ),
  fc.double(),
  fc.string({ maxLength: 12 }),
  fc.array(fc.constantFrom("a", "a", " b", "", "x".repeat(200)), { maxLength: 4 }),
  fc.dictionary(fc.constantFrom("host", "__proto__", "constructor", ""), fc.constantFrom("x", 1, true, null)),
);
const field = fc.constantFrom(...Object.keys(createTargetInput.shape), "unknown", "__proto__", "toString");
const drafts = fc.array(fc.tuple(field, anything), { maxLength: 12 }).map((pairs) => {
  const draft: Record<string, unknown> = { name: "M 31", raDeg: 10.68, decDeg: "41 16 09" };
  for (const [key, value] of pairs) Object.defineProperty(draft, key, { value, enumerable: true, configurable: true });
  return draft as CreateTargetInput;
});

it("reads a draft as the schema does, and leaves to the schema what is wrong with one", () => {
  fc.assert(
    fc.property(drafts, (draft) => {
      const parsed = createTargetInput.safeParse(draft);
      const given = parsed.success ? Object.entries(parsed.data).filter(([, value]) => value !== undefined) : null;
      const quick = quickDraft(draft);
      expect(quick === null ? null : Object.entries(quick).toSorted()).toEqual(
        given === null ? null : given.toSorted(),
      );
    }),
    { numRuns: 3000 },
  );
});
