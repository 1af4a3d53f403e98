const painted = ["fill", "stroke", "stroke-width", "paint-order", "font-family", "font-size", "font-weight"] as const;

/** The chart as a file of its own: a copy whose style sheet is written into each element. */
export function svgText(chart: SVGSVGElement): string {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const originals = chart.querySelectorAll("*");
  copy.querySelectorAll("*").forEach((element, i) => {
    const original = originals[i];
    if (original === undefined) return;
    const style = getComputedStyle(original);
    for (const name of painted) element.setAttribute(name, style.getPropertyValue(name));
    element.removeAttribute("class");
  });
  // Links lead nowhere outside the page.
  for (const link of copy.querySelectorAll("a")) link.removeAttribute("href");
  copy.removeAttribute("class");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", "800");
  copy.setAttribute("height", "800");
  return new XMLSerializer().serializeToString(copy);
}

/** The same as pixels, `edgePx` wide and high. */
export async function pngOf(svg: string, edgePx: number): Promise<Blob> {
  const image = new Image(edgePx, edgePx);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = edgePx;
  canvas.height = edgePx;
  canvas.getContext("2d")?.drawImage(image, 0, 0, edgePx, edgePx);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error("The canvas gave no image.")) : resolve(blob)),
      "image/png",
    );
  });
}

/** A data URL as a file's content, without a request (the page's policy allows none to data URLs). */
export function blobOfDataUrl(url: string): Blob {
  const [head = "", data = ""] = url.split(",", 2);
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: /^data:([^;]+)/.exec(head)?.[1] ?? "image/png" });
}
