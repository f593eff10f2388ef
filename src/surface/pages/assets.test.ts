import { describe, expect, test } from "vitest";
import { loadAssets } from "./assets.ts";

describe("loadAssets", () => {
  test("says what to do when the page is not built", () => {
    expect(() => loadAssets("/nowhere/at/all")).toThrow(/run `node scripts\/bundle-web.ts`/);
    expect(() => loadAssets(import.meta.dirname)).toThrow(/is not whole/);
  });
});
