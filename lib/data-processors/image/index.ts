import { TomError } from "@/lib/core/errors";
import type { ImageHeader, ImageResult, Processor, ProcessorInput } from "../contract";
import { isFits } from "../reading/fits-header";
import { firstImage } from "../reading/fits-image";
import { exposureOf, firstOf, observedOf } from "../reading/observation";
import { contentOf } from "../reading/text";
import { skyOf } from "./centre";
import { type Picture, readJpeg, readPng } from "./pictures";
import { asPng, Shrinker, stretched, upsideDown } from "./preview";

const pictureAtMost = 64 * 1024 * 1024;

/** Images of FITS, PNG and JPEG: a small picture made anew, and what the header says. */
export const image: Processor<ImageResult> = {
  process(input) {
    if (isFits(input.file)) return fitsImage(input);
    const content = contentOf(input.file);
    if (content === "a PNG image") return pictureOf(input, "png");
    if (content === "a JPEG image") return pictureOf(input, "jpeg");
    throw new TomError("INVALID_INPUT", `The file is ${content ?? "no image"}: FITS, PNG and JPEG are read.`);
  },
};

async function fitsImage({ file, onProgress, ...request }: ProcessorInput): Promise<ImageResult> {
  const { hdu, primary, width, height, planes, eachBand } = firstImage(file);
  const shrinker = new Shrinker(width, height);
  await eachBand((row, pixels) => {
    shrinker.add(row, pixels);
    onProgress(row / height);
  });
  const levels = stretched(shrinker.means());
  const words = (key: string): string | null => hdu.header.text(key) ?? primary.text(key);
  const header: ImageHeader = {
    format: "fits",
    width,
    height,
    object: firstOf(words, ["OBJECT", "OBJNAME", "TARGNAME"], 200),
    observed: observedOf(words, request),
    exposureS: exposureOf(words),
    filter: firstOf(words, ["FILTER", "FILTER1", "FILTNAM", "BAND", "INSFILTE"], 80),
    telescope: firstOf(words, ["TELESCOP", "OBSERVAT"], 120),
    instrument: firstOf(words, ["INSTRUME", "INSTRUMENT"], 120),
    ...skyOf(hdu.header, width, height),
  };
  const notes = [
    ...(hdu.index > 0 ? [`The preview shows extension ${hdu.index}, the first with an image.`] : []),
    ...(planes > 1 ? [`The image has ${planes} planes; the preview shows the first.`] : []),
    ...(levels === null ? ["No pixel of the image is defined, so there is no preview."] : []),
  ];
  const preview = levels && asPng(upsideDown(levels, shrinker.width), shrinker.width, shrinker.height, 1);
  return { kind: "image", preview, header, rejected: [], rejectedTotal: 0, notes };
}

function pictureOf({ file }: ProcessorInput, format: "png" | "jpeg"): ImageResult {
  if (file.size > pictureAtMost) throw new TomError("LIMIT_EXCEEDED", "PNG and JPEG up to 64 MB can be read.");
  const bytes = file.read(0, file.size);
  const { shrinker, width, height }: Picture = format === "png" ? readPng(bytes) : readJpeg(bytes);
  const levels = Uint8Array.from(shrinker.means(), (value) => Math.round(value));
  const unsaid = {
    object: null,
    observed: null,
    exposureS: null,
    filter: null,
    telescope: null,
    instrument: null,
    centre: null,
    pixelScaleArcsec: null,
  };
  return {
    kind: "image",
    preview: asPng(levels, shrinker.width, shrinker.height, shrinker.channels === 3 ? 3 : 1),
    header: { format, width, height, ...unsaid },
    rejected: [],
    rejectedTotal: 0,
    notes: [],
  };
}
