import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type * as z from "zod";
import type { Context } from "@/lib/access/context";
import { newId } from "@/lib/core/ids";
import { type Authorize, authorizeDoor } from "./authorize";
import { requestContext } from "./context";
import { type ErrorBody, errorBody, logOutcome, toTomError } from "./errors";
import { checkOrigin } from "./origin";
import { bucketOf, requireTurn } from "./rate-limit";
import { services } from "./services";
import { getActor } from "./session";

export type ActionResult<T> = { ok: true; data: T } | { ok: false; error: ErrorBody };

type ActionSpec<Schema extends z.ZodType, T> = {
  /** domain.verb; the name in the log and in the authorisation matrix. */
  name: string;
  input: Schema;
  authorize: Authorize;
  run(call: { ctx: Context; input: z.output<Schema> }): Promise<T>;
  /** Where the browser goes after success; also what makes a form work without scripts. */
  redirectTo?(data: T): string;
};

/** A form's fields arrive as text; the framework's own begin with `$ACTION`. A name that repeats becomes a list. */
function fromForm(form: FormData): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const key of new Set(form.keys())) {
    if (key.startsWith("$ACTION")) continue;
    const values = form.getAll(key);
    input[key] = values.length > 1 ? values : values[0];
  }
  return input;
}

/**
 * The one way to make a server action: origin, session row, a turn, authorisation, parse, one command, error mapped, logged
 * once. It takes an object, a form, or (under `useActionState`) the previous result and a form.
 */
export function defineAction<Schema extends z.ZodType, T>(spec: ActionSpec<Schema, T>) {
  return async (first: unknown, second?: unknown): Promise<ActionResult<T>> => {
    const requestId = newId();
    const given = second instanceof FormData ? second : first;
    let data: T;
    try {
      const sent = await headers();
      checkOrigin(sent, services().env);
      const actor = await getActor();
      requireTurn(services().rateLimiter.take(bucketOf(actor, sent)));
      const ctx = requestContext(actor, requestId);
      authorizeDoor(ctx, spec.authorize, "write");
      const input = await spec.input.parseAsync(given instanceof FormData ? fromForm(given) : given);
      data = await spec.run({ ctx, input });
    } catch (error) {
      const known = toTomError(error);
      logOutcome(services().logger, spec.name, requestId, known);
      return { ok: false, error: errorBody(known, requestId) };
    }
    if (spec.redirectTo) redirect(spec.redirectTo(data));
    return { ok: true, data };
  };
}
