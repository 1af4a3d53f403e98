import { usernameKey } from "@/lib/access/names";

const mention = /(?<![\w@./-])@([A-Za-z0-9][A-Za-z0-9._-]{0,49})/g;
const code = /```[\s\S]*?(?:```|$)|`[^`\n]*`/g;
const mentionMax = 50;

/** The account keys that a Markdown text mentions as @username; code is left out, a full stop behind a name is not part of it. */
export function mentionedKeys(markdown: string): string[] {
  const found = [...markdown.replace(code, " ").matchAll(mention)].map((match) =>
    usernameKey((match[1] ?? "").replace(/[.-]+$/, "")),
  );
  return [...new Set(found)].slice(0, mentionMax);
}
