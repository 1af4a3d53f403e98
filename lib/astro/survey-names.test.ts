import { describe, expect, it } from "vitest";
import { isMovingDesignation, surveySpelling } from "./survey-names";

describe("a name that a person typed", () => {
  it.each([
    ["ztf20aaelulu", "ZTF20aaelulu"],
    [" ZTF20AAELULU ", "ZTF20aaelulu"],
    ["GAIA16AYE", "Gaia16aye"],
    ["atlas20ABC", "ATLAS20abc"],
    ["ps20abc", "PS20abc"],
    ["ant2020aeczfyy", "ANT2020aeczfyy"],
    ["sn2020OI", "SN 2020oi"],
    ["at_2018cow", "AT 2018cow"],
    ["2020oi", "2020oi"],
  ])("%s gets the spelling of whoever named it: %s", (typed, spelled) => expect(surveySpelling(typed)).toBe(spelled));

  it.each(["1P/Halley", "2020 OI", "NGC 4321", "P12o4vK", "170587116732416143"])("%s stays as it is", (name) =>
    expect(surveySpelling(name)).toBe(name),
  );
});

it("is a designation of what moves, or not", () => {
  for (const name of ["1P/Halley", "C/2020 F3", "2I/Borisov", "2020 OJ", "1999 AN10", "(220) Stephania"])
    expect(isMovingDesignation(name), name).toBe(true);
  for (const name of ["SN 2020oi", "2020oi", "ZTF20aaelulu", "NGC 4321", "M 31", "P Cygni"])
    expect(isMovingDesignation(name), name).toBe(false);
});
