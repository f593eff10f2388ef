/**
 * Lists what is kept of the person who calls. Who is nobody has nothing.
 */
import type { Call } from "../base/call.ts";
import type { HistoryItem, HistoryKeeper } from "./keep-history.ts";

/** Newest first. @throws ServiceError CLOCK_JUMPED, KEEPER_UNAVAILABLE */
export type ListHistory = (call: Call) => Promise<readonly HistoryItem[]>;

/** Makes the deed. */
export function createListHistory(needs: { readonly keeper: HistoryKeeper }): ListHistory {
  return async ({ user, at }) => (user === undefined ? [] : needs.keeper.list(user, at));
}
