/**
 * Writes the answers of Lethe's own API.
 */
import { SECOND_MS, toRfc3339 } from "../../base/instant.ts";
import type { HistoryItem } from "../../service/keep-history.ts";
import type { Promises, RecordsEvidence } from "../../service/list-promises.ts";
import type { OpenedHistory } from "../../service/open-history.ts";
import type {
  WireEvidence,
  WireHistory,
  WireHistoryEntry,
  WireHistoryItem,
  WirePromises,
} from "./wire.ts";

export function encodeHistory(keep: boolean, items: readonly HistoryItem[]): WireHistory {
  return { keep, items: items.map(encodeItem) };
}

function encodeItem({ id, query, market, queriedAt, expiresAt }: HistoryItem): WireHistoryItem {
  return {
    id,
    query,
    market,
    queriedAt: toRfc3339(queriedAt),
    expiresAt: toRfc3339(expiresAt),
  };
}

/** The kept body goes in byte for byte: what is shown is what was answered. */
export function encodeEntry({ item, response, show }: OpenedHistory): Uint8Array {
  const head: Omit<WireHistoryEntry, "response"> = {
    ...encodeItem(item),
    show,
    rerun: `/?q=${encodeURIComponent(item.query)}`,
  };
  const text = JSON.stringify(head);
  return Buffer.concat([
    Buffer.from(`${text.slice(0, -1)},"response":`),
    response,
    Buffer.from("}"),
  ]);
}

export function encodePromises({ packs, rows, records }: Promises): WirePromises {
  return {
    packs: packs.map(({ sources, ...pack }) => ({
      ...pack,
      sources: sources.map((source) => ({ ...source, sha256: source.sha256 ?? "not recorded" })),
    })),
    clauses: rows,
    ...(records !== undefined && { records: encodeEvidence(records) }),
  };
}

function encodeEvidence(evidence: RecordsEvidence): WireEvidence {
  const { at, lastSweepAt, nextDeadline, ledger } = evidence;
  return {
    at: toRfc3339(at),
    ...(lastSweepAt !== undefined && { lastSweepAt: toRfc3339(lastSweepAt) }),
    records: evidence.records,
    ...(nextDeadline !== undefined && {
      nextDeadlineSeconds: Math.max(0, Math.floor((nextDeadline - at) / SECOND_MS)),
    }),
    isClockTrusted: evidence.isClockTrusted,
    isLogEmptied: evidence.isLogEmptied,
    epochKey: evidence.epochKey,
    policyHash: evidence.policyHash,
    ledger: { size: ledger.size, root: ledger.root, publicKey: ledger.publicKey },
  };
}
