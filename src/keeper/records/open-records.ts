/**
 * Opens the records of a data folder and joins their parts.
 *
 * Keeps out of: timers. Whoever opens them sweeps before listening and then every minute.
 */
import { ServiceError } from "../../base/errors.ts";
import { instant, MINUTE_MS, type Instant } from "../../base/instant.ts";
import { policyText } from "../../policy/packs.ts";
import { machineUptime, parseClockState, RecordsClock } from "./clock.ts";
import { Core, metaNames } from "./core.ts";
import { sha256 } from "./crypto.ts";
import { openDatabase, readMeta, writeMeta, type Sqlite } from "./database.ts";
import { changeEpoch } from "./day-keys.ts";
import { closeRecords, type RecordRow } from "./envelopes.ts";
import { newOutsideKeys, type OutsideKeys } from "./epoch-key.ts";
import { createSigner } from "./ledger/checkpoint.ts";
import { minuteOf } from "./ledger/leaf.ts";
import { rootOf } from "./ledger/merkle.ts";
import { createLedger, LedgerWriter } from "./ledger/ledger.ts";
import { realParts } from "./parts.ts";
import type { Records, RecordsEvidence, RecordsNeeds } from "./port.ts";
import { recordsOf } from "./vault.ts";
import { lastSweepAt, sweepRecords } from "./sweep.ts";

/**
 * The records of `needs.dir`, with a leaf that says that they were opened.
 *
 * @throws ServiceError FILE_UNREADABLE: there are records but their keys outside are gone.
 * INDEX_CORRUPT: another format. POLICY_DENIED: the packs lack a clause that the records lean on.
 */
export function openRecords(needs: RecordsNeeds): Records {
  const db = openDatabase(needs.dir);
  try {
    const core = createCore(db, needs);
    boot(core, needs);
    return join(core, needs);
  } catch (error) {
    db.close();
    throw error;
  }
}

function createCore(db: Sqlite, needs: RecordsNeeds): Core {
  const { packs, randomBytes, now } = needs;
  const stored = parseClockState(readMeta(db, metaNames.clock));
  const parts = { ...realParts, ...needs.parts };
  const clock = new RecordsClock(now, needs.uptime ?? machineUptime(), parts.isJump, stored);
  const outside = outsideKeys(db, needs);
  return new Core({
    db,
    clock,
    packs,
    policyHash: sha256(policyText(packs)).toString("hex"),
    parts,
    randomBytes,
    ledger: new LedgerWriter(db, createSigner(outside.signingSeed)),
    outside,
  });
}

/** New keys are made only where there is nothing that old ones would have to open. */
function outsideKeys(db: Sqlite, { epochKey, now, randomBytes }: RecordsNeeds): OutsideKeys {
  const known = epochKey.read();
  if (known !== undefined) return known;
  const sealed = db.prepare<[], number>("SELECT COUNT(*) FROM records").pluck().get() ?? 0;
  if (sealed > 0 && epochKey.profile !== "ram") {
    throw new ServiceError(
      "FILE_UNREADABLE",
      `the keys of ${sealed} records are missing: put the key file back, or remove the records' folder to start anew`,
    );
  }
  const keys = newOutsideKeys(now(), randomBytes);
  epochKey.write(keys);
  return keys;
}

function boot(core: Core, { epochKey }: RecordsNeeds): void {
  const aliveUntil = parseClockState(readMeta(core.db, metaNames.clock))?.trustedAt;
  const { at } = core.clock.moment();
  core.write(at, (tell) => {
    const minute = minuteOf(at);
    if (addPublicKey(core)) {
      tell({ kind: "ledger.key", at: minute, publicKey: core.ledger.publicKey });
    }
    if (readMeta(core.db, metaNames.policy) !== core.policyHash) {
      writeMeta(core.db, metaNames.policy, core.policyHash);
      tell({ kind: "policy.loaded", at: minute, policy: core.policyHash });
    }
    tell({
      kind: "boot",
      at: minute,
      epochKey: epochKey.profile,
      ...(aliveUntil !== undefined && { aliveUntil: minuteOf(aliveUntil) }),
    });
    closeRecords(core, lostRows(core), "keyLost", at, tell);
  });
  if (core.outside.epochs.length > 1) changeEpoch(core, epochKey, at);
}

