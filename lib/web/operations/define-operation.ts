import type * as z from "zod";
import type { Context } from "@/lib/access/context";
import type { Services } from "../services";

/** What the command line can ask of the owner of the database, run by whoever owns it: the server, or the command itself. */
export type OperationSpec<Schema extends z.ZodType, T> = {
  input: Schema;
  run(call: { ctx: Context; services: Services; input: z.output<Schema> }): Promise<T>;
};

export type Operation = (ctx: Context, services: Services, input: unknown) => Promise<unknown>;

export const defineOperation =
  <Schema extends z.ZodType, T>(spec: OperationSpec<Schema, T>): Operation =>
  async (ctx, services, input) =>
    spec.run({ ctx, services, input: await spec.input.parseAsync(input) });
