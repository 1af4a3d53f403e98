import { Fragment, isValidElement, type ReactElement, type ReactNode } from "react";

type Props = Readonly<Record<string, unknown>>;
type Component = (props: Props) => ReactNode;

/** Something that only React can draw: an island, a promise, a form with an action, an address that must not be followed. */
class NotStatic extends Error {}

const clientReference = Symbol.for("react.client.reference");

const voids = new Set(["br", "hr", "input"]);
const tags = new Set(
  `a abbr b br button circle code dd div dl dt em fieldset footer form g h1 h2 h3 h4 hr i input kbd label legend li line main nav ol output p
  path rect search section small span strong sub sup svg td text th time title tr ul use`.split(/\s+/),
);

// What React writes under another name than it is given. HTML does not mind the case of a name.
const renamed: Readonly<Record<string, string>> = {
  className: "class",
  htmlFor: "for",
  viewBox: "viewBox",
  dateTime: "dateTime",
  tabIndex: "tabindex",
  colSpan: "colSpan",
  rowSpan: "rowSpan",
  maxLength: "maxLength",
  autoComplete: "autoComplete",
  popoverTarget: "popoverTarget",
  popoverTargetAction: "popoverTargetAction",
  textAnchor: "text-anchor",
  strokeWidth: "stroke-width",
  strokeLinecap: "stroke-linecap",
  spellCheck: "spellCheck",
  defaultValue: "value",
  defaultChecked: "checked",
};
const flags = new Set(["checked", "disabled", "download", "hidden", "inert", "required"]);
const addresses = new Set(["href", "src", "action", "formaction"]);
const safeAddress = /^(https?:\/\/|mailto:|[/?#])/i;
const plainName = /^[a-z]+[0-9]?$/;
const spokenName = /^(aria|data)-[a-z-]+$/;

const needsEscape = /["'&<>]/;
const escapes: Readonly<Record<string, string>> = {
  '"': "&quot;",
  "'": "&#x27;",
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
};
const escaped = (text: string): string =>
  needsEscape.test(text) ? text.replace(/["'&<>]/g, (sign) => escapes[sign] ?? "") : text;

function styleText(style: unknown): string {
  if (typeof style !== "object" || style === null) throw new NotStatic();
  return Object.entries(style)
    .map(([name, value]) => {
      // Names that React would rewrite and numbers that it would give a unit are left to it.
      if (!/^[a-z-]+$/.test(name) || typeof value !== "string") throw new NotStatic();
      return `${name}:${value.trim()}`;
    })
    .join(";");
}

type Attribute = { written: string; kind: "spoken" | "flag" | "address" | "text" };

function readName(name: string): Attribute | null {
  if (spokenName.test(name) || name === "spellCheck") return { written: name, kind: "spoken" };
  const written = renamed[name] ?? (plainName.test(name) ? name : null);
  // An event handler as text is nothing that we write.
  if (written === null || written.startsWith("on")) return null;
  return { written, kind: flags.has(written) ? "flag" : addresses.has(written) ? "address" : "text" };
}

const known = new Map<string, Attribute | null>();

function attributeOf(name: string): Attribute {
  let found = known.get(name);
  if (found === undefined) {
    found = readName(name);
    known.set(name, found);
  }
  if (found === null) throw new NotStatic();
  return found;
}

function attribute(name: string, value: unknown): string {
  if (value === undefined || value === null) return "";
  if (name === "style") return ` style="${escaped(styleText(value))}"`;
  const { written, kind } = attributeOf(name);
  if (typeof value === "boolean") {
    if (kind === "spoken") return ` ${written}="${value}"`;
    if (kind !== "flag") throw new NotStatic();
    return value ? ` ${written}=""` : "";
  }
  if (typeof value !== "string" && typeof value !== "number") throw new NotStatic();
  if (kind === "flag" && written !== "download") throw new NotStatic();
  if (kind === "address" && !(typeof value === "string" && safeAddress.test(value))) throw new NotStatic();
  return ` ${written}="${escaped(String(value))}"`;
}

/** Where React is given HTML. */
const inner = "dangerouslySetInnerHTML";

function insideOf(props: Props, inSvg: boolean): string {
  const given = props[inner];
  return given === undefined ? nodeHtml(props.children, inSvg) : String((given as { __html: string }).__html);
}

function elementHtml(tag: string, props: Props, inSvg: boolean): string {
  // Outside of a drawing a title is the title of the page.
  if (!tags.has(tag) || (tag === "title" && !inSvg)) throw new NotStatic();
  let opened = `<${tag}`;
  for (const name in props) if (name !== "children" && name !== inner) opened += attribute(name, props[name]);
  if (voids.has(tag)) return `${opened}/>`;
  return `${opened}>${insideOf(props, inSvg || tag === "svg")}</${tag}>`;
}

/** What was begun for nothing may fail; React begins it anew and tells. */
function leftToReact(node: unknown): NotStatic {
  if (node instanceof Promise) node.catch(() => undefined);
  return new NotStatic();
}

const isComponent = (type: unknown): type is Component =>
  typeof type === "function" && (type as { $$typeof?: unknown }).$$typeof !== clientReference;

function nodeHtml(node: unknown, inSvg: boolean): string {
  if (typeof node === "string") return escaped(node);
  if (typeof node === "number") return String(node);
  if (node === null || node === undefined || typeof node === "boolean") return "";
  if (Array.isArray(node)) {
    let html = "";
    for (const child of node) html += nodeHtml(child, inSvg);
    return html;
  }
  if (!isValidElement<Props>(node)) throw leftToReact(node);
  const { type, props } = node;
  if (typeof type === "string") return elementHtml(type, props, inSvg);
  if (type === Fragment) return nodeHtml(props.children, inSvg);
  if (!isComponent(type)) throw new NotStatic();
  return nodeHtml(type(props), inSvg);
}

/** The outermost element of what a component makes. */
function rootOf(node: ReactNode): ReactElement<Props, string> {
  if (!isValidElement<Props>(node)) throw leftToReact(node);
  const { type, props } = node;
  if (typeof type === "string") return node as ReactElement<Props, string>;
  if (isComponent(type)) return rootOf(type(props));
  throw new NotStatic();
}

let isInside = false;

/** Whether a piece is being made just now, of which what calls is a part. */
export const isInsidePiece = (): boolean => isInside;

export type StaticElement = { root: ReactElement<Props, string>; html: string };

/**
 * The outermost element of a piece of a page and its inside as HTML, the same that React would write; null where anything
 * in it is more than markup, which then must be left to React. Components are called as functions: use it only where
 * none of them may hold a hook, on the server.
 */
export function staticElement(node: ReactNode): StaticElement | null {
  isInside = true;
  try {
    const root = rootOf(node);
    if (!tags.has(root.type) || voids.has(root.type)) return null;
    return { root, html: insideOf(root.props, root.type === "svg") };
  } catch (error) {
    if (error instanceof NotStatic) return null;
    throw error;
  } finally {
    isInside = false;
  }
}