/** Records whose epoch key is gone, as after a restart with keys in memory: nobody can open them. */
function lostRows(core: Core): readonly RecordRow[] {
  const known = core.outside.epochs.map(({ id }) => id);
  const owner = ownerMark(core);
  const isSameKeeper = readMeta(core.db, OWNER_MARK) === owner;
  writeMeta(core.db, OWNER_MARK, owner);
  return core
    .prepare<[], RecordRow & { readonly epoch: number | null }>(
      `SELECT records.*, epoch FROM records
       LEFT JOIN record_keys ON record = records.id LEFT JOIN day_keys ON day_keys.id = day_key`,
    )
    .all()
    .filter(({ epoch }) => epoch !== null && !(isSameKeeper && known.includes(epoch)));
}

/** Tells one set of outside keys from another without saying anything about either. */
function ownerMark(core: Core): string {
  return sha256("lethe outside keys ", core.outside.ownerKey).toString("hex");
}
const OWNER_MARK = "outsideKeys";

/** Whether this ledger was never signed with this key before. */
function addPublicKey(core: Core): boolean {
  const known = JSON.parse(readMeta(core.db, metaNames.publicKeys) ?? "[]") as string[];
  if (known.includes(core.ledger.publicKey)) return false;
  const keys = [...known, core.ledger.publicKey];
  writeMeta(core.db, metaNames.publicKeys, JSON.stringify(keys));
  return true;
}

function join(core: Core, { epochKey }: RecordsNeeds): Records {
  const ledger = createLedger(core.db, core.ledger);
  return {
    for: (user) => recordsOf(core, user),
    sweep: () => sweepRecords(core, epochKey),
    evidence: () => evidenceOf(core, epochKey.profile),
    acceptClock: () => acceptClock(core, () => sweepRecords(core, epochKey)),
    ledger,
    close: () => {
      const { at } = core.clock.moment();
      core.write(at, (tell) => core.takeRefusals(at).forEach(tell));
      core.forgetLog();
      core.db.close();
    },
  };
}

/** What was due by the time believed until now goes first, so that a clock set back opens nothing again. */
function acceptClock(core: Core, sweep: () => unknown): void {
  const { aheadMs } = core.clock.moment();
  sweep();
  const at = core.clock.accept();
  core.write(at, (tell) => {
    const aheadMinutes = Math.floor(aheadMs / MINUTE_MS);
    writeMeta(core.db, metaNames.toldOfJump, "false");
    tell({ kind: "clock.accepted", at: minuteOf(at), aheadMinutes });
  });
  sweep();
}

function evidenceOf(core: Core, epochKey: "file" | "ram"): RecordsEvidence {
  const { at, isTrusted } = core.clock.moment();
  const totals = core
    .prepare<[], { records: number; next: number | null }>(
      "SELECT COUNT(*) AS records, MIN(expires_at) AS next FROM records",
    )
    .get();
  const newest = core.ledger.tree();
  return {
    at,
    lastSweepAt: lastSweepAt(core),
    records: totals?.records ?? 0,
    nextDeadline: deadlineOrNone(totals?.next),
    isClockTrusted: isTrusted,
    isLogEmptied: readMeta(core.db, metaNames.isLogEmptied) !== "false",
    epochKey,
    policyHash: core.policyHash,
    ledger: {
      size: newest.size,
      root: Buffer.from(rootOf(newest)).toString("base64"),
      publicKey: core.ledger.publicKey,
    },
  };
}

function deadlineOrNone(next: number | null | undefined): Instant | undefined {
  return next === null || next === undefined ? undefined : instant(next);
}
