/**
 * UD-51, UD-60, UD-61: kept for less than 21 days from the first asking, whatever happens to sweeper and
 * clock. Time is passed in; nobody sleeps.
 */
import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, instant, later } from "../../src/base/instant.ts";
import * as mutants from "../mutants/records-mutants.ts";
import * as checks from "./records-checks.ts";
import { inWorld, openWorld, refusal } from "./records-world.ts";

describe("records past their deadline", () => {
  test("do not open a millisecond later, though no sweep ever came", () => {
    inWorld(checks.refusesPastDeadline);
    expect(checks.notices(checks.refusesPastDeadline, mutants.ignoresDeadline)).toBe(true);
  });

  test("do not open again when the clock is set back a year", () => {
    inWorld(checks.refusesWithClockSetBack);
    expect(checks.notices(checks.refusesWithClockSetBack, mutants.ignoresDeadline)).toBe(true);
  });

  test("are destroyed by the next sweep, keys and rows, and nothing else is", () => {
    inWorld(checks.sweepDestroysKeys);
    expect(checks.notices(checks.sweepDestroysKeys, mutants.leavesKeys)).toBe(true);
    expect(checks.notices(checks.sweepDestroysKeys, mutants.leavesRows)).toBe(true);
  });

  test("are not renewed by asking the same again", () => {
    const world = openWorld();
    world.keep(world.ada, "tides");
    const [first] = world.ada.listHistory(world.now());
    world.pass(10 * DAY_MS);
    world.keep(world.ada, "tides");
    world.keep(world.ada, "moons");
    const kept = world.ada.listHistory(world.now());
    const again = kept.filter(({ query }) => query === "tides");
    expect(again.map(({ expiresAt }) => expiresAt)).toEqual([first?.expiresAt, first?.expiresAt]);
    expect(kept.find(({ query }) => query === "moons")?.expiresAt).toBe(
      later(instant(first?.expiresAt ?? 0), 10 * DAY_MS),
    );
    world.close();
  });

  test("are swept by the first sweep after a long time off", () => {
    const world = openWorld();
    world.keep(world.ada);
    world.restart({ isReboot: true, offMs: 25 * DAY_MS });
    expect(world.records.sweep(world.now())).toMatchObject({ closed: 1, isClockTrusted: true });
    world.close();
  });
});

describe("a clock that jumps ahead", () => {
  test("opens nothing, destroys nothing, and is forgotten when it comes back", () => {
    inWorld(checks.jumpDestroysNothing);
    expect(checks.notices(checks.jumpDestroysNothing, mutants.believesAnyClock)).toBe(true);
  });

  test("is believed after somebody accepts it, and then what is due goes", () => {
    const world = openWorld();
    const id = world.keep(world.ada);
    world.setClock(later(world.now(), 30 * DAY_MS));
    expect(world.records.evidence(world.now()).isClockTrusted).toBe(false);
    world.records.acceptClock(world.now());
    const evidence = world.records.evidence(world.now());
    expect(evidence).toMatchObject({ isClockTrusted: true, records: 1 });
    expect(refusal(() => world.ada.openHistory(id, world.now(), "ownHistory"))).toBe("NOT_FOUND");
    world.close();
  });

  test("may be ahead by less than an hour, and by any time the machine was up", () => {
    const world = openWorld();
    const id = world.keep(world.ada);
    world.setClock(later(world.now(), HOUR_MS - 1));
    expect(world.ada.openHistory(id, world.now(), "ownHistory").id).toBe(id);
    world.pass(5 * DAY_MS);
    expect(world.ada.openHistory(id, world.now(), "ownHistory").id).toBe(id);
    world.close();
  });

  test("stays unbelieved through a restart of the machine", () => {
    const world = openWorld();
    world.keep(world.ada);
    world.setClock(later(world.now(), 29 * DAY_MS));
    expect(world.records.sweep(world.now()).isClockTrusted).toBe(false);
    world.restart({ isReboot: true });
    expect(world.records.sweep(world.now())).toMatchObject({ closed: 0, isClockTrusted: false });
    world.close();
  });

  test("is not believed of a caller alone", () => {
    const world = openWorld();
    const id = world.keep(world.ada);
    const far = later(world.now(), 2 * HOUR_MS);
    expect(refusal(() => world.ada.openHistory(id, far, "ownHistory"))).toBe("CLOCK_JUMPED");
    const entry = { query: "q", market: "", response: new Uint8Array(), queriedAt: far };
    expect(refusal(() => world.ada.keepHistory(entry))).toBe("CLOCK_JUMPED");
    expect(world.ada.openHistory(id, world.now(), "ownHistory").id).toBe(id);
    world.close();
  });
});
