/**
 * The headers that every answer of Search v7 has.
 *
 * The client id is the original's: made here when the client sent none, said back when it did, and
 * forgotten at once. INVARIANT (client id): it is no user, and it is never kept, least of all beside one.
 *
 * Source   Web Search API v7 reference, headers; Content-Usage: draft-ietf-aipref-attach;
 *          tdm-reservation: W3C TDM Reservation Protocol, section 3.2.
 */

/** A client id that may be said back: the original's are 32 hexadecimal digits. */
const CLIENT_ID = /^[0-9A-Za-z-]{1,64}$/;

/** What an answer's headers are made of. */
export interface HeaderNeeds {
  /** The `X-MSEdge-ClientID` of the request, if it had one. */
  readonly clientId: string | undefined;
  /** Makes 32 upper-case hexadecimal digits that nobody has seen before. */
  readonly newId: () => string;
}

/** Headers of any answer; a search adds its market. */
export function commonHeaders({ clientId, newId }: HeaderNeeds): Record<string, string> {
  const isKnown = clientId !== undefined && CLIENT_ID.test(clientId);
  return {
    "BingAPIs-TraceId": newId(),
    "X-MSEdge-ClientID": isKnown ? clientId : newId(),
    "Cache-Control": "no-store",
    "Content-Usage": "train-ai=n",
    "tdm-reservation": "1",
  };
}
