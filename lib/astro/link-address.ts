export type TargetLinkGroup = "object" | "catalogues" | "images" | "brokers";

/** One page elsewhere about a target or its place on the sky. `href` is absolute, https and safely encoded. */
export type TargetLink = { id: string; group: TargetLinkGroup; label: string; title: string; href: string };

/** A piece of an address. Half a surrogate pair, on which encodeURIComponent throws, becomes U+FFFD. */
export const encodePiece = (text: string): string => encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd"));

/** An address with its query, every key and value encoded. */
export const addressOf = (base: string, query: Readonly<Record<string, string>>): string =>
  `${base}?${Object.entries(query)
    .map(([key, value]) => `${encodePiece(key)}=${encodePiece(value)}`)
    .join("&")}`;

type Row = readonly [id: string, label: string, title: string, href: string];

export const linksOf = (group: TargetLinkGroup, rows: readonly Row[]): TargetLink[] =>
  rows.map(([id, label, title, href]) => ({ id, group, label, title, href }));
