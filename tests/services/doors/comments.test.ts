import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bearer, type Site, startSite } from "@/tests/support/site";

/** Comments that whoever sees a target may write on it, and that everybody else then meets on its page. */

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

async function pageWith(name: string, bodies: readonly string[]): Promise<{ status: number; text: string }> {
  const headers = bearer(site.tokens.write);
  const target = { name, raDeg: 10, decDeg: 10, visibility: "open" };
  const { id } = (await (await site.ask("POST", "/api/v1/targets", { headers, body: target })).json()) as {
    id: string;
  };
  for (const body of bodies) {
    const answer = await site.ask("POST", `/api/v1/targets/${id}/comments`, { headers, body: { body } });
    expect(answer.status).toBe(201);
  }
  const page = await site.ask("GET", `/targets/${id}?tab=comments`);
  return { status: page.status, text: await page.text() };
}

describe("a comment that is all marks", () => {
  it("leaves the page of its target readable, whatever it nests", async () => {
    const deep = ["> ".repeat(9_990), ">".repeat(19_990), "1. ".repeat(6_660), "- > ".repeat(4_990)];
    const { status, text } = await pageWith("Deep", ["Before **it**", ...deep, "After _it_"]);
    expect(status).toBe(200);
    expect(text).toContain("<strong>it</strong>");
    expect(text).toContain("<em>it</em>");
  });

  it("holds nobody up, and neither do fifty of them", async () => {
    const marks = ["*a_".repeat(6_660), "**a_".repeat(4_990), "a\n".repeat(9_990)];
    const fifty = Array.from({ length: 50 }, (_, index) => marks[index % marks.length] ?? "");
    expect((await pageWith("Wide", fifty)).status).toBe(200);
  });
});
