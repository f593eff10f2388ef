/** Test projects: units beside their code; what crosses folders under tests/, by name. */
import { defineConfig } from "vitest/config";

/** One project per kind of test, so that each can be run by name: `vitest run --project unit`. */
const project = (name: string, include: string[], testTimeoutMs = 20_000) => ({
  test: {
    name,
    include,
    testTimeout: testTimeoutMs,
    hookTimeout: 120_000,
    pool: "forks" as const,
    exclude: ["**/node_modules/**", "tests/clients/**"],
  },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project("unit", ["src/**/*.test.ts", "web/**/*.test.ts"]),
      project("house", ["tests/*.test.ts"], 60_000),
      project("contract", ["tests/contract/**/*.test.ts"], 60_000),
      project("conformance", ["tests/conformance/**/*.test.ts"], 60_000),
      project("faults", ["tests/faults/**/*.test.ts"], 300_000),
      project("promises", ["tests/promises/**/*.test.ts"], 300_000),
      project("ui", ["tests/ui/**/*.test.ts"], 120_000),
    ],
  },
});
