/** The tutorial's broker: one JSON list. */
import { recordingsOf } from "./data.mjs";

export function loadMyBroker(corpus) {
  return new Map(recordingsOf("mybroker", corpus));
}

export function answerMyBroker(files, url) {
  const name = /^\/mybroker\/([\w-]+)\.json$/.exec(url.pathname)?.[1];
  if (!name) return null;
  return files.has(name) ? { body: files.get(name) } : { status: 404, body: { message: "Not Found" } };
}
