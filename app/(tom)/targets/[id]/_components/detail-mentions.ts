/** The part of a Markdown tree that is walked here. */
type TreeNode = { type: string; value?: string; children?: TreeNode[] };

const mention = /(?<![\w@.-])@([a-z0-9][a-z0-9._-]{0,49})/giu;

/** Text cut at the names in `known` (lower case); names become strong text. */
function cut(text: string, known: ReadonlySet<string>): TreeNode[] {
  const pieces: TreeNode[] = [];
  let from = 0;
  for (const match of text.matchAll(mention)) {
    const name = match[1]?.replace(/[._-]+$/, "") ?? "";
    if (!known.has(name.toLowerCase())) continue;
    if (match.index > from) pieces.push({ type: "text", value: text.slice(from, match.index) });
    pieces.push({ type: "strong", children: [{ type: "text", value: `@${name}` }] });
    from = match.index + 1 + name.length;
  }
  if (from < text.length) pieces.push({ type: "text", value: text.slice(from) });
  return pieces;
}

// Code and links stay as they are.
const closed = new Set(["link", "linkReference", "inlineCode", "code"]);

function walk(node: TreeNode, known: ReadonlySet<string>): void {
  if (node.children === undefined || closed.has(node.type)) return;
  // Inside first: what is cut out below is not looked at again.
  for (const child of node.children) walk(child, known);
  node.children = node.children.flatMap((child) =>
    child.type === "text" && child.value !== undefined ? cut(child.value, known) : [child],
  );
}

/** A remark plugin: people who were mentioned stand out, other @words are plain text. */
export function markMentions(mentions: readonly string[]) {
  const known = new Set(mentions.map((name) => name.toLowerCase()));
  return (tree: TreeNode): void => walk(tree, known);
}
