type Target = { href: string; keepScroll: boolean };

const ownPage = (url: URL): boolean =>
  url.origin === window.location.origin && !url.pathname.startsWith("/api/") && !url.pathname.startsWith("/_next/");

const pathOf = (url: URL): string => `${url.pathname}${url.search}${url.hash}`;

/**
 * Where a click on a plain link leads without reloading the page; null when the browser must do it: another site, a
 * download, a new tab, an anchor of this page, the API, or a link marked `data-hard`.
 */
export function softLinkTarget(event: MouseEvent): Target | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement)) return null;
  if ((link.target !== "" && link.target !== "_self") || link.hasAttribute("download")) return null;
  if (link.dataset.hard !== undefined) return null;
  const url = new URL(link.href);
  const here = new URL(window.location.href);
  if (!ownPage(url) || (url.hash !== "" && url.pathname === here.pathname && url.search === here.search)) return null;
  return { href: pathOf(url), keepScroll: link.dataset.scroll === "keep" };
}

/** The same for a GET form. Fields left empty stay out of the address, so that a view has one short address. */
export function softFormTarget(event: SubmitEvent): Target | null {
  const form = event.target;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return null;
  if (form.method !== "get" || form.dataset.hard !== undefined || form.target !== "") return null;
  // A button with an address or a value of its own: leave it to the browser.
  const { submitter } = event;
  if (submitter?.hasAttribute("formaction") || submitter?.hasAttribute("name")) return null;
  const url = new URL(form.action);
  if (!ownPage(url)) return null;
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value !== "") query.append(name, value);
  }
  url.search = query.toString();
  return { href: pathOf(url), keepScroll: form.dataset.scroll === "keep" };
}
