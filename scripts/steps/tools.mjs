/** Where the programs of our packages lie, asked of Node's resolver once they are installed. */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);

/** A program of its own on most systems, so it is run as it is. */
export const esbuildPath = () => require.resolve("esbuild/bin/esbuild");

/** These two are scripts for Node. */
export const tsxPath = () => fileURLToPath(import.meta.resolve("tsx/cli"));
export const biomePath = () => require.resolve("@biomejs/biome/bin/biome");
