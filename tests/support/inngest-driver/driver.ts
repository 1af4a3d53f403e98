import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { mayStart } from "./concurrency";
import { judge, remember } from "./execute";
import { canonical, knowsKey, signed } from "./signing";
import type { App, InngestEvent, RegisteredFunction, Reply, Run } from "./types";

type Options = {
  signingKey: string;
  eventKey: string;
  /** As a server that asks the SDK to report steps while it works on. */
  checkpointing?: boolean;
  /** Every first call of a run is made twice, at once. */
  twice?: boolean;
  /** Default: any that is free; kept over `kill` and `start`. */
  port?: number;
};

const retryMs = (at: Date | null): number => (at === null ? 50 : Math.max(0, at.getTime() - Date.now()));

/**
 * An Inngest server in small, as the SDK sees one: takes events and registrations, lists functions, and calls runs
 * with signed requests, remembering steps, retrying, limiting concurrency. All it knows is in memory.
 */
export class InngestDriver {
  readonly options: Options;
  readonly runs: Run[] = [];
  readonly events: InngestEvent[] = [];
  /** Everything that was sent to it, as text. */
  readonly heard: string[] = [];
  app: App | null = null;
  /** What it lists instead of the app's functions. */
  listed: readonly RegisteredFunction[] | null = null;
  port = 0;
  #server: Server | undefined;
  readonly #eventIds = new Set<string>();
  readonly #keys = new Set<string>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #life = 0;

  constructor(options: Options) {
    this.options = options;
    this.port = options.port ?? 0;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    this.#life++;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    await new Promise<void>((resolve) => this.#server?.listen(this.port, "127.0.0.1", resolve));
    this.port = (this.#server.address() as AddressInfo).port;
  }

  /** As kill -9 does: nothing is finished, nothing is answered any more. */
  async kill(): Promise<void> {
    this.#life++;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    const server = this.#server;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => server?.close(() => resolve()) ?? resolve());
  }

  /** Forgets the queue and what it has seen; `everything`: the app as well. */
  wipe(everything: boolean): void {
    this.runs.length = 0;
    this.events.length = 0;
    this.#eventIds.clear();
    this.#keys.clear();
    if (everything) this.app = null;
  }

  functionFor(part: string): RegisteredFunction {
    const found = this.app?.functions.find((fn) => fn.id.includes(part));
    if (!found) throw new Error(`No function like ${part} is registered.`);
    return found;
  }

  /** One tick of a cron function. */
  tick(part: string): Run {
    return this.#begin(this.functionFor(part), { name: "inngest/scheduled.timer", data: {}, ts: Date.now() });
  }

  /** Accepts events as if they were sent. */
  accept(event: InngestEvent): void {
    if (event.id !== undefined && this.#eventIds.has(event.id)) return;
    if (event.id !== undefined) this.#eventIds.add(event.id);
    this.events.push(event);
    for (const fn of this.app?.functions ?? []) {
      if (fn.triggers.some((trigger) => trigger.event === event.name) && this.#isFirst(fn, event))
        this.#begin(fn, event);
    }
  }

  /** Calls a function by hand. Whatever is not said is as a server does it. */
  async call(
    fn: RegisteredFunction,
    body: unknown,
    over: { signature?: string | null; fnId?: string } = {},
  ): Promise<Reply> {
    const text = canonical(body);
    const url = new URL(fn.steps.step.runtime.url);
    url.searchParams.set("fnId", over.fnId ?? fn.id);
    url.searchParams.set("stepId", "step");
    const signature = over.signature === undefined ? signed(this.options.signingKey, text) : over.signature;
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(signature === null ? {} : { "x-inngest-signature": signature }),
      },
      body: text,
    });
    const answer = await response.text();
    return { status: response.status, headers: response.headers, body: answer === "" ? null : JSON.parse(answer) };
  }

  /** What a server sends for a run. */
  bodyOf(run: Run): Record<string, unknown> {
    const ids = this.options.checkpointing ? { fn_id: randomUUID(), qi_id: `${run.id}-queue` } : {};
    return {
      event: { user: {}, ...run.event },
      events: [{ user: {}, ...run.event }],
      steps: Object.fromEntries(run.memo),
      ctx: {
        ...ids,
        run_id: run.id,
        env: "",
        step_id: "step",
        attempt: run.attempt,
        max_attempts: (run.fn.steps.step.retries?.attempts ?? 3) + 1,
        stack: { stack: run.stack, current: run.stack.length },
        disable_immediate_execution: false,
        use_api: false,
      },
      version: -1,
      use_api: false,
    };
  }

