/**
 * Deletes what is kept of the person who calls: one response, or all of them. Their keys are destroyed
 * before the answer is given.
 */
import type { Call } from "../base/call.ts";
import { ServiceError } from "../base/errors.ts";
import type { RecordId } from "../base/ids.ts";
import type { HistoryKeeper } from "./keep-history.ts";

export interface ForgetHistory {
  /** @throws ServiceError NOT_FOUND: there is no such record of this person. KEEPER_UNAVAILABLE */
  one(call: Call, id: RecordId): Promise<void>;
  /** How many there were. @throws ServiceError KEEPER_UNAVAILABLE */
  all(call: Call): Promise<number>;
}

/** Makes the deed. */
export function createForgetHistory(needs: { readonly keeper: HistoryKeeper }): ForgetHistory {
  const { keeper } = needs;
  return {
    one: async ({ user, at }, id) => {
      if (user === undefined) throw new ServiceError("NOT_FOUND", "there is no such record");
      await keeper.delete(user, id, at);
    },
    all: async ({ user, at }) => (user === undefined ? 0 : keeper.deleteAll(user, at)),
  };
}
