/**
 * Whether a person's searches are kept, and turning that on and off.
 *
 * Off is objection: keeping ends with it, at once. What was kept stays until it is deleted or due, for
 * to stop and to delete are two wishes.
 */
import type { Call } from "../base/call.ts";
import { ServiceError } from "../base/errors.ts";
import type { HistoryKeeper } from "./keep-history.ts";

export interface Keeping {
  /** Nobody keeps nothing. */
  isOn(call: Call): Promise<boolean>;
  /** @throws ServiceError CALLER_UNKNOWN: turned on for nobody. CLOCK_JUMPED, KEEPER_UNAVAILABLE */
  set(call: Call, on: boolean): Promise<void>;
}

/** Makes the deed. */
export function createKeeping(needs: { readonly keeper: HistoryKeeper }): Keeping {
  const { keeper } = needs;
  return {
    isOn: async ({ user }) => user !== undefined && keeper.isKeeping(user),
    set: async ({ user, at }, on) => {
      if (user !== undefined) await keeper.setKeeping(user, on, at);
      else if (on) throw new ServiceError("CALLER_UNKNOWN", "a history needs somebody it is of");
    },
  };
}
