import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

// One layer a project; each is runnable alone (`npm run test:<layer>`).
const layers = {
  unit: [
    "lib/**/*.test.ts",
    "db/**/*.test.ts",
    "hooks/**/*.test.ts",
    "components/**/*.test.ts",
    "server/**/*.test.ts",
    "scripts/**/*.test.ts",
    "app/**/*.test.ts",
    "cli/**/*.test.ts",
    "bench/**/*.test.ts",
    "tests/unit/**/*.test.ts",
  ],
  architecture: ["tests/architecture/**/*.test.ts"],
  services: ["tests/services/**/*.test.ts"],
  corpus: ["tests/corpus/**/*.test.ts"],
  faults: ["tests/faults/**/*.test.ts"],
};

export default defineConfig({
  resolve: {
    alias: { "@": root.replace(/\/$/, "") },
  },
  test: {
    // Neither UTC nor a whole hour: code that forgets the zone fails loudly.
    env: { TZ: "Asia/Kathmandu", NODE_ENV: "test" },
    setupFiles: [`${root}tests/support/no-console.ts`],
    pool: "forks",
    maxWorkers: 2,
    projects: Object.entries(layers).map(([name, include]) => ({
      extends: true as const,
      test: { name, include, testTimeout: 60_000, hookTimeout: 120_000 },
    })),
  },
});
