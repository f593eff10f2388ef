/**
 * UD-12, UD-54, UD-55, UD-56, LE-01: persons apart.
 */
import { describe, expect, test } from "vitest";
import * as mutants from "../mutants/records-mutants.ts";
import * as checks from "./records-checks.ts";
import { inWorld, openWorld, refusal } from "./records-world.ts";

describe("two persons", () => {
  test("see, open and delete nothing of each other", () => {
    const world = openWorld();
    const id = world.keep(world.ada, "ada's");
    const other = world.keep(world.bob, "bob's");
    expect(world.bob.listHistory(world.now()).map(({ query }) => query)).toEqual(["bob's"]);
    expect(refusal(() => world.bob.openHistory(id, world.now(), "ownHistory"))).toBe("NOT_FOUND");
    expect(refusal(() => world.bob.deleteHistory(id, world.now()))).toBe("NOT_FOUND");
    expect(world.bob.deleteAllHistory(world.now())).toBe(1);
    expect(refusal(() => world.bob.openHistory(other, world.now(), "ownHistory"))).toBe(
      "NOT_FOUND",
    );
    expect(world.ada.openHistory(id, world.now(), "ownHistory").query).toBe("ada's");
    world.close();
  });

  test("cannot open a row that was moved from one to the other", () => {
    inWorld(checks.movedRowStaysShut);
    expect(checks.notices(checks.movedRowStaysShut, mutants.sharesKeys)).toBe(true);
  });

  test("cannot stretch a deadline in the file", () => {
    inWorld(checks.editedDeadlineStaysShut);
    expect(checks.notices(checks.editedDeadlineStaysShut, mutants.bindsNothing)).toBe(true);
  });

  test("lose exactly what they delete", () => {
    inWorld(checks.deleteDestroysKey);
    expect(checks.notices(checks.deleteDestroysKey, mutants.leavesKeys)).toBe(true);
  });
});
