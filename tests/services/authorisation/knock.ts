import { housePassword } from "@/tests/support/furnish";
import { type ActionReference, postAction } from "@/tests/support/server-action";
import { signIn } from "@/tests/support/sign-in";
import { actionCalls, endsSession, readings } from "./calls-actions";
import { pageCalls } from "./calls-pages";
import { routeCalls } from "./calls-routes";
import type { Door } from "./doors";
import type { Outcome } from "./rules";
import type { Subject } from "./stage";
import { isSignedIn } from "./world";

/** What a door answered: a word of the table, or, when it is none of these, what it said. */
export type Met = Outcome | `status ${number}${string}`;

const shown = (text: string): string => ` ${text.replace(/\s+/g, " ").slice(0, 200)}`;

const byStatus: Readonly<Record<number, Outcome>> = { 400: "400", 401: "401", 403: "403", 404: "404" };

/** Pages know no tokens: a caller who sends one there is nobody. */
async function knockPage(door: Door, subject: Subject, headers: Record<string, string>): Promise<Met> {
  const call = pageCalls[door.key];
  if (!call) throw new Error(`calls-pages.ts does not say how to ask for ${door.key}`);
  const { url, shows } = await call(subject);
  const answer = await fetch(`${subject.world.app.origin}${url}`, { redirect: "manual", headers });
  const text = await answer.text();
  const location = answer.headers.get("location");
  if (location !== null) return /^(https?:\/\/[^/]+)?\/sign-in(\?|$)/.test(location) ? "401" : "away";
  if (answer.status !== 200) return byStatus[answer.status] ?? `status ${answer.status}${shown(text)}`;
  return shows === undefined || text.includes(shows) ? "ok" : "hidden";
}

const codes: Readonly<Record<string, Outcome>> = {
  INVALID_INPUT: "400",
  UNAUTHENTICATED: "401",
  FORBIDDEN: "403",
  NOT_FOUND: "404",
};

/** Refused sign-ins lead back to the form. */
const refusedByRedirect: ReadonlySet<string> = new Set(["action session.create"]);

async function knockAction(
  door: Door,
  subject: Subject,
  headers: Record<string, string>,
  built: readonly ActionReference[],
): Promise<Met> {
  const call = actionCalls[door.key];
  if (!call) throw new Error(`calls-actions.ts does not say what ${door.key} is given`);
  const action = built.find(({ file, exportedName }) => file === door.file && exportedName === door.exportedName);
  const [page] = action?.pages ?? [];
  if (!action || page === undefined) throw new Error(`no page of the build carries ${door.key}`);
  const { origin } = subject.world.app;
  const input = await call(subject);
  const address = page.replace("[id]", (await subject.target()).id);
  const { status, result, redirectedTo, text } = await postAction(
    `${origin}${address}`,
    action.id,
    { origin, ...headers },
    input,
  );
  if (redirectedTo !== null) {
    return refusedByRedirect.has(door.key) && redirectedTo.startsWith("/sign-in") ? "401" : "ok";
  }
  if (result?.ok) return readings[door.key]?.(result.data) ?? "ok";
  if (result) return codes[result.error.code] ?? `status ${status} ${result.error.code}: ${result.error.message}`;
  return `status ${status}${shown(text)}`;
}

async function knockRoute(door: Door, subject: Subject, headers: Record<string, string>): Promise<Met> {
  const call = routeCalls[door.key];
  if (!call) throw new Error(`calls-routes.ts does not say how to call ${door.key}`);
  const { url, body, form, headers: more, shows } = await call(subject);
  const [method = "GET"] = door.key.split(" ");
  const answer = await fetch(`${subject.world.app.origin}${url}`, {
    method,
    redirect: "manual",
    headers: { ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers, ...more },
    ...(form ? { body: form } : body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const reading = readings[door.key];
  if (answer.ok && reading) return reading(JSON.parse(text));
  if (answer.ok) return shows === undefined || text.includes(shows) ? "ok" : "hidden";
  return byStatus[answer.status] ?? `status ${answer.status}${shown(text)}`;
}

/** Knocks at a door as the subject's role, and says what it met. */
export async function knock(door: Door, subject: Subject, built: readonly ActionReference[]): Promise<Met> {
  const { world, role } = subject;
  if (door.kind === "route") {
    // A program of a disabled account comes with its token; her browser is the pages' business.
    const isProgram = role === "disabled";
    const headers = isProgram ? { authorization: `Bearer ${world.tokens.disabled}` } : world.headers[role];
    return knockRoute(door, subject, headers);
  }
  if (door.kind === "page") return knockPage(door, subject, world.headers[role]);
  const met = await knockAction(door, subject, world.headers[role], built);
  // The session ended, if the door does what it says: the role goes on with a new one.
  if (endsSession.has(door.key) && isSignedIn(role)) {
    world.headers[role] = (await signIn(world.app.origin, role, housePassword)).headers;
  }
  return met;
}
