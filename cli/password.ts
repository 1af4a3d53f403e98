import { randomBytes } from "node:crypto";
import { createInterface } from "node:readline/promises";
import { TomError } from "@/lib/core/errors";

/** A new password: made here, read from standard input (a second line must equal the first), or typed twice unseen. */
export async function readPassword(options: { generate?: boolean }): Promise<{ password: string; made: boolean }> {
  if (options.generate) return { password: randomBytes(15).toString("base64url"), made: true };
  const password = process.stdin.isTTY ? await ask() : await fromInput();
  return { password, made: false };
}

async function fromInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  const [first = "", second] = Buffer.concat(chunks).toString("utf8").split(/\r?\n/);
  return same(first, second === undefined || second === "" ? first : second);
}

async function ask(): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: true });
  try {
    const read = async (question: string): Promise<string> => {
      process.stderr.write(question);
      // What is typed is not echoed.
      const echo = Reflect.get(lines, "_writeToOutput") as unknown;
      Reflect.set(lines, "_writeToOutput", () => undefined);
      const answer = await lines.question("");
      Reflect.set(lines, "_writeToOutput", echo);
      process.stderr.write("\n");
      return answer;
    };
    const first = await read("New password: ");
    return same(first, await read("The same again: "));
  } finally {
    lines.close();
  }
}

function same(first: string, second: string): string {
  if (first === "") throw new TomError("INVALID_INPUT", "No password was given.");
  if (first !== second) throw new TomError("INVALID_INPUT", "The two passwords differ.");
  return first;
}
