/**
 * UD-03, UD-19, UD-20, UD-21, UD-45, UD-50, UD-52: what is kept, and what it opens for.
 */
import { describe, expect, test } from "vitest";
import { recordKinds } from "../../src/keeper/records/kinds.ts";
import { dataTypes } from "../../src/policy/clause.ts";
import { decide } from "../../src/policy/decide.ts";
import { defaultPacks } from "../../src/policy/packs.ts";
import * as mutants from "../mutants/records-mutants.ts";
import * as checks from "./records-checks.ts";
import { CANARY, inWorld, openWorld } from "./records-world.ts";

describe("a history record", () => {
  test("opens for its own report, and for no query", () => {
    inWorld(checks.opensForOwnHistoryOnly);
    expect(checks.notices(checks.opensForOwnHistoryOnly, mutants.permitsAnyPurpose)).toBe(true);
  });

  test("is not sealed where no clause permits it", () => {
    inWorld(checks.keepsNothingWithoutClause);
    expect(checks.notices(checks.keepsNothingWithoutClause, mutants.permitsAnyPurpose)).toBe(true);
  });

  test("exists only for who turned keeping on, and no longer than that", () => {
    const world = openWorld();
    const entry = { query: CANARY, market: "", response: new Uint8Array(), queriedAt: world.now() };
    expect(world.ada.keepHistory(entry)).toBeUndefined();
    world.keep(world.ada);
    world.ada.setKeepingHistory(false, world.now());
    expect(world.ada.isKeepingHistory()).toBe(false);
    expect(world.ada.keepHistory(entry)).toBeUndefined();
    expect(world.ada.listHistory(world.now())).toHaveLength(1);
    expect(world.ada.deleteAllHistory(world.now())).toBe(1);
    expect(checks.counts(world)).toEqual({ records: 0, record_keys: 0, day_keys: 0 });
    world.close();
  });
});

describe("recordKinds", () => {
  test("has no kind for suggestions, spelling corrections or pictures, and no clause permits one", () => {
    const kept = Object.values(recordKinds).map(({ dataType }) => dataType);
    expect(kept).toEqual(["search.response", "person.consent"]);
    const use = { action: "retain", medium: "server", owner: "self", ageMs: 0 } as const;
    const permitted = dataTypes.filter(
      (dataType) => decide({ ...use, dataType, purpose: "ownHistory" }, defaultPacks).allowed,
    );
    expect(permitted).toEqual(["search.response"]);
  });
});
