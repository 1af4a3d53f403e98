import type { Operation } from "./define-operation";
import { hooks } from "./hooks";
import { imports } from "./imports";
import { people } from "./people";
import { work } from "./work";

/** Everything that the command line can ask for, by name. */
export const operations: Readonly<Record<string, Operation>> = { ...people, ...work, ...imports, ...hooks };
