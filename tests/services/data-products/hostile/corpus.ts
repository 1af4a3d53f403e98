import { archives } from "./archives";
import { type Hostile, image, photometry, spectrum, text, unread } from "./entry";
import { fitsFiles } from "./fits";
import { pictures } from "./pictures";
import { tables } from "./tables";

/** As large as a file may be where the corpus is played: a million header cards come through the door. */
export const maxBytes = 90_000_000;

const sizes: Readonly<Record<string, Hostile>> = {
  empty: { type: "photometry", bytes: () => new Uint8Array(), verdict: { refused: 400 } },
  "one byte": photometry(() => text("x")),
  "as large as may be": unread(() => new Uint8Array(maxBytes).fill(65), { contentType: "text/plain" }),
  "as large as may be, as a table": photometry(() => new Uint8Array(maxBytes).fill(65), {
    says: /Text files up to 64 MB/,
  }),
  "as large as may be, as a spectrum": spectrum(() => new Uint8Array(maxBytes).fill(65), {
    says: /Text files up to 64 MB/,
  }),
  "as large as may be, as an image": image(() => new Uint8Array(maxBytes).fill(65), { says: /no image/ }),
  "one byte more": unread(() => new Uint8Array(maxBytes + 1).fill(65), {
    verdict: { refused: 413 },
    says: /may have at most/,
  }),
  "one byte more, without saying so": unread(() => new Uint8Array(maxBytes + 1).fill(65), {
    verdict: { refused: 413 },
    says: /may have at most/,
    unannounced: true,
  }),
};

/** Files that nobody wishes for. Made here when they are sent: none is kept in the repository. */
export const corpus: readonly (readonly [group: string, files: Readonly<Record<string, Hostile>>])[] = [
  ["by its size", sizes],
  ["as an archive", archives],
  ["as a table", tables],
  ["as a picture, or under another's name", pictures],
  ["as FITS", fitsFiles],
];
