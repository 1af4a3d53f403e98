import type { Page } from "@playwright/test";
import { newTarget, type Target } from "../fixtures/arrange";
import { pageRoutes } from "../fixtures/pages-of-app";
import { expect, test } from "../fixtures/test";
import { TargetList } from "../pages/target-list";

/** What people may not do, as they meet it in the browser: refused politely, and not offered in the first place. */

const nothingHere = /^Not found$|There is nothing here, or not for you/;

/** Pages that everybody may open; all others ask for a sign-in. */
const open = [
  "/",
  "/sign-in",
  "/targets",
  "/targets/[id]",
  "/data",
  "/data/[id]",
  "/observations",
  "/observations/[id]",
  "/docs",
  "/docs/[page]",
  "/docs/api",
];

/** The browser itself notes a page that is answered with 404, and a style sheet that such a page does not need. */
const refusedPage = /status of 404|preloaded using link preload but not used/;

/** All that a search for this name shows, addresses included, but for the name itself, which the page repeats as typed. */
async function searchedFor(page: Page, name: string): Promise<string> {
  const list = new TargetList(page);
  await list.open(`?q=${encodeURIComponent(name)}`);
  await expect(page.getByRole("main")).toContainText("No target matches");
  await expect(list.rows).toHaveCount(0);
  const shown = await page.getByRole("main").ariaSnapshot();
  return [name, encodeURIComponent(name), name.replaceAll(" ", "+")].reduce(
    (text, one) => text.replaceAll(one, "…"),
    shown,
  );
}

const isNotFound = async (page: Page): Promise<void> => {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(nothingHere);
};

for (const route of pageRoutes().filter((one) => !open.includes(one))) {
  test(`without a sign-in, ${route} asks for one and leads back afterwards`, async ({ page }) => {
    const address = route.replace(/\[\w+\]/, "01900000-0000-7000-8000-000000000000");
    await page.goto(address);
    await expect(page).toHaveURL(/\/sign-in/);
    if (route !== "/sign-out") expect(new URL(page.url()).searchParams.get("returnTo")).toBe(address);
    await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  });
}

