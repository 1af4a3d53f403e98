import { actionsAreDefined, routesAreDefined } from "./doors";
import { names, noSuppression, nothingUnfinished } from "./manners";
import { noRawControls, oneGate, oneHttpClient, oneReaderOfEnvironment, zodAsNamespace } from "./single-ways";
import type { SourceRule } from "./source-file";

export const sourceRules: readonly SourceRule[] = [
  actionsAreDefined,
  routesAreDefined,
  noRawControls,
  oneReaderOfEnvironment,
  oneHttpClient,
  oneGate,
  zodAsNamespace,
  noSuppression,
  nothingUnfinished,
  names,
];
