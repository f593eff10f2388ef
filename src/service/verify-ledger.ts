/**
 * Says in sentences what a look at a folder of records found.
 */
import { toRfc3339 } from "../base/instant.ts";
import type { VerifyReport } from "../keeper/records/port.ts";

/** What a stranger reads. */
export interface LedgerAccount {
  readonly isSound: boolean;
  readonly sentences: readonly string[];
}

/** Findings beyond this many are counted, not told. */
const MOST_FINDINGS = 20;

/** Makes the deed over whoever can look. It throws ServiceError NOT_FOUND when there are no records. */
export function createVerifyLedger(needs: {
  readonly verify: (dir: string, expectedKey?: string) => VerifyReport;
}): (dir: string, expectedKey?: string) => LedgerAccount {
  return (dir, expectedKey) => accountOf(needs.verify(dir, expectedKey));
}

function accountOf(report: VerifyReport): LedgerAccount {
  const { isSound, findings } = report;
  const told = findings.slice(0, MOST_FINDINGS).map(({ sentence }) => `Broken: ${sentence}.`);
  const more = findings.length - told.length;
  return {
    isSound,
    sentences: [
      ...told,
      ...(more > 0 ? [`And ${more} more findings.`] : []),
      ...figures(report),
      isSound
        ? "The ledger only ever grew, everything that was due was destroyed in time, and every record that is left is as it was sealed."
        : `The records do not keep their promises: ${findings.length} findings.`,
    ],
  };
}

function figures(report: VerifyReport): readonly string[] {
  const { leaves, opened, closed, records, awaitingStart, root, publicKey, aliveUntil } = report;
  return [
    `The ledger has ${leaves} leaves. Records opened: ${opened}; closed: ${closed}; kept now: ${records}.`,
    ...(awaitingStart > 0
      ? [`${awaitingStart} of them are due now and will be destroyed when the server starts.`]
      : []),
    ...(aliveUntil === undefined
      ? []
      : [`The server last gave a sign of life at ${toRfc3339(aliveUntil)}.`]),
    `The ledger's root is ${root}.`,
    publicKey === undefined
      ? "Nobody signed it."
      : `It is signed with ${publicKey}; compare this with the key you noted before.`,
  ];
}
