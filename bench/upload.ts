/**
 * A large file through the upload door: how much memory the server takes above idle while it comes (BENCH_UPLOAD_MB, default
 * 1024), and how fast against a bare Node server that writes the same body to the same disk. Then a table of 100,000 rows
 * of photometry: from the answer of the upload to its last row in the database.
 */
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createTarget } from "./harness/api";
import { residentBytes, watchMemory } from "./harness/memory";
import { note, report } from "./harness/report";
import { startServer } from "./harness/server";
import { copySky } from "./harness/sky";

const megabyte = 1024 * 1024;
const sizeMb = Number(process.env.BENCH_UPLOAD_MB ?? 1024);
const rowCount = 100_000;
const boundary = "bench-upload";

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const chunk = Buffer.alloc(megabyte, 7);

type Post = { url: string; headers: Record<string, string>; parts: Record<string, string>; filename: string };

/** Sends a body piece by piece, as fast as it is taken. Answers the status and the text. */
function post(
  { url, headers, parts, filename }: Post,
  pieces: Iterable<Buffer>,
): Promise<{ status: number; text: string }> {
  const field = ([name, value]: [string, string]): string =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const head = `${Object.entries(parts).map(field).join("")}--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${filename}"\r\n\r\n`;
  return new Promise((resolve, reject) => {
    const call = request(url, {
      method: "POST",
      headers: { ...headers, "Content-Type": `multipart/form-data; boundary=${boundary}` },
    });
    call.on("error", reject);
    call.on("response", (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    const send = async (): Promise<void> => {
      call.write(head);
      for (const piece of pieces) {
        if (!call.write(piece)) await new Promise<void>((go) => call.once("drain", go));
      }
      call.end(`\r\n--${boundary}--\r\n`);
    };
    send().catch(reject);
  });
}

function* manyTimes(piece: Buffer, times: number): Generator<Buffer> {
  for (let index = 0; index < times; index += 1) yield piece;
}

function* table(rows: number): Generator<Buffer> {
  yield Buffer.from("time,filter,magnitude,error\n");
  for (let from = 0; from < rows; from += 1000) {
    const lines = Array.from({ length: Math.min(1000, rows - from) }, (_, at) => {
      const row = from + at;
      return `${(55_000 + row * 0.01).toFixed(5)},${"gri"[row % 3]},${(17 + (row % 400) / 100).toFixed(3)},0.05`;
    });
    yield Buffer.from(`${lines.join("\n")}\n`);
  }
}

/** The same body into a file by nothing but Node. */
async function bare(folder: string): Promise<number> {
  const path = join(folder, "bare-upload");
  const server = createServer((incoming, answer) => {
    void pipeline(incoming, createWriteStream(path)).then(() => answer.end("done"));
  });
  await new Promise<void>((go) => server.listen(0, "127.0.0.1", go));
  const { port } = server.address() as AddressInfo;
  const began = performance.now();
  await post({ url: `http://127.0.0.1:${port}/`, headers: {}, parts: {}, filename: "x" }, manyTimes(chunk, sizeMb));
  const seconds = (performance.now() - began) / 1000;
  await new Promise((done) => server.close(done));
  await rm(path, { force: true });
  return seconds;
}

type Product = { id: string; status: string; message: string | null; counts: { accepted: number } | null };

const sky = await copySky(10_000);
const { token } = sky.account;
const env = { TOM_UPLOAD_MAX_BYTES: "16G", TOM_UPLOAD_QUOTA_BYTES: "0", TOM_RATE_LIMIT: "0" };
const server = await startServer({ dataDir: sky.dataDir, env });
const headers = { authorization: `Bearer ${token}` };

const upload = async (type: string, filename: string, targetId: string, pieces: Iterable<Buffer>): Promise<Product> => {
  const url = `${server.url}/api/v1/data-products`;
  const { status, text } = await post({ url, headers, parts: { targetId, type }, filename }, pieces);
  if (status !== 201) throw new Error(`the upload was answered with ${status}: ${text.slice(0, 300)}`);
  return JSON.parse(text) as Product;
};

const newTarget = (name: string): Promise<string> => createTarget(server.url, token, { name, raDeg: 10, decDeg: 10 });

try {
  const targetId = await newTarget("Bench upload");
  await upload("other", "warm.bin", targetId, manyTimes(chunk, 16));
  await pause(2_000);
  const before = residentBytes(server.pid);
  const memory = watchMemory(server.pid);
  const began = performance.now();
  await upload("other", "large.bin", targetId, manyTimes(chunk, sizeMb));
  const seconds = (performance.now() - began) / 1000;
  const aboveMb = (memory.stop() - before) / 1e6;
  const bareSeconds = await bare(sky.dataDir);
  note(`${sizeMb} MB in ${seconds.toFixed(1)} s, a bare server in ${bareSeconds.toFixed(1)} s`);
  report({ name: `upload, memory above idle for a file of ${sizeMb} MB`, unit: "MB", value: aboveMb, limit: 60 });
  const ratio = seconds / bareSeconds;
  report({ name: "upload, time of a large file against a bare server", unit: "times", value: ratio, ratio });

  const curveId = await newTarget("Bench table");
  const sent = performance.now();
  const { id } = await upload("photometry", "table.csv", curveId, table(rowCount));
  for (;;) {
    const answer = await fetch(`${server.url}/api/v1/data-products/${id}`, { headers });
    const product = (await answer.json()) as Product;
    if (product.status === "failed") throw new Error(`the table could not be read: ${product.message}`);
    if (product.status === "processed") {
      if (product.counts?.accepted !== rowCount) throw new Error(`${product.counts?.accepted} rows were stored`);
      break;
    }
    await pause(50);
  }
  const tableS = (performance.now() - sent) / 1000;
  report({ name: `upload, a table of ${rowCount} rows until its last is stored`, unit: "s", value: tableS, limit: 5 });
} finally {
  await server.stop();
}
