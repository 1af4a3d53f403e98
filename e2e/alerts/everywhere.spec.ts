import { newTarget } from "../fixtures/arrange";
import { expect, test } from "../fixtures/test";
import { button, field, toast } from "../pages/form";
import { TargetPage } from "../pages/target-page";

/** One object, every broker: from a position or a name, and on the page of a target. */

test("every broker is asked for a position at once, and one that has nothing says so", async ({
  page,
  signIn,
  expectAccessible,
}) => {
  await signIn();
  await page.goto("/alerts/everywhere");
  await field(page, "Name or position").fill("12:22:54.93 +15:49:25.1");
  await button(page, "Ask all").click();
  const table = page.getByRole("table", { name: "What each broker says of this object" });
  await expect(table.getByRole("link", { name: /ZTF20aaelulu/ }).first()).toBeVisible();
  await expect(table.getByRole("row").filter({ hasText: "MyBroker" })).toContainText(
    "cannot be asked by what is known",
  );
  await expect(page).toHaveURL(/q=12%3A22/);
  await expectAccessible();
});

test("a name that only some brokers know gives the others its place, which the page names", async ({
  page,
  signIn,
}) => {
  await signIn();
  await page.goto("/alerts/everywhere?q=sn2020oi");
  await expect(page.getByText(/^Place from your target: SN 2020oi, 12:22:54\.\d \+15:49:2\d$/)).toBeVisible();
  await page.goto("/alerts/everywhere?q=sn2020oib");
  await expect(page.getByText(/^Place from Fink: ZTF18abukavn, 17:20:00\.0 \+41:00:00$/)).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "ALeRCE" })).toContainText("Nothing at this place");
  await page.goto("/alerts/everywhere?q=SN+1999zz");
  await expect(page.getByRole("row").filter({ hasText: "ANTARES" })).toContainText(
    "needs a position: no broker or target told one for this name",
  );
});

test("a mistake in the position is said at its field", async ({ page, signIn }) => {
  await signIn();
  await page.goto("/alerts/everywhere?q=400+10");
  await expect(page.getByRole("main")).toContainText(/360/);
  await expect(field(page, "Name or position")).toHaveValue("400 10");
});

test("a target's page shows what brokers have at its place, and links it with its light curve", async ({
  page,
  apiOf,
  signIn,
  unique,
}) => {
  const target = await newTarget(await apiOf(), {
    name: unique("Seen by many"),
    raDeg: 185.7288755,
    decDeg: 15.8236308,
  });
  await signIn();
  await page.goto(`/targets/${target.id}?tab=alerts`);
  const table = page.getByRole("table", { name: "What each broker says of this object" });
  await expect(table.getByRole("link", { name: /ZTF20aaelulu/ }).first()).toBeVisible();
  await page.getByRole("button", { name: /^Link .* and fetch light curves$/ }).click();
  await expect(toast(page, "Linked. The light curves are being fetched.")).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("table", { name: "Objects of brokers" })).toContainText("ZTF20aaelulu", {
      timeout: 500,
    });
  }).toPass();
});

test("one found object is linked and unlinked in its row, and what disagrees with the target is marked in its cell", async ({
  page,
  apiOf,
  signIn,
  unique,
  expectAccessible,
}) => {
  const api = await apiOf();
  const target = await newTarget(api, { name: unique("Row by row"), raDeg: 185.7288755, decDeg: 15.8236308 });
  await api.post(`/api/v1/targets/${target.id}/classifications`, { name: "RRL", source: "by eye" });
  await signIn();
  await page.goto(`/targets/${target.id}?tab=alerts`);
  const table = page.getByRole("table", { name: "What each broker says of this object" });
  const row = table.getByRole("row").filter({ has: button(page, "Link ZTF20aaelulu at ALeRCE") });
  await expect(row).toContainText("by place");
  await expect(row).toContainText("target is RRL");
  const notice = page.getByRole("note").filter({ hasText: "this target is RRL" });
  await notice.getByRole("link", { name: "ALeRCE" }).click();
  await expect(page).toHaveURL(/#differs-class-alerce-ZTF20aaelulu$/);
  await expectAccessible();
  await button(page, "Link ZTF20aaelulu at ALeRCE").click();
  const unlink = button(page, "Unlink ZTF20aaelulu at ALeRCE").first();
  await expect(unlink).toBeVisible();
  await button(page, "Ask all again").click();
  await expect(page.getByRole("status").filter({ hasText: "Asking" })).toHaveCount(0);
  await expect(table.getByRole("row").filter({ has: unlink })).toContainText("Linked");
  await expect(button(page, "Link ZTF20aaelulu at Fink").first()).toBeVisible();
  await unlink.click();
  await expect(toast(page, "Unlinked. What was measured stays.")).toBeVisible();
  await page.reload();
  await expect(button(page, "Link ZTF20aaelulu at ALeRCE")).toBeVisible();
});

test("a measurement that came through two brokers counts once, and its row names both", async ({
  page,
  apiOf,
  signIn,
  unique,
}) => {
  const { id } = await newTarget(await apiOf(), { name: unique("Twice"), raDeg: 185.7288755, decDeg: 15.8236308 });
  await signIn();
  const target = new TargetPage(page);
  for (const broker of ["ALeRCE", "Fink"]) {
    await target.open(id, "?tab=alerts");
    await button(page, `Link ZTF20aaelulu at ${broker}`).click();
    await expect(button(page, `Unlink ZTF20aaelulu at ${broker}`).first()).toBeVisible();
  }
  // Seven detections and three limits, which both brokers hand on.
  await target.open(id, "?tab=photometry");
  await expect(async () => {
    await page.reload();
    await expect(target.points.filter({ has: page.getByRole("cell", { name: "alerce, fink" }) })).toHaveCount(10, {
      timeout: 1_000,
    });
  }).toPass();
  await expect(target.points).toHaveCount(10);
  await expect(page.getByRole("region", { name: "Photometry" })).toContainText("10 rows");
});
