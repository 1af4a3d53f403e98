import { expect, it } from "vitest";
import { processorContractSuite } from "../contract-suite";
import { mycamera } from "./index";

const log = "2458849.6 14.31\n2458850.6 14.35\n";

processorContractSuite("mycamera", mycamera, { good: { "a log": log } });

it("reads JDs and magnitudes in V, and says which line is none", async () => {
  const bytes = new TextEncoder().encode(`${log}2458851.6 cloudy\n`);
  const file = { size: bytes.length, read: (from: number, length: number) => bytes.slice(from, from + length) };
  const target = { raDeg: 150, decDeg: 20 };
  const { rows, rejected } = await mycamera.process({ file, name: "log", timeScale: "utc", target, onProgress() {} });
  expect(rows.map(({ draft }) => [draft.band, draft.mag])).toEqual([
    ["V", 14.31],
    ["V", 14.35],
  ]);
  expect(rejected).toEqual([{ row: 3, field: "mag", message: "This is not a magnitude." }]);
});
