import { freshDataDir, type RunningApp, startApp } from "./app";
import { addGroup, addPerson, addToken, furnish, housePassword, type Person } from "./furnish";
import { type ActionAnswer, builtActions, postAction } from "./server-action";
import { signIn } from "./sign-in";

/** The built app with a few people, for tests that knock at its doors. */
export type Site = {
  app: RunningApp;
  origin: string;
  people: Record<"member" | "stranger" | "administrator", Person>;
  /** The member's. */
  group: string;
  /** The member's. */
  tokens: { read: string; write: string; writeId: string };
  /** A new session of a person: what goes with each of its requests. */
  signIn(username: string, password?: string): Promise<Record<string, string>>;
  /** One request to the API; `body` goes as JSON. */
  ask(method: string, path: string, options?: { headers?: Record<string, string>; body?: unknown }): Promise<Response>;
  /** One server action, by the name of its export. */
  act(exportedName: string, headers: Record<string, string>, input: unknown, url?: string): Promise<ActionAnswer>;
  close(): Promise<void>;
};

export const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

export async function startSite(env: Record<string, string> = {}): Promise<Site> {
  const dataDir = freshDataDir();
  const seeded = await furnish(dataDir, async (house) => {
    const group = await addGroup(house, "The group");
    const people = {
      member: await addPerson(house, "member", "member", [group]),
      stranger: await addPerson(house, "stranger"),
      administrator: await addPerson(house, "administrator", "admin"),
    };
    const write = await addToken(house, people.member, "write");
    const read = await addToken(house, people.member, "read");
    return { group, people, tokens: { read: read.token, write: write.token, writeId: write.id } };
  });
  const app = await startApp({
    dataDir,
    env: { TOM_DEMO: "0", TOM_RATE_LIMIT: "0", LOG_LEVEL: "error", ...env },
  });
  const { origin } = app;
  const actions = builtActions();
  return {
    app,
    origin,
    ...seeded,
    signIn: async (username, password = housePassword) => (await signIn(origin, username, password)).headers,
    ask: (method, path, { headers = {}, body } = {}) =>
      fetch(`${origin}${path}`, {
        method,
        redirect: "manual",
        headers: { ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
    act: (exportedName, headers, input, url) => {
      const action = actions.find((one) => one.exportedName === exportedName);
      if (!action) throw new Error(`the build has no action ${exportedName}`);
      const page = (action.pages[0] ?? "/").replace("[id]", "00000000-0000-7000-8000-000000000000");
      return postAction(`${origin}${url ?? page}`, action.id, headers, input);
    },
    close: async () => {
      const code = await app.stop();
      if (code !== 0) throw new Error(`the app ended with ${code}:\n${app.output()}`);
    },
  };
}

/** The answer of a refused request: its code, and the whole text. */
export async function errorOf(answer: Response): Promise<{ status: number; code: string; text: string }> {
  const text = await answer.text();
  const { error } = JSON.parse(text) as { error: { code: string } };
  return { status: answer.status, code: error.code, text };
}