  #isFirst(fn: RegisteredFunction, event: InngestEvent): boolean {
    const path = /^event\.data\.(\w+)$/.exec(fn.idempotency ?? "")?.[1];
    if (path === undefined) return true;
    const key = `${fn.id} ${String(event.data[path])}`;
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    return true;
  }

  #begin(fn: RegisteredFunction, event: InngestEvent): Run {
    const run: Run = {
      id: randomUUID(),
      fn,
      event,
      memo: new Map(),
      stack: [],
      attempt: 0,
      calls: 0,
      status: "queued",
      output: null,
    };
    this.runs.push(run);
    this.#pump();
    return run;
  }

  /** Starts what may start. */
  #pump(): void {
    for (const run of this.runs) {
      if (run.status !== "queued") continue;
      if (!mayStart(run, this.runs)) continue;
      run.status = "running";
      void this.#go(run, this.#life);
    }
  }

  async #go(run: Run, life: number): Promise<void> {
    run.calls++;
    const body = this.bodyOf(run);
    const twin = this.options.twice && run.calls === 1 ? this.call(run.fn, body).catch(() => null) : null;
    const reply = await this.call(run.fn, body).catch(() => null);
    await twin;
    if (life !== this.#life) return;
    const verdict = judge(run, reply);
    if (verdict.next === "call") {
      // Between two calls its place is anybody's, as with a server.
      run.status = "queued";
      this.runs.push(...this.runs.splice(this.runs.indexOf(run), 1));
      this.#pump();
      return;
    }
    if (verdict.next === "end") {
      run.status = verdict.status;
      run.output = verdict.output;
      this.#pump();
      return;
    }
    if (verdict.next === "retry") run.attempt++;
    // It leaves its place to others meanwhile.
    run.status = "waiting";
    const waitMs = verdict.next === "sleep" ? verdict.ms : retryMs(verdict.at);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run.status = "queued";
      this.#pump();
    }, waitMs);
    this.#timers.add(timer);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString("utf8");
    this.heard.push(`${request.method} ${request.url} ${text}`);
    const [status, body] = this.#respond(request, text);
    response.writeHead(status, { "content-type": "application/json", "x-inngest-server-kind": "cloud" });
    response.end(JSON.stringify(body));
  }

  #respond(request: IncomingMessage, text: string): [number, unknown] {
    const path = new URL(request.url ?? "/", this.url).pathname;
    if (path.startsWith("/e/")) return this.#receive(path.slice(3), text);
    if (!knowsKey(request.headers.authorization, this.options.signingKey))
      return [401, { error: "Authentication failed" }];
    if (path === "/fn/register") return this.#register(text);
    const checkpoint = /^\/v1\/checkpoint\/([^/]+)\/async$/.exec(path);
    if (checkpoint) return this.#checkpoint(checkpoint[1] ?? "", text);
    const listed = /^\/v1\/apps\/([^/]+)\/functions$/.exec(path);
    if (listed) {
      const functions = this.listed ?? this.app?.functions ?? [];
      return [200, listed[1] === this.app?.name ? functions.map(({ id }) => ({ id })) : null];
    }
    return [404, { error: "not found" }];
  }

  #receive(key: string, text: string): [number, unknown] {
    if (key !== this.options.eventKey) return [401, { status: 401, error: "Event key not found" }];
    const events = JSON.parse(text) as InngestEvent[];
    for (const event of events) this.accept(event);
    return [200, { ids: events.map((event) => event.id ?? randomUUID()), status: 200 }];
  }

  #register(text: string): [number, unknown] {
    const { appName, url, functions } = JSON.parse(text) as {
      appName: string;
      url: string;
      functions: RegisteredFunction[];
    };
    this.app = { name: appName, url, functions };
    return [200, { status: 200, ok: true, modified: true }];
  }

  #checkpoint(runId: string, text: string): [number, unknown] {
    const run = this.runs.find((one) => one.id === runId);
    if (!run) return [404, { error: "no such run" }];
    const { steps } = JSON.parse(text) as { steps: { id: string; op: string; data?: unknown }[] };
    for (const step of steps)
      if (step.op === "StepRun") remember(run, step.id, { type: "data", data: step.data ?? null });
    return [200, { data: {} }];
  }
}
