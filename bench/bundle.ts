/** What a browser loads before anything is clicked: scripts and styles that the HTML names, compressed one by one. */
import { gzipSync } from "node:zlib";
import { createTarget, postPhotometry } from "./harness/api";
import { wideCurve } from "./harness/curves";
import { report } from "./harness/report";
import { startServer } from "./harness/server";
import { signIn } from "./harness/sign-in";
import { copySky } from "./harness/sky";

const sky = await copySky(10_000);
const server = await startServer({ dataDir: sky.dataDir });

const sizes = new Map<string, number>();
async function gzipBytes(path: string): Promise<number> {
  const known = sizes.get(path);
  if (known !== undefined) return known;
  const response = await fetch(server.url + path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  const size = gzipSync(new Uint8Array(await response.arrayBuffer()), { level: 9 }).length;
  sizes.set(path, size);
  return size;
}

async function sum(paths: Iterable<string>): Promise<number> {
  let total = 0;
  for (const path of new Set(paths)) total += await gzipBytes(path);
  return total / 1000;
}

const attribute = (tag: string, name: string): string | null =>
  new RegExp(`\\s${name}="([^"]*)"`, "i").exec(tag)?.[1] ?? null;

/** Paths below /_next; a script for browsers without modules is not loaded by any that has them. */
function namedIn(html: string): { scripts: string[]; styles: string[] } {
  const scripts: string[] = [];
  const styles: string[] = [];
  for (const [tag] of html.matchAll(/<(?:script|link)\b[^>]*>/gi)) {
    const path = (attribute(tag, "src") ?? attribute(tag, "href"))?.replaceAll("&amp;", "&");
    if (!path?.startsWith("/_next/") || /\snomodule/i.test(tag)) continue;
    if (path.includes(".css")) styles.push(path);
    else if (path.includes(".js")) scripts.push(path);
  }
  return { scripts, styles };
}

try {
  const cookie = await signIn(server.url, sky.account);
  const { token } = sky.account;
  const id = await createTarget(server.url, token, { name: "SN 2020oi", raDeg: 185.728_875, decDeg: 15.823_611 });
  await postPhotometry(server.url, token, id, wideCurve(200, 1));
  const pages = [
    { what: "list", path: "/targets", limit: 160 },
    { what: "target page before plots", path: `/targets/${id}`, limit: 200 },
  ];
  for (const { what, path, limit } of pages) {
    const response = await fetch(server.url + path, { headers: { cookie, accept: "text/html" } });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    const { scripts, styles } = namedIn(await response.text());
    if (scripts.length === 0 || styles.length === 0) throw new Error(`${path} names no scripts or no styles`);
    report({ name: `bundle ${what}, scripts on first load, gzip`, unit: "kB", value: await sum(scripts), limit });
    report({ name: `bundle ${what}, styles, gzip`, unit: "kB", value: await sum(styles), limit: 20 });
  }
} finally {
  await server.stop();
}
