import { TomError } from "@/lib/core/errors";
import { houseContext } from "../context";
import type { Services } from "../services";
import { operations } from "./operations";

/** Carries out an operation as the house: whoever reaches this point has shown that she owns the data folder. */
export async function perform(services: Services, name: string, input: unknown): Promise<unknown> {
  const operation = operations[name];
  if (!operation) throw new TomError("INVALID_INPUT", `There is no operation "${name.slice(0, 60)}".`);
  return operation(houseContext(services, "command-line"), services, input);
}
