import { crc32, deflateSync } from "node:zlib";
import { type Locator, expect as plain } from "@playwright/test";
import { newTarget } from "../fixtures/arrange";
import { expect, test } from "../fixtures/test";
import { drop } from "../pages/file-drop";

/** Images as people bring them: dropped on a target, read, and shown so that faint light is seen. */

const width = 160;
const height = 120;

/** A faint patch at the lower left and one bright star at the upper right, on a background of 1000. */
function count(x: number, row: number): number {
  const star = 60_000 * Math.exp(-((x - 130) ** 2 + (row - 95) ** 2) / 2);
  const patch = 60 * Math.exp(-((x - 35) ** 2 + (row - 30) ** 2) / 300);
  return 1000 + ((x * 7 + row * 13) % 5) + star + patch;
}

function fits(): Buffer {
  const card = (key: string, value: string): string => `${key.padEnd(8)}= ${value.padStart(20)}`.padEnd(80);
  const header = [
    card("SIMPLE", "T"),
    card("BITPIX", "-32"),
    card("NAXIS", "2"),
    card("NAXIS1", String(width)),
    card("NAXIS2", String(height)),
    card("FILTER", "'r       '"),
    card("EXPTIME", "120."),
    card("DATE-OBS", "'2026-03-01T02:03:04'"),
    "END",
  ].join("");
  const data = Buffer.alloc(Math.ceil((width * height * 4) / 2880) * 2880);
  for (let row = 0; row < height; row += 1)
    for (let x = 0; x < width; x += 1) data.writeFloatBE(count(x, row), (row * width + x) * 4);
  return Buffer.concat([Buffer.from(header.padEnd(2880), "latin1"), data]);
}

/** Red on the left, blue on the right. */
function png(): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const around = Buffer.alloc(8);
    around.writeUInt32BE(data.length, 0);
    around.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
  };
  const size = Buffer.from([0, 0, 0, 64, 0, 0, 0, 48, 8, 2, 0, 0, 0]);
  const line = Buffer.from([
    0,
    ...Array.from({ length: 64 }, (_, x) => (x < 32 ? [220, 30, 30] : [30, 30, 220])).flat(),
  ]);
  const mark = Buffer.from("89504e470d0a1a0a", "hex");
  const lines = deflateSync(Buffer.concat(Array<Buffer>(48).fill(line)));
  return Buffer.concat([mark, chunk("IHDR", size), chunk("IDAT", lines), chunk("IEND", Buffer.alloc(0))]);
}

/** Red, green and blue of one pixel of a picture that the page shows, counted from the upper left. */
const pixel = (picture: Locator, x: number, y: number): Promise<number[]> =>
  picture.evaluate(
    async (element, [left, top]) => {
      const image = element as HTMLImageElement;
      await image.decode();
      const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
      const context = canvas.getContext("2d");
      context?.drawImage(image, 0, 0);
      return [...(context?.getImageData(left, top, 1, 1).data ?? [])].slice(0, 3);
    },
    [x, y] as const,
  );

test("a FITS image dropped on a target is shown upright, with its faint light lifted, and its header told", async ({
  page,
  signIn,
  apiOf,
  unique,
  expectAccessible,
}) => {
  const target = await newTarget(await apiOf("observer"), { name: unique("Imaged") });
  await signIn("observer");
  await page.goto(`/targets/${target.id}?tab=data&panel=upload`);
  await drop(page, "frame.fits", fits());
  await page.getByRole("link", { name: "See what was in it" }).click();

  const picture = page.getByRole("img", { name: "Preview of frame.fits" });
  await expect(picture).toBeVisible();
  plain(await picture.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])).toEqual([
    width,
    height,
  ]);
  const [[star = 0], [patch = 0], [sky = 0]] = await Promise.all([
    pixel(picture, 130, height - 1 - 95),
    pixel(picture, 35, height - 1 - 30),
    pixel(picture, 150, 10 + 80),
  ]);
  plain(star).toBeGreaterThan(240);
  // A thousandth of the star: on a linear scale it would be as black as the sky.
  plain(patch).toBeGreaterThan(sky + 60);
  plain(sky).toBeLessThan(90);
  const result = page.getByRole("region", { name: "What was in it" });
  await expect(result).toContainText("FITS, 160 × 120");
  await expect(result).toContainText("120");
  await expectAccessible();

  await page.goto(`/targets/${target.id}?tab=data`);
  await expect(page.getByRole("row", { name: /frame\.fits/ })).toContainText(/FITS file/);
});

test("a PNG dropped on a target is shown in its colours", async ({ page, signIn, apiOf, unique }) => {
  const target = await newTarget(await apiOf("observer"), { name: unique("Pictured") });
  await signIn("observer");
  await page.goto(`/targets/${target.id}?tab=data&panel=upload`);
  await drop(page, "finder.png", png());
  await page.getByRole("link", { name: "See what was in it" }).click();
  const picture = page.getByRole("img", { name: "Preview of finder.png" });
  await expect(picture).toBeVisible();
  plain(await pixel(picture, 10, 10)).toEqual([220, 30, 30]);
  plain(await pixel(picture, 50, 40)).toEqual([30, 30, 220]);
  await expect(page.getByRole("region", { name: "What was in it" })).toContainText("PNG, 64 × 48");
});
