/**
 * Destroys what is past its deadline: keys first, then rows, in one transaction with the leaves that
 * tell of it. A record is unreadable past its deadline even when this never runs; this makes it gone.
 */
import { HOUR_MS, instant, MINUTE_MS, type Instant } from "../../base/instant.ts";
import { metaNames, type Core } from "./core.ts";
import { readMeta, writeMeta } from "./database.ts";
import { changeEpoch } from "./day-keys.ts";
import { closeRecords, type RecordRow } from "./envelopes.ts";
import type { EpochKeySource } from "./epoch-key.ts";
import { minuteOf } from "./ledger/leaf.ts";
import type { SweepReport } from "./port.ts";

/** A sweep that closed nothing writes a leaf only once in this time, so that the ledger stays small. */
const QUIET_LEAF_MS = HOUR_MS;

/** One sweep. Where the clock is not believed it destroys nothing, and says so in the ledger, once. */
export function sweepRecords(core: Core, source: EpochKeySource): SweepReport {
  const wasJumped = core.clock.state.hasJumped;
  const { at, isTrusted, aheadMs } = core.clock.moment();
  if (!isTrusted) {
    core.write(at, (tell) => {
      core.takeRefusals(at).forEach(tell);
      if (wasJumped && hasToldOfJump(core)) return;
      writeMeta(core.db, metaNames.toldOfJump, "true");
      const aheadMinutes = Math.floor(aheadMs / MINUTE_MS);
      tell({ kind: "clock.jumped", at: minuteOf(at), aheadMinutes });
    });
    return { at, closed: 0, isClockTrusted: false, isLogEmptied: isLogEmptied(core) };
  }
  const closed = closeDue(core, at);
  changeEpoch(core, source, at);
  return { at, closed, isClockTrusted: true, isLogEmptied: core.forgetLog() };
}

function closeDue(core: Core, at: Instant): number {
  return core.write(at, (tell) => {
    if (hasToldOfJump(core)) {
      writeMeta(core.db, metaNames.toldOfJump, "false");
      tell({ kind: "clock.settled", at: minuteOf(at) });
    }
    const days = core.parts.destroyDayKeys(core.db, at);
    if (days > 0) tell({ kind: "key.destroyed", at: minuteOf(at), of: "days", count: days });
    const due = core
      .prepare<[number], RecordRow>(
        `SELECT records.* FROM records LEFT JOIN record_keys ON record = id
         WHERE expires_at <= ? OR NOT EXISTS (SELECT 1 FROM day_keys WHERE day_keys.id = day_key)`,
      )
      .all(at);
    closeRecords(core, due, "deadline", at, tell);
    core.takeRefusals(at).forEach(tell);
    if (due.length > 0 || at - lastLeafAt(core) >= QUIET_LEAF_MS) {
      tell({ kind: "sweep", at: minuteOf(at), closed: due.length });
      writeMeta(core.db, metaNames.lastSweepLeaf, String(at));
    }
    writeMeta(core.db, metaNames.lastSweep, String(at));
    return due.length;
  });
}

function hasToldOfJump(core: Core): boolean {
  return readMeta(core.db, metaNames.toldOfJump) === "true";
}

function isLogEmptied(core: Core): boolean {
  return readMeta(core.db, metaNames.isLogEmptied) !== "false";
}

function lastLeafAt(core: Core): number {
  return Number(readMeta(core.db, metaNames.lastSweepLeaf) ?? Number.NEGATIVE_INFINITY);
}

/** When the last sweep was; undefined when there was none. */
export function lastSweepAt(core: Core): Instant | undefined {
  const text = readMeta(core.db, metaNames.lastSweep);
  return text === undefined ? undefined : instant(Number(text));
}
