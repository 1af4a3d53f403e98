import { defineConfig } from "@playwright/test";

// What a browser needs on a machine without a screen or a network; `TOM_CHROMIUM` is its path (scripts/steps/browser.mjs
// finds it), empty for Playwright's own.
const executablePath = process.env.TOM_CHROMIUM || undefined;
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results",
  globalSetup: "./e2e/fixtures/global-setup.ts",
  // One app and one database for all specs: they run one after the other, and a failure is never tried away.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    headless: true,
    viewport: { width: 1280, height: 860 },
    locale: "en-GB",
    // Neither UTC nor a whole hour: a page that shows local time by mistake is seen.
    timezoneId: "Asia/Kathmandu",
    screenshot: "only-on-failure",
    trace: "off",
    launchOptions: { args, ...(executablePath ? { executablePath } : {}) },
  },
});
