import type { QueryModule } from "./contract-query";

/**
 * The query form of each broker, loaded when a page needs it: the browser never gets the other brokers' code. Adding a
 * broker adds one line here; a test compares the map with the folders.
 */
export const queryForms: Readonly<Record<string, () => Promise<QueryModule>>> = {
  alerce: () => import("./alerce/query"),
  mybroker: () => import("./mybroker/query"),
};
