import Module, { builtinModules, createRequire, syncBuiltinESMExports } from "node:module";

/**
 * Closes this thread: from then on Node's own modules do nothing but refuse, save those that only compute. Each thread has
 * modules of its own, so that nobody else notices. It is meant for parsers that a hostile file leads astray, which ask
 * for files or hosts by what Node offers; code that is written to break out may still find a way.
 */

/** What only computes, waits or hands on: all that a parser needs. */
const open = new Set(
  "assert assert/strict async_hooks buffer console constants diagnostics_channel events path path/posix path/win32 perf_hooks process punycode querystring stream stream/consumers stream/promises stream/web string_decoder sys timers timers/promises url util util/types zlib".split(
    " ",
  ),
);

/** Modules that some versions do not list. */
const unlisted = ["sqlite", "sea", "test", "test/reporters"];

/** What Node itself needs to tell of an error in the thread. */
const kept: Readonly<Record<string, RegExp>> = { v8: /^(de)?serialize$|^(Default)?(S|Des)erializer$/ };

const globals = ["fetch", "WebSocket", "EventSource", "Request", "Response", "localStorage", "sessionStorage"];

const ofProcess =
  "binding _linkedBinding dlopen loadEnvFile kill _kill abort report execve getBuiltinModule chdir".split(" ");

type Members = Record<string, unknown>;
const refuser = (what: string): (() => never) =>
  function refused(): never {
    throw new Error(`${what} is not there for a data processor, which gets the open file and nothing else.`);
  };

/** The members that do something, each as one that refuses; those of inner objects (`fs.promises`) as well. */
function refusing(name: string, members: Members, depth = 0): Members {
  const found: Members = {};
  for (const key of Object.getOwnPropertyNames(members)) {
    if (kept[name]?.test(key)) continue;
    // What a getter makes is old names and constants, all but the promises of files.
    const value = Object.getOwnPropertyDescriptor(members, key)?.get && key !== "promises" ? null : members[key];
    if (typeof value === "function") found[key] = refuser(`${name}.${key}`);
    else if (typeof value === "object" && value !== null && depth === 0 && key !== "constants")
      found[key] = refusing(`${name}.${key}`, value as Members, depth + 1);
  }
  return found;
}

const put = (target: object, members: Members): void => {
  for (const [key, value] of Object.entries(members)) {
    const own = Object.getOwnPropertyDescriptor(target, key);
    if (own?.configurable !== false || own.writable)
      Object.defineProperty(target, key, { ...(own?.configurable === false ? {} : { configurable: true }), value });
  }
};

const plain = (name: string): string => name.replace(/^node:/, "");

/** All modules of Node that are not open, as far as a thread can have them. */
function* closable(require: NodeJS.Require): Generator<readonly [name: string, members: Members]> {
  for (const name of new Set([...builtinModules.map(plain), ...unlisted])) {
    if (open.has(name) || name.startsWith("_stream_")) continue;
    try {
      yield [name, require(`node:${name}`) as Members];
    } catch {
      // This Node or a thread of it has no such module.
    }
  }
}

/**
 * Loads a module with all that it imports, and closes the thread: what asked for such a module by `require` while it was
 * loaded has got one that refuses, what imported one finds it refusing as soon as this has ended.
 */
export async function loadThenLock<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  const closed = new Map<string, { real: Members; locked: Members }>();
  for (const [name, real] of closable(createRequire(import.meta.url))) {
    closed.set(name, { real, locked: refusing(name, real) });
  }
  const loader = Module as unknown as { _load: (this: unknown, request: string, ...rest: unknown[]) => unknown };
  const original = loader._load;
  let isLocked = false;
  const guarded: typeof original = function (request, ...rest) {
    const name = plain(String(request));
    if (isLocked && !open.has(name) && !closed.has(name)) return refuser(`require("${name}")`)();
    return closed.get(name)?.locked ?? original.call(this, request, ...rest);
  };
  put(loader, { _load: guarded });
  const loaded = await load();
  isLocked = true;
  for (const name of globals) Reflect.deleteProperty(globalThis, name);
  put(process, Object.fromEntries(ofProcess.map((name) => [name, refuser(`process.${name}`)])));
  for (const { real, locked } of closed.values())
    put(real, { ...locked, ...(Object.is(real, Module) ? { _load: guarded } : {}) });
  syncBuiltinESMExports();
  return loaded;
}