test.describe("a private target of another group", () => {
  test("is a page of nothing, for a member of another group and without a sign-in", async ({
    page,
    apiOf,
    signIn,
    unique,
    allowConsole,
    expectAccessible,
  }) => {
    allowConsole(refusedPage);
    const target = await newTarget(await apiOf("observer"), { name: unique("Hidden") });
    for (const reader of [null, "visitor"]) {
      if (reader) await signIn(reader);
      for (const rest of ["", "?tab=photometry", "?tab=history", "?panel=who"]) {
        await page.goto(`/targets/${target.id}${rest}`);
        await isNotFound(page);
        await expect(page.locator("body")).not.toContainText(target.name);
      }
      const answer = await searchedFor(page, target.name);
      expect(await page.content()).not.toContain(target.id);
      expect(answer).toBe(await searchedFor(page, unique("Nothing")));
    }
    await page.goto(`/targets/${target.id}/edit`);
    await isNotFound(page);
    await expectAccessible();
  });

  test("is found by those of its group", async ({ page, apiOf, signIn, unique }) => {
    const api = await apiOf("observer");
    const { groups } = await api.get<{ groups: { id: string }[] }>("/api/v1/me");
    const target = await newTarget(api, { name: unique("Shared"), groups: groups.map(({ id }) => id) });
    await signIn("demo");
    await page.goto(`/targets/${target.id}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(target.name);
  });
});

for (const visibility of ["open", "public"] as const) {
  test.describe(`${visibility} target of somebody else`, () => {
    let target: Target;
    test.beforeEach(async ({ apiOf, unique }) => {
      target = await newTarget(await apiOf("observer"), { name: unique(`Seen ${visibility}`), visibility });
    });

    test("is shown without anything that changes it", async ({ page, signIn, allowConsole }) => {
      allowConsole(refusedPage);
      await signIn("visitor");
      for (const tab of ["", "?tab=photometry", "?tab=facts", "?tab=history"]) {
        await page.goto(`/targets/${target.id}${tab}`);
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(target.name);
        const main = page.getByRole("main");
        for (const name of [
          /^edit$/i,
          /^delete$/i,
          /^flag/i,
          /^add (a )?(redshift|classification|point)/i,
          /^paste/i,
          /refresh/i,
        ]) {
          await expect(main.getByRole("button", { name })).toHaveCount(0);
          await expect(main.getByRole("link", { name })).toHaveCount(0);
        }
      }
      await page.goto(`/targets/${target.id}/edit`);
      await isNotFound(page);
    });

    test("may be commented on by whoever is signed in, and nobody else's comment changed", async ({
      page,
      apiOf,
      signIn,
    }) => {
      const api = await apiOf("observer");
      await api.post(`/api/v1/targets/${target.id}/comments`, { body: "Watch this one" });
      await signIn("visitor");
      await page.goto(`/targets/${target.id}?tab=comments`);
      await expect(page.getByText("Watch this one")).toBeVisible();
      await expect(page.getByRole("main").getByRole("button", { name: /^(edit|delete)/i })).toHaveCount(0);
    });
  });
}

test("a member is not offered what administrators do, and meets nothing at their addresses", async ({
  page,
  signIn,
  allowConsole,
}) => {
  allowConsole(refusedPage);
  await signIn("observer");
  await page.goto("/people");
  const main = page.getByRole("main");
  await expect(main.getByRole("link", { name: /new account/i })).toHaveCount(0);
  await expect(main.getByRole("link", { name: /audit/i })).toHaveCount(0);
  for (const address of ["/people/new", "/people/audit", "/automation/mails"]) {
    await page.goto(address);
    await isNotFound(page);
  }
  await page.goto("/automation/jobs?of=everyone");
  await expect(page.getByRole("link", { name: /everyone/i })).toHaveCount(0);
});

test("a name full of markup is text in the browser: nothing runs, nothing is fetched", async ({
  page,
  apiOf,
  signIn,
  unique,
}) => {
  const dialogs: string[] = [];
  page.on("dialog", async (dialog) => {
    dialogs.push(dialog.message());
    await dialog.dismiss();
  });
  const hostile = `<img src=x onerror=alert(1)> ${unique("markup")}`;
  const api = await apiOf("observer");
  const target = await newTarget(api, {
    name: hostile,
    aliases: [`"><script>alert(2)</script> ${unique("alias")}`],
    tags: ["<svg onload=alert(3)>"],
    extras: { host_galaxy: "</script><script>alert(4)</script>" },
    classifications: [{ name: "javascript:alert(5)", source: "<b>bold</b>" }],
  });
  const body =
    "<script>alert(6)</script> [link](javascript:alert(7)) ![x](https://evil.example/x.png) <img src=x onerror=alert(8)>";
  await api.post(`/api/v1/targets/${target.id}/comments`, { body });
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("evil.example")) elsewhere.push(request.url());
  });
  await signIn("observer");
  for (const address of ["", "?tab=facts", "?tab=comments", "?tab=history", "/edit"]) {
    await page.goto(`/targets/${target.id}${address}`);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("<img src=x onerror=alert(1)>");
  }
  await page.goto(`/targets?q=${encodeURIComponent(hostile)}`);
  await expect(page.getByRole("link", { name: hostile }).first()).toBeVisible();
  expect(await page.locator('a[href^="javascript:"]').count()).toBe(0);
  expect(dialogs).toEqual([]);
  expect(elsewhere).toEqual([]);
});

test("after a sign-out elsewhere the next click leads to the sign-in", async ({ page, context, baseURL, signIn }) => {
  // A session of its own: the fixture's is shared with other specs.
  await page.goto("/sign-in");
  await page.getByLabel("Name").fill("observer");
  const { demoPassword } = await import("../fixtures/demo");
  await page.getByLabel("Password").fill(demoPassword);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/\/sign-in/);
  await page.goto("/profile");
  const cookies = (await context.cookies(baseURL)).map(({ name, value }) => `${name}=${value}`).join("; ");
  const answer = await fetch(`${baseURL}/api/auth/csrf`, { headers: { cookie: cookies } });
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  const guard = answer.headers.getSetCookie().map((line) => line.split(";", 1)[0]);
  await fetch(`${baseURL}/api/auth/signout`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: [cookies, ...guard].join("; "), origin: baseURL ?? "" },
    body: new URLSearchParams({ csrfToken, json: "true" }),
  });
  await page.goto("/alerts/queries");
  await expect(page).toHaveURL(/\/sign-in\?returnTo=/);
  await signIn("observer");
  await page.goto("/alerts/queries");
  await expect(page).toHaveURL(/\/alerts\/queries$/);
});
