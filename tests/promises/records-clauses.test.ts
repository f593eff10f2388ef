/**
 * A clause that is said to be enforced names a test, and that test names the clause: no row is green for
 * a reason that nobody can look up.
 */
import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { defaultPacks } from "../../src/policy/packs.ts";

const root = path.join(import.meta.dirname, "../..");

describe("an enforced clause", () => {
  test("has a test, which names it", () => {
    const enforced = defaultPacks.flatMap(({ clauses }) =>
      clauses.filter(({ state }) => state === "enforced"),
    );
    expect(enforced.length).toBeGreaterThan(40);
    const unproven = enforced.filter(({ id, test: file = "" }) => !namesClause(file, id));
    expect(unproven.map(({ id, test: file }) => `${id} in ${file}`)).toEqual([]);
  });
});

/** By its id, or by a range of ids: `UD-06 to UD-09`. */
function namesClause(file: string, id: string): boolean {
  if (!fs.existsSync(path.join(root, file))) return false;
  const text = fs.readFileSync(path.join(root, file), "utf8");
  if (text.includes(id)) return true;
  const ranges = text.matchAll(/([A-Z]{2}-\d{2}) to ([A-Z]{2}-\d{2})/g);
  return [...ranges].some(([, from = "", to = ""]) => from <= id && id <= to);
}
