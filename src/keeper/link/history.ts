/**
 * A person's history in the keeper, as the gateway's services call it.
 *
 * Puts the envelope around each call: whose, what data, what for. The instants that callers pass are not
 * sent: the keeper's clock decides, `queriedAt` alone is told, and checked there.
 */
import type { RecordId, UserSecret } from "../../base/ids.ts";
import type { Instant } from "../../base/instant.ts";
import type { DataType, Purpose } from "../../policy/clause.ts";
import type { HistoryEntry, HistoryItem, NewHistoryEntry } from "../records/port.ts";
import type { KeeperLink } from "./connect.ts";
import type { PersonEnvelope } from "./person.ts";

/** All of it works for the user who brings the secret, and rejects as records/port.ts says, or with KEEPER_UNAVAILABLE. */
export interface RemoteHistory {
  isKeeping(user: UserSecret): Promise<boolean>;
  setKeeping(user: UserSecret, on: boolean, at: Instant): Promise<void>;
  /** Undefined: this person does not keep a history. */
  keep(user: UserSecret, entry: NewHistoryEntry): Promise<RecordId | undefined>;
  list(user: UserSecret, at: Instant): Promise<readonly HistoryItem[]>;
  open(user: UserSecret, id: RecordId, at: Instant): Promise<HistoryEntry>;
  delete(user: UserSecret, id: RecordId, at: Instant): Promise<void>;
  deleteAll(user: UserSecret, at: Instant): Promise<number>;
}

/** The history behind a link. */
export function createRemoteHistory(link: KeeperLink): RemoteHistory {
  return {
    async isKeeping(user) {
      return (await link.call("history.isKeeping", { person: choice(user) })).result;
    },
    async setKeeping(user, on) {
      await link.call("history.setKeeping", { person: choice(user), on });
    },
    async keep(user, { query, market, queriedAt, response }) {
      const params = { person: keptResponse(user), query, market, queriedAt };
      const { result } = await link.call("history.keep", params, { bytes: response });
      return result ?? undefined;
    },
    async list(user) {
      return (await link.call("history.list", { person: keptResponse(user) })).result;
    },
    async open(user, id) {
      const answer = await link.call("history.open", { person: keptResponse(user), id });
      return { ...answer.result, response: answer.bytes };
    },
    async delete(user, id) {
      await link.call("history.delete", { person: keptResponse(user), id });
    },
    async deleteAll(user) {
      return (await link.call("history.deleteAll", { person: keptResponse(user) })).result;
    },
  };
}

function choice(user: UserSecret): PersonEnvelope {
  return envelope(user, "person.consent", "respectChoice");
}

function keptResponse(user: UserSecret): PersonEnvelope {
  return envelope(user, "search.response", "ownHistory");
}

function envelope(user: UserSecret, dataType: DataType, purpose: Purpose): PersonEnvelope {
  return { user, label: { dataType, medium: "server" }, purpose };
}
