import { expect, type Locator, type Page } from "@playwright/test";
import { button, field } from "./form";

/** The list of targets: what chooses them, and the table. */
export class TargetList {
  readonly form: Locator;
  readonly table: Locator;
  readonly chips: Locator;
  constructor(private readonly page: Page) {
    this.form = page.getByRole("form", { name: "Find targets" });
    this.table = page.getByRole("table", { name: "Targets" });
    this.chips = page.getByRole("navigation", { name: "Filters" });
  }

  async open(query = ""): Promise<void> {
    await this.page.goto(`/targets${query}`);
    await expect(this.form).toBeVisible();
  }

  get rows(): Locator {
    return this.table.locator("tbody").getByRole("row");
  }

  row(name: string): Locator {
    return this.rows.filter({ has: this.page.getByRole("link", { name, exact: true }) });
  }

  async expectNames(...names: readonly string[]): Promise<void> {
    await expect(this.rows.locator("th a")).toHaveText([...names]);
  }

  field(label: string): Locator {
    return field(this.form, label);
  }

  async search(values: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, text] of Object.entries(values)) await this.field(label).fill(text);
    await button(this.form, "Search").click();
  }

  async sortBy(header: string): Promise<void> {
    await this.table.getByRole("columnheader", { name: header }).getByRole("link").click();
  }

  get bulk(): Locator {
    return this.page.getByRole("toolbar", { name: "With the selected rows" });
  }
}
