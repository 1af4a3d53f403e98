import { describe, expect, it } from "vitest";
import { splitFieldErrors } from "./action-result";

const fields = new Set(["name", "groups"]);
const split = (errors: Record<string, string[]> | undefined) => splitFieldErrors(errors, (name) => fields.has(name));

describe("splitFieldErrors", () => {
  it("puts an error on the field it names, all its texts together", () => {
    expect(split({ name: ["Too long.", "Not a name."] }).onFields).toEqual([
      { name: "name", message: "Too long. Not a name." },
    ]);
  });

  it("gives an error deep inside a field to that field", () => {
    expect(split({ "groups.2.id": ["No such group."] }).onFields).toEqual([
      { name: "groups", message: "No such group." },
    ]);
  });

  it("loses nothing: what no field shows is said in the summary", () => {
    expect(split({ "": ["Stale."], colour: ["There is no such field."] }).elsewhere).toEqual([
      "Stale.",
      "colour: There is no such field.",
    ]);
  });

  it("is empty without field errors", () => {
    expect(split(undefined)).toEqual({ onFields: [], elsewhere: [] });
  });
});
