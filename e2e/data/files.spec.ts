import { expect as plain } from "@playwright/test";
import { newTarget } from "../fixtures/arrange";
import { expect, test } from "../fixtures/test";
import { drop } from "../pages/file-drop";

/** Files as people bring them: dropped onto the page, read, looked at, taken away again. */

const table = "time,filter,magnitude,error\n60000.5,r,18.1,0.1\n60001.5,r,18.2,0.1\n60002.5,r,bright,0.1\n";
const spectrum = [
  "# DATE-OBS: 2026-01-02T03:04:05",
  "wavelength,flux",
  ...Array.from({ length: 200 }, (_, at) => `${4000 + at * 20},${1 + Math.sin(at / 9)}`),
].join("\n");

test("a table dropped on a target is read row by row, its points are the target's, and they go with it", async ({
  page,
  signIn,
  apiOf,
  unique,
  expectAccessible,
}) => {
  const api = await apiOf("observer");
  const target = await newTarget(api, { name: unique("Dropped") });
  await signIn("observer");
  await page.goto(`/targets/${target.id}?tab=data`);
  await page.getByRole("link", { name: "Upload files" }).click();
  await drop(page, "night one.csv", table);
  await page.getByRole("link", { name: "See what was in it" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("night one.csv");
  const result = page.getByRole("region", { name: "What was in it" });
  await expect(result).toContainText("Stored");
  await expect(result.getByRole("row", { name: /4/ })).toBeVisible();
  await expect(page.getByRole("region", { name: "Its measurements" }).getByRole("row")).toHaveCount(3);
  await expectAccessible();

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download" }).click(),
  ]);
  plain(download.suggestedFilename()).toBe("night one.csv");

  await page.getByRole("link", { name: target.name }).click();
  await page.goto(`/targets/${target.id}`);
  await expect(page.getByRole("link", { name: /Photometry\s*2/ })).toBeVisible();

  await page.goto(`/data?targetId=${target.id}`);
  await page.getByRole("link", { name: "night one.csv" }).click();
  await page.getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("2 measurements that only this file gave go with it.");
  await dialog.getByLabel(/Type night one.csv/).fill("night one.csv");
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(page).toHaveURL(/\/data$/);
  await page.goto(`/targets/${target.id}`);
  await expect(page.getByRole("link", { name: /Photometry\s*0/ })).toBeVisible();
});

test("a file that cannot be read says why, and can be read again", async ({ page, signIn, apiOf, unique }) => {
  const target = await newTarget(await apiOf("observer"), { name: unique("Unread") });
  await signIn("observer");
  await page.goto(`/targets/${target.id}?tab=data&panel=upload`);
  await drop(page, "letter.csv", "Dear colleague, no table is in here.");
  await page.getByRole("link", { name: "See what was in it" }).click();
  await expect(page.getByRole("alert").first()).toContainText(/\w/);
  await expect(page.getByText("failed").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Read again" })).toBeVisible();
});

test("a spectrum is drawn on its target, and the view stands in the address", async ({
  page,
  signIn,
  apiOf,
  unique,
  expectAccessible,
}) => {
  const target = await newTarget(await apiOf("observer"), { name: unique("Spectral"), redshift: { value: 0.01 } });
  await signIn("observer");
  await page.goto(`/targets/${target.id}?tab=data&panel=upload`);
  await page.getByLabel("Type", { exact: true }).selectOption("spectroscopy");
  await drop(page, "spec.csv", spectrum);
  await expect(page.getByText("Stored.")).toBeVisible();
  await expect(async () => {
    await page.goto(`/targets/${target.id}?tab=spectra`);
    await expect(page.getByRole("img", { name: /^Spectrum:/ })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await page.getByText("7 samples").click();
  await page.getByText("Na I D").click();
  await expect(page).toHaveURL(/sp\.smooth=7/);
  await expect(page).toHaveURL(/sp\.lines=H%2CCaII%2CNaI/);
  await expectAccessible();
});

test("an upload that fails can be sent again", async ({ page, signIn, apiOf, unique, allowConsole }) => {
  allowConsole(/Failed to load resource|ERR_FAILED/);
  const target = await newTarget(await apiOf("observer"), { name: unique("Again") });
  await signIn("observer");
  await page.goto(`/targets/${target.id}?tab=data&panel=upload`);
  await page.route("**/api/v1/data-products", (route) => route.abort(), { times: 1 });
  await drop(page, "again.csv", table);
  await expect(page.getByText("The connection broke off.")).toBeVisible();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("Stored.")).toBeVisible();
});

test("a file of a private target is not there for a stranger", async ({
  page,
  signIn,
  apiOf,
  unique,
  allowConsole,
}) => {
  allowConsole(/status of 404|preloaded using link preload but not used/);
  const api = await apiOf("observer");
  const target = await newTarget(api, { name: unique("Unseen") });
  const answer = await api.request.post("/api/v1/data-products", {
    multipart: {
      targetId: target.id,
      type: "other",
      file: { name: "secret.txt", mimeType: "text/plain", buffer: Buffer.from("secret") },
    },
  });
  const { id } = (await answer.json()) as { id: string };
  await signIn("visitor");
  await page.goto(`/data/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Not found$|There is nothing here/);
  const stranger = await apiOf("visitor");
  plain((await stranger.request.get(`/api/v1/data-products/${id}/file`)).status()).toBe(404);
  await page.goto("/data");
  await expect(page.getByRole("main")).not.toContainText("secret.txt");
});

test("a file that comes before the page listens is kept, and one that comes before its target waits for it", async ({
  page,
  signIn,
  apiOf,
  unique,
}) => {
  const target = await newTarget(await apiOf("observer"), { name: unique("Early") });
  await signIn("observer");
  let listen = (): void => undefined;
  const listens = new Promise<void>((resolve) => {
    listen = resolve;
  });
  await page.route("**/_next/static/**/*.js", async (route) => {
    await listens;
    await route.continue();
  });
  await page.goto(`/data?targetId=${target.id}`, { waitUntil: "commit" });
  const file = { name: "early.csv", mimeType: "text/csv", buffer: Buffer.from(table) };
  await page.getByLabel("Files", { exact: true }).setInputFiles(file);
  listen();
  await expect(page.getByRole("list", { name: "Uploads" })).toContainText("early.csv");

  await page.goto("/data");
  await page.getByLabel("Files", { exact: true }).setInputFiles({ ...file, name: "waits.csv" });
  await expect(page.getByText(/1 file waits for a target/)).toBeVisible();
  await page.getByLabel("Target", { exact: true }).fill(target.name);
  await expect(page.getByRole("list", { name: "Uploads" })).toContainText("waits.csv");
});
