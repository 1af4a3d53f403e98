import { expect, type Locator, type Page } from "@playwright/test";
import { button } from "./form";

/** One frozen run of a saved query. */
export class RunPage {
  readonly alerts: Locator;
  readonly report: Locator;
  readonly whoWillSee: Locator;
  constructor(private readonly page: Page) {
    this.alerts = page.getByRole("table", { name: "Alerts of this run" });
    const make = page.getByRole("region", { name: "Make targets" });
    this.report = make.getByRole("status", { name: "What became of them" });
    this.whoWillSee = make.getByRole("status", { name: "Who will see them" });
  }

  async open(id: string): Promise<void> {
    await this.page.goto(`/alerts/runs/${id}`);
  }

  /** The run says how it ended; it may take what a broker may take. */
  async expectEnded(state: "done" | "failed" | "partial"): Promise<void> {
    await expect(this.page).toHaveURL(/\/alerts\/runs\//);
    await expect(this.page.getByRole("heading", { level: 1 }).locator("..")).toContainText(state, { timeout: 25_000 });
  }

  row(oid: string): Locator {
    return this.alerts.getByRole("row").filter({ hasText: oid });
  }

  async tick(...oids: readonly string[]): Promise<void> {
    for (const oid of oids) await this.page.getByRole("checkbox", { name: `Choose ${oid}` }).check();
  }

  async seenBy(words: "Private" | "Public" | "Open"): Promise<void> {
    await this.page.getByRole("radio", { name: words }).check();
  }

  group(name: string): Locator {
    return this.page.getByRole("group", { name: /^Groups that may see/ }).getByRole("checkbox", { name });
  }

  async makeTargets(): Promise<void> {
    await button(this.page, "Make targets of the ticked alerts").click();
    await expect(this.report).toBeVisible();
  }

  /** How many alerts the filter of this state promises. */
  count(state: "new" | "known" | "updated" | "gone"): Locator {
    return this.filters.getByRole("link", { name: state });
  }

  /** How many alerts have no target today. */
  get withoutTarget(): Locator {
    return this.filters.getByRole("link", { name: "no target yet" });
  }

  private get filters(): Locator {
    return this.page.getByRole("navigation", { name: "State of the alerts" });
  }
}
