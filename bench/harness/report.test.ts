import { describe, expect, it } from "vitest";
import { median, quantile } from "./report";

describe("quantiles", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it("are values that were measured, by nearest rank", () => {
    expect(quantile(hundred, 0.95)).toBe(95);
    expect(quantile(hundred, 0.99)).toBe(99);
    expect(quantile(hundred, 1)).toBe(100);
    expect(median([3, 1, 2])).toBe(2);
    expect(quantile([7], 0.99)).toBe(7);
  });

  it("of nothing are no number", () => {
    expect(median([])).toBeNaN();
  });
});
