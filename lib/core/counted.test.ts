import { expect, it } from "vitest";
import { counted } from "./counted";

it("a count agrees with its noun, and long numbers are grouped", () => {
  expect([0, 1, 2, 1024].map((count) => counted(count, "row"))).toEqual(["0 rows", "1 row", "2 rows", "1,024 rows"]);
  expect([1, 3].map((count) => counted(count, "spectrum", "spectra"))).toEqual(["1 spectrum", "3 spectra"]);
});
