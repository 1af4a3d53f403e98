import type { Page } from "@playwright/test";
import { addressOf, pageViews } from "./fixtures/pages-of-app";
import { expect, type Theme, test } from "./fixtures/test";

const desktop = { width: 1280, height: 860 };

/** The look that a page is opened in comes first; into the others it is changed as it stands, which spares a load each. */
const looks = [
  { name: "desktop, light", theme: "light", viewport: desktop, judge: "all" },
  { name: "desktop, night", theme: "night", viewport: desktop, judge: "colours" },
  { name: "phone, dark", theme: "dark", viewport: { width: 390, height: 844 }, judge: "all" },
] as const;

/** The theme chosen on an open page, as the user menu does it. */
const wear = (page: Page, theme: Theme): Promise<void> =>
  page.evaluate((chosen) => {
    document.documentElement.dataset.theme = chosen;
    document.dispatchEvent(new Event("tom:theme"));
  }, theme);

// Without motion a changed theme is there at once, and axe does not read a colour on its way.
test.use({ viewport: desktop, contextOptions: { reducedMotion: "reduce" } });

for (const { route, query } of pageViews()) {
  test(`${route}${query} opens, fits each width, and axe finds nothing in any theme`, async ({
    page,
    context,
    chooseTheme,
    signIn,
    expectAccessible,
  }) => {
    await chooseTheme(looks[0].theme);
    // Who is signed in is sent on from there.
    if (route !== "/sign-in") await signIn();
    const answer = await page.goto((await addressOf(context.request, route)) + query);
    expect(answer?.status()).toBe(200);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    for (const { name, theme, viewport, judge } of looks) {
      await test.step(name, async () => {
        await page.setViewportSize(viewport);
        await wear(page, theme);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, "the page scrolls sideways").toBeLessThanOrEqual(0);
        await expectAccessible(page, judge);
      });
    }
  });
}
