import type { BrokerFixtures } from "../contract-suite";

/**
 * Written for these tests in the shape of the tutorial's list (TOM Toolkit documentation, "Building a TOM Alert
 * Broker"). Positions are those of real stars: Vega, Sirius and Proxima Centauri.
 */
export const list = [
  {
    timestamp: "2026-01-05T10:00:00Z",
    id: 11,
    name: "Vega",
    ra: 279.23473479,
    dec: 38.78368896,
    mag: 0.03,
    score: 0.9,
    identifier: "a-11",
    designation: "alf Lyr",
  },
  {
    timestamp: "2026-01-05T11:00:00Z",
    id: 12,
    name: "Sirius",
    ra: 101.28715533,
    dec: -16.71611586,
    mag: -1.46,
    score: 0,
  },
  { timestamp: "2026-01-06 02:30:00", id: 13, name: "Vega", ra: 279.23473479, dec: 38.78368896, mag: null, score: 0.8 },
  {
    timestamp: null,
    id: "9007199254740993",
    name: "Proxima",
    ra: 217.42894222,
    dec: -62.67949,
    mag: 11.13,
    score: null,
  },
];

export const fixtures: BrokerFixtures = {
  script: () => ({ body: JSON.stringify(list).replace('"9007199254740993"', "9007199254740993") }),
  baseUrls: (origin) => ({ list: `${origin}/alerts.json` }),
  search: { name: "Vega" },
  emptySearch: { name: "vega" },
  wideIdSearch: { parameters: { name: "Proxima" }, id: "9007199254740993" },
};
