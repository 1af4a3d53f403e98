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
  await expect(page.getByRole("main")).toContainText("Only you and administrators will see it");

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
  await expect(page.getByRole("table", { name: "The verdict on each row" })).toContainText("Is here already");
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
