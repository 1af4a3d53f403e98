import { type Client, createClient } from "@libsql/client";
import { createGate } from "@/db/write";
import { openAckLog } from "./ack-log";

/**
 * A process that writes a row a turn and notes what it was told, to be killed. `gate`: as the house writes. `bare`: the
 * driver as it comes, which after one BUSY goes on saying "ok" and keeps nothing.
 */
const [path = "", mode = "gate", log = "", busyTimeoutMs = "20"] = process.argv.slice(2);
const acks = openAckLog(log);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const connect = (timeout: number): Client => createClient({ url: `file:${path}`, concurrency: 1, timeout });

const insert = (key: string) => ({ sql: "INSERT INTO meta (key, value) VALUES (?, '1')", args: [key] });

function writer(): (key: string) => Promise<void> {
  if (mode === "bare") {
    const client = connect(0);
    return async (key) => void (await client.execute(insert(key)));
  }
  const gate = createGate({
    connect: () => connect(Number(busyTimeoutMs)),
    onBusy: (count) => say(`busy ${count}`),
    retries: 1_000,
  });
  return (key) => gate.write(async (tx) => void (await tx.raw.execute(insert(key))));
}

const write = writer();
say("writing");
for (let turn = 0; ; turn += 1) {
  const key = `canary-${turn}`;
  acks.asked(key);
  try {
    await write(key);
    acks.acknowledged(key);
  } catch {
    say("refused");
  }
  // Others get their turn, as in a server.
  await new Promise((resolve) => setTimeout(resolve, 1));
}
