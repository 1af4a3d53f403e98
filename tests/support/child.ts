import { type ChildProcess, spawn } from "node:child_process";

export type Child = {
  pid: number;
  /** Everything said so far on both outputs. */
  output(): string;
  /** Resolves with the first line that matches; rejects when the program ends before, or at the limit. */
  line(pattern: RegExp, limitMs: number): Promise<RegExpMatchArray>;
  signal(name: NodeJS.Signals): void;
  /** Resolves when the program has ended: its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
};

/** Starts a program in this process group; it is killed when this process ends. */
export function startChild(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: Record<string, string | undefined> },
): Child {
  // Next's types want NODE_ENV in every environment; a child may well do without.
  const env = options.env as NodeJS.ProcessEnv;
  const child: ChildProcess = spawn(command, [...args], { cwd: options.cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const listeners = new Set<() => void>();
  const notify = (): void => {
    for (const listener of listeners) listener();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      notify();
    });
  }
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  let over = false;
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      over = true;
      process.off("exit", kill);
      resolve(signal ?? code ?? 0);
      notify();
    });
  });
  ended.catch(notify);

  const line = (pattern: RegExp, limitMs: number): Promise<RegExpMatchArray> =>
    new Promise((resolve, reject) => {
      const settle = (): void => {
        const match = pattern.exec(said);
        if (!match && !over) return;
        listeners.delete(settle);
        clearTimeout(timer);
        if (match) resolve(match);
        else reject(new Error(`ended before saying ${pattern}:\n${said}`));
      };
      const timer = setTimeout(() => {
        listeners.delete(settle);
        reject(new Error(`did not say ${pattern} within ${limitMs} ms:\n${said}`));
      }, limitMs);
      listeners.add(settle);
      settle();
    });

  return { pid: child.pid ?? -1, output: () => said, line, signal: (name) => void child.kill(name), ended };
}
