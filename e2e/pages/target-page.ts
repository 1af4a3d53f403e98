import { expect, type Locator, type Page } from "@playwright/test";

export type Tab = "Photometry" | "Observations" | "Alerts" | "Facts" | "Comments" | "History";

/** Everything about one target. */
export class TargetPage {
  readonly curve: Locator;
  readonly plot: Locator;
  readonly photometry: Locator;
  constructor(private readonly page: Page) {
    this.curve = page.getByRole("region", { name: /^Light curve of / });
    this.plot = page.getByRole("application", { name: /^Light curve:/ });
    this.photometry = page.getByRole("table", { name: /^Photometry of / });
  }

  async open(id: string, query = ""): Promise<void> {
    await this.page.goto(`/targets/${id}${query}`);
  }

  async expectName(name: string): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1, name, exact: true })).toBeVisible();
  }

  async tab(tab: Tab): Promise<void> {
    const link = this.page.getByRole("navigation", { name: "About this target" }).getByRole("link", { name: tab });
    await link.click();
    await expect(link).toHaveAttribute("aria-current", "page");
  }

  /** The rows of the photometry table, without its header. */
  get points(): Locator {
    return this.photometry.locator("tbody").getByRole("row");
  }

  /** How many measurements of the whole table, a page after the other, came through this broker, alone or with others. */
  async countVia(brokerName: string): Promise<number> {
    const via = this.page.getByRole("cell", { name: new RegExp(`(^|, )${brokerName}(,|$)`) });
    const next = this.page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Next" });
    const here = await this.points.filter({ has: via }).count();
    if ((await next.count()) === 0) return here;
    const address = this.page.url();
    await next.click();
    await this.page.waitForURL((url) => url.href !== address);
    return here + (await this.countVia(brokerName));
  }

  /** Legend entry of a survey's band. */
  series(survey: string, band: string): Locator {
    return this.curve.getByRole("button", { name: new RegExp(`^${survey} ${band}, `) });
  }

  /** The plot is there with its data, and does not load any more. */
  async expectPlot(): Promise<void> {
    await this.curve.scrollIntoViewIfNeeded();
    await expect(this.plot.locator("canvas").first()).toBeVisible();
  }

  /** Draws a box over the middle of the plot, as parts of its width and height. */
  async drawBox(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
    const box = await this.plot.boundingBox();
    if (box === null) throw new Error("the plot is not in sight");
    const at = ([x, y]: readonly [number, number]) => [box.x + box.width * x, box.y + box.height * y] as const;
    await this.page.mouse.move(...at(from));
    await this.page.mouse.down();
    await this.page.mouse.move(...at([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]));
    await this.page.mouse.move(...at(to));
    await this.page.mouse.up();
  }
}
