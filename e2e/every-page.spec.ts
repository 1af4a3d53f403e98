import { addressOf, pageViews } from "./fixtures/pages-of-app";
import { expect, test } from "./fixtures/test";

const looks = [
  { name: "desktop, light", theme: "light", viewport: { width: 1280, height: 860 } },
  { name: "desktop, night", theme: "night", viewport: { width: 1280, height: 860 } },
  { name: "phone, dark", theme: "dark", viewport: { width: 390, height: 844 } },
] as const;

for (const { name, theme, viewport } of looks) {
  test.describe(name, () => {
    test.use({ viewport });

    for (const { route, query } of pageViews()) {
      test(`${route}${query} opens, fits its width, and axe finds nothing`, async ({
        page,
        context,
        chooseTheme,
        signIn,
        expectAccessible,
      }) => {
        await chooseTheme(theme);
        // Who is signed in is sent on from there.
        if (route !== "/sign-in") await signIn();
        const answer = await page.goto((await addressOf(context.request, route)) + query);
        expect(answer?.status()).toBe(200);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, "the page scrolls sideways").toBeLessThanOrEqual(0);
        await expectAccessible();
      });
    }
  });
}
