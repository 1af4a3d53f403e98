import * as z from "zod";
import { badStatus } from "@/lib/http/failures";
import { readJson } from "@/lib/http/get-json";
import { type Account, userAgentOf } from "./client";
import { manifest } from "./query";
import { envelope } from "./remote";

/** Giving the TNS a file, before the report that tells of it. */

/** The new names, in the order of the files; listed, or by number. */
const newNames = z.union([
  z.array(z.string().min(1).max(300)).min(1),
  z.record(z.string(), z.string().min(1).max(300)).transform((named) => Object.values(named)),
]);

/** A form with a file in it, as bytes: the client sends nothing else. */
async function multipart(fields: Readonly<Record<string, string>>, file: { filename: string; bytes: Uint8Array }) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("files[0]", new Blob([new Uint8Array(file.bytes)], { type: "text/plain" }), file.filename);
  const message = new Response(form);
  return {
    body: new Uint8Array(await message.arrayBuffer()),
    contentType: message.headers.get("content-type") ?? "multipart/form-data",
  };
}

/** @returns the name that the file has there. @throws TomError UPSTREAM_FAILED */
export async function uploadFile(account: Account, file: { filename: string; bytes: Uint8Array }): Promise<string> {
  const { http, baseUrl, bot } = account;
  const { body, contentType } = await multipart({ api_key: bot.apiKey }, file);
  const reply = await http.request({
    url: `${baseUrl}/api/set/file-upload`,
    method: "POST",
    headers: { "user-agent": userAgentOf(bot), "content-type": contentType },
    body,
    expect: "json",
    // Twice is twice the same file, which no report tells of.
    idempotent: true,
    cacheS: 0,
  });
  const { id_code: code, data } = readJson(reply, manifest.name, envelope);
  if (code !== null && code !== 200) {
    throw badStatus({ service: manifest.name, host: new URL(baseUrl).hostname, secrets: [bot.apiKey] }, code);
  }
  const [name = file.filename] = readJson({ ...reply, json: () => data }, manifest.name, newNames);
  return name;
}
