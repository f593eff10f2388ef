/** Runs one benchmark by name, or all. Each file of this folder exports `bench(args)`. */
import fs from "node:fs";
import path from "node:path";

/** A file that measures. */
interface BenchModule {
  bench(args: readonly string[]): Promise<void>;
}

const names = fs
  .readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts") && file !== "run.ts")
  .map((file) => file.slice(0, -".ts".length));
const [wanted, ...args] = process.argv.slice(2);
const chosen = wanted === undefined ? names : names.filter((name) => name === wanted);
if (chosen.length === 0) {
  console.error(`lethe: there is no benchmark \`${wanted}\`; there are ${names.join(", ")}`);
  process.exit(2);
}
for (const name of chosen) {
  console.log(`\n# ${name}`);
  const module = (await import(path.join(import.meta.dirname, `${name}.ts`))) as BenchModule;
  await module.bench(args);
}
