/**
 * Opens one kept response for the person it was shown to, as a report of what was: never as the answer
 * to a query.
 *
 * What comes from the keeper is put under its label again at once, and opened for display only.
 */
import type { Call } from "../base/call.ts";
import { ServiceError } from "../base/errors.ts";
import type { RecordId } from "../base/ids.ts";
import type { Notice, Pack } from "../policy/clause.ts";
import { govern } from "../policy/governed.ts";
import type { HistoryItem, HistoryKeeper } from "./keep-history.ts";

/** A kept response, as it may be shown. */
export interface OpenedHistory {
  readonly item: HistoryItem;
  /** The response as it was sent then: JSON bytes. */
  readonly response: Uint8Array;
  /** What has to be seen with it. */
  readonly show: readonly Notice[];
}

/**
 * @throws ServiceError NOT_FOUND: there is no such record of this person. RECORD_EXPIRED: it is past its
 * deadline. POLICY_DENIED, CLOCK_JUMPED, KEEPER_UNAVAILABLE.
 */
export type OpenHistory = (call: Call, id: RecordId) => Promise<OpenedHistory>;

/** Makes the deed. */
export function createOpenHistory(needs: {
  readonly keeper: HistoryKeeper;
  readonly packs: readonly Pack[];
}): OpenHistory {
  return async ({ user, at }, id) => {
    if (user === undefined) throw new ServiceError("NOT_FOUND", "there is no such record");
    const { response, ...item } = await needs.keeper.open(user, id, at);
    const governed = govern(
      response,
      {
        dataTypes: ["search.response"],
        medium: "server",
        owner: user,
        startedAt: item.queriedAt,
        deadline: item.expiresAt,
      },
      needs.packs,
    );
    const opening = { purpose: "ownHistory", action: "display", by: user, at } as const;
    const { duties } = governed.decide(opening);
    return {
      item,
      response: governed.open(opening),
      show: duties.flatMap((duty) => (duty.kind === "show" ? [duty.notice] : [])),
    };
  };
}
