export type ThemeName = "light" | "dark" | "night";

/** The colours that a plot reads from the page at the time it draws. */
export type PlotTheme = {
  name: ThemeName;
  panel: string;
  text: string;
  muted: string;
  faint: string;
  line: string;
  lineStrong: string;
  accent: string;
  font: string;
};

/** Which of the three palettes is in force; `system` follows the machine. */
function themeName(dataTheme: string | undefined, prefersDark: boolean): ThemeName {
  if (dataTheme === "dark" || dataTheme === "night" || dataTheme === "light") return dataTheme;
  return prefersDark ? "dark" : "light";
}

export function readTheme(): PlotTheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const prefersDark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  return {
    name: themeName(document.documentElement.dataset.theme, prefersDark),
    panel: token("panel"),
    text: token("text"),
    muted: token("muted"),
    faint: token("faint"),
    line: token("line"),
    lineStrong: token("line-strong"),
    accent: token("accent"),
    font: getComputedStyle(document.body).fontFamily,
  };
}

/** Calls back when the page or the machine changes the theme; answers how to stop. */
export function watchTheme(changed: () => void): () => void {
  const media = window.matchMedia("(prefers-color-scheme: dark)");
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  media.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    media.removeEventListener("change", changed);
  };
}

/** Printed name of a series' band; the key of an unusual band carries a prefix. */
export const bandLabel = (band: string): string => band.replace(/^other:/, "");
