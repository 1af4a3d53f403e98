import { expect, test } from "../fixtures/test";

test.beforeEach(async ({ signIn }) => signIn());

test("a dropped file is judged row by row, and after a word its targets are there", async ({
  page,
  unique,
  expectAccessible,
}) => {
  const name = unique("Imported");
  const text = `name,ra,dec,permissions,name2\n${name},201.1,-40.5,,${name} alias\n${name} far,999,0,,\n${name} word,1,1,SECRET,\n`;
  await page.goto("/targets");
  await page.getByRole("main").getByRole("link", { name: "Import" }).click();
  const files = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], "from-a-friend.csv", { type: "text/csv" }));
    return transfer;
  }, text);
  await page
    .getByRole("group", { name: "CSV file: choose a file or drop it here" })
    .dispatchEvent("drop", { dataTransfer: files });
  await expect(page.getByRole("table", { name: "The first rows of from-a-friend.csv" })).toContainText(`${name} far`);
  await expect(page.getByRole("main")).toContainText("Only you and administrators will see them");

  await page.getByRole("button", { name: "Check the file" }).click();
  const verdicts = page.getByRole("table", { name: "The verdict on each row" });
  await expect(page.getByRole("status").filter({ hasText: "Of 3 rows" })).toContainText("1 will be made");
  await expect(verdicts.getByRole("row").filter({ hasText: `${name} far` })).toContainText("999");
  await expect(verdicts.getByRole("row").filter({ hasText: `${name} word` })).toContainText("permissions");
  await expectAccessible();

  await page.getByRole("button", { name: "Import 1 target" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("from-a-friend.csv");
  await page.getByRole("table", { name: "What became of each row" }).getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await expect(page.getByRole("main")).toContainText(`${name} alias`);
});

test("a photometry file beside the targets is judged with them, and its points come with their targets", async ({
  page,
  unique,
  expectAccessible,
}) => {
  const [bright, faint] = [unique("Measured"), unique("Bare")];
  const targets = `name,ra,dec\n${bright},202.1,-42.5\n${faint},203.1,-43.5\n`;
  const light = [
    "target,time,filter,magnitude,error",
    `${bright},60000.5,r,18.1,0.1`,
    `${bright},60001.5,g,18.4,0.1`,
    `${bright},60002.5,g,bright,0.1`,
    "Nobody of this name,60001.5,g,18,0.1",
  ].join("\n");
  const csv = (name: string, text: string) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.goto("/targets/import");
  await page.getByLabel("CSV file", { exact: true }).setInputFiles(csv("with-light.csv", targets));
  await page
    .getByRole("region", { name: "Photometry beside it" })
    .locator("input[type=file]")
    .setInputFiles(csv("light.csv", light));
  await expect(page.getByRole("table", { name: "The first rows of light.csv" })).toContainText("bright");

  await page.getByRole("button", { name: "Check the file" }).click();
  const verdicts = page.getByRole("status").filter({ hasText: "Of 4 rows of photometry" });
  await expect(verdicts).toContainText("2 will be added, 2 are rejected");
  await expect(page.getByRole("main")).toContainText("“bright” is not a number");
  await expect(page.getByRole("main")).toContainText("No target of this name");
  await expectAccessible();

  await page.getByRole("button", { name: "Import 2 targets and 2 measurements" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("with-light.csv");
  await expect(page.getByRole("main")).toContainText("of the photometry 2 measurements added, 2 rows rejected");
  const became = page.getByRole("table", { name: "What became of each row", exact: true });
  await became.getByRole("link", { name: bright, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(bright);
  await expect(page.getByRole("link", { name: /Photometry\s*2/ })).toBeVisible();
});

test("the same file again makes nothing, and says that all of it is here", async ({ page, unique }) => {
  const name = unique("Twice");
  const buffer = Buffer.from(`name,ra,dec\n${name},201.3,-41.5\n`);
  const choose = async () => {
    await page.goto("/targets/import");
    await page
      .getByLabel("CSV file", { exact: true })
      .setInputFiles({ name: "twice.csv", mimeType: "text/csv", buffer });
    await page.getByRole("button", { name: "Check the file" }).click();
  };
  await choose();
  await page.getByRole("button", { name: "Import 1 target" }).click();
  await expect(page.getByRole("table", { name: "What became of each row" })).toContainText("Made");
  await choose();
  await expect(page.getByRole("status").filter({ hasText: "Of 1 row" })).toContainText("1 is here already and stays");
  await expect(page.getByRole("table", { name: "The verdict on each row" })).toContainText("Is here already");
  await expect(page.getByRole("table", { name: "The verdict on each row" })).toContainText(`By the name ${name}`);
  await expect(page.getByRole("button", { name: /^Import/ })).toHaveCount(0);
});

test("a file that is none of targets is refused at its field", async ({ page, allowConsole }) => {
  allowConsole(/status of 400/);
  await page.goto("/targets/import");
  await page.getByRole("button", { name: "Check the file" }).click();
  await expect(page.getByRole("main")).toContainText("Choose a file first");
  const buffer = Buffer.from("ra,dec\n1,1\n");
  await page
    .getByLabel("CSV file", { exact: true })
    .setInputFiles({ name: "no-names.csv", mimeType: "text/csv", buffer });
  await page.getByRole("button", { name: "Check the file" }).click();
  await expect(page.getByRole("main")).toContainText("no column");
});
