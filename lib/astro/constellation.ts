import { Constellation } from "astronomy-engine";
import type { Position } from "./coordinates";
import { wrapDegrees } from "./degrees";

/**
 * The IAU constellation (Delporte's borders of 1930) that holds an ICRS position: symbol "Com" and name "Coma
 * Berenices".
 */
export function constellationOf({ raDeg, decDeg }: Position): { symbol: string; name: string } {
  const { symbol, name } = Constellation(wrapDegrees(raDeg) / 15, decDeg);
  return { symbol, name };
}
