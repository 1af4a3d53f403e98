/** Walks the app as one reader does: from some addresses along every link, each page as HTML and as its RSC payload. */
export type Visit = { url: string; how: "html" | "rsc" | "plain"; status: number; text: string };

const linkPattern = /(?:href|src|action)=\\?"(\/[^"\\#]*)/g;

/** Addresses of the same site that a text links to. */
function linksIn(text: string): string[] {
  return [...text.matchAll(linkPattern)].flatMap(([, link]) => {
    const path = (link ?? "").replaceAll("&amp;", "&");
    return /^\/(_next|api\/auth)\//.test(path) || path.startsWith("//") ? [] : [path];
  });
}

/** The kind of an address: its path and the names of what it asks for. */
function kindOf(url: string): string {
  const { pathname, searchParams } = new URL(url, "http://site");
  return `${pathname}?${[...new Set(searchParams.keys())].sort().join("&")}`;
}

async function look(origin: string, url: string, how: Visit["how"], headers: Record<string, string>): Promise<Visit> {
  const more: Record<string, string> = how === "rsc" ? { RSC: "1" } : {};
  const answer = await fetch(`${origin}${url}`, { headers: { ...headers, ...more } });
  return { url, how, status: answer.status, text: await answer.text() };
}

type Options = {
  headers: Record<string, string>;
  from: readonly string[];
  /** False: only these addresses. */
  follow?: boolean;
};

/** Links of one kind differ in a sort or a tab; one of each shows what all of them show. */
const linksOfKind = 1;
/** A site that makes links without end fails instead of being walked for ever. */
const addressesAtMost = 800;

/** What a reader is shown, from some addresses along their links: each address once, and one of each kind. */
export async function crawl(origin: string, { headers, from, follow = true }: Options): Promise<Visit[]> {
  const queue = [...new Set(from)];
  const seen = new Set(queue);
  const kinds = new Map<string, number>();
  const visits: Visit[] = [];
  for (let url = queue.shift(); url !== undefined; url = queue.shift()) {
    const isData = url.startsWith("/api/") || url.includes("/light-curve");
    const here = isData
      ? [await look(origin, url, "plain", headers)]
      : [await look(origin, url, "html", headers), await look(origin, url, "rsc", headers)];
    visits.push(...here);
    for (const link of follow ? here.flatMap(({ text }) => linksIn(text)) : []) {
      if (seen.has(link)) continue;
      seen.add(link);
      const count = (kinds.get(kindOf(link)) ?? 0) + 1;
      kinds.set(kindOf(link), count);
      if (count <= linksOfKind) queue.push(link);
    }
    if (visits.length > 2 * addressesAtMost)
      throw new Error(`more than ${addressesAtMost} addresses, the last: ${url}`);
  }
  return visits;
}

/** Visits whose text holds one of the words, in any case, with what stands around it. */
export function found(visits: readonly Visit[], words: readonly string[]): string[] {
  return visits.flatMap(({ url, how, text }) => {
    const lower = text.toLowerCase();
    return words.flatMap((word) => {
      const at = lower.indexOf(word.toLowerCase());
      return at < 0 ? [] : [`${how} ${url}: ...${text.slice(Math.max(0, at - 80), at + 80)}...`];
    });
  });
}
