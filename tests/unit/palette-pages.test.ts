import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { entriesFor, roomsFor } from "@/components/ui/shell/rooms";
import { root } from "@/scripts/steps/checkout.mjs";

/** Opened by the link of a mail, and by a button of the menu. */
const notOffered = ["/profile/address", "/sign-out"];

/** The pages whose address holds no id. */
const pages = readdirSync(join(root, "app"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("page.tsx") && !path.includes("["))
  .map((path) => `/${dirname(path).replace(/(^|\/)(\([a-z]+\)\/?|\.$)/g, "$1")}`.replace(/(.)\/$/, "$1"))
  .filter((path) => !notOffered.includes(path));

const offered = (signedIn: boolean, isAdministrator: boolean): string[] => {
  const person = { signedIn, isAdministrator };
  return [...roomsFor(person), ...entriesFor(person)].map(({ href }) => href);
};

it("the palette leads administrators to every page that needs no id, each once", () => {
  expect(pages).toEqual(expect.arrayContaining(["/", "/targets", "/alerts/everywhere", "/automation/mails"]));
  expect(offered(true, true).sort()).toEqual(pages.filter((page) => page !== "/sign-in").sort());
});

it("the palette leads nobody to what is for administrators, nor who has not signed in to what needs that", () => {
  const forAdministrators = ["/automation/mails", "/people/audit", "/people/new", "/people/observations"];
  expect(offered(true, false).sort()).toEqual(
    offered(true, true)
      .filter((page) => !forAdministrators.includes(page))
      .sort(),
  );
  const open = ["/", "/data", "/docs", "/docs/api", "/observations", "/sign-in", "/targets"];
  expect(offered(false, false).sort()).toEqual(open);
});
