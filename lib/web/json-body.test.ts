import { describe, expect, it } from "vitest";
import { fieldsAtMost, jsonOf } from "./json-body";

const withFields = (count: number): string =>
  JSON.stringify({ extras: Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, at])) });

describe("a JSON body", () => {
  it.each(["3", "[]", "null", '[[1],{"a":[{"b":null}]},2]', withFields(fieldsAtMost)])(
    "is its value: %.40s",
    (text) => {
      expect(jsonOf(text)).toEqual(JSON.parse(text));
    },
  );

  it.each([
    ["", "The body is empty; JSON is expected."],
    ["{", "The body is not JSON."],
    [withFields(fieldsAtMost + 1), "An object may have at most 1000 fields; one here has 1001."],
    [`[1,${withFields(fieldsAtMost + 1)},2]`, "An object may have at most 1000 fields; one here has 1001."],
  ])("is refused with why: %.40s", (text, why) => {
    expect(() => jsonOf(text)).toThrow(expect.objectContaining({ fieldErrors: { "": [why] } }));
  });

  it.each(['{"a":[{"__proto__":1}]}', '[0,{"\\u005f_proto__":{}},0]'])("has no field __proto__: %s", (text) => {
    expect(() => jsonOf(text)).toThrow('There is no field "__proto__".');
  });

  it("is read however deeply it is nested", () => {
    const deep = "[".repeat(5000) + "]".repeat(5000);
    expect(() => jsonOf(deep)).not.toThrow();
  });
});
