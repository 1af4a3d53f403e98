import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { expect, it } from "vitest";

const require = createRequire(import.meta.url);
const layout = readFileSync("app/layout.tsx", "utf8");

it.each([
  ["text", require.resolve("@fontsource-variable/inter/package.json")],
  ["numbers", require.resolve("@fontsource-variable/jetbrains-mono/package.json")],
])("the font of %s is served from here, under a free licence, and named where its package has it", (_, manifest) => {
  const folder = dirname(manifest);
  const named = layout.match(/(?<=src: "\.\.\/)[^"]+/g) ?? [];
  const file = named.find((path) => path.startsWith(relative(process.cwd(), folder)));
  expect(
    readFileSync(file ?? "")
      .subarray(0, 4)
      .toString(),
  ).toBe("wOF2");
  expect(readFileSync(join(folder, "LICENSE"), "utf8")).toContain("SIL OPEN FONT LICENSE");
});
