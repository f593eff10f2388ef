/**
 * The packs of clauses that ship with the program, read and checked once.
 *
 * Pure: the rows are data beside this file.
 */
import type { ClauseId } from "../base/ids.ts";
import { ServiceError } from "../base/errors.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { Clause, Pack } from "./clause.ts";
import lethe1 from "./packs/lethe/1.json" with { type: "json" };
import search201804 from "./packs/search/2018-04.json" with { type: "json" };
import vision202508 from "./packs/vision/2025-08.json" with { type: "json" };
import { readPack } from "./read-pack.ts";

/** The packs in force unless the settings choose others: the strictest reading of the first texts. */
export const defaultPacks: readonly Pack[] = [vision202508, search201804, lethe1].map((pack) =>
  readPack(pack),
);

/**
 * The one text of all rules in force, for hashing: whoever has the same text has the same rules. The
 * packs' order does not matter.
 */
export function policyText(packs: readonly Pack[]): string {
  return canonicalJson([...packs].sort((a, b) => (a.name < b.name ? -1 : 1)));
}

/**
 * The clause with this id.
 *
 * @throws ServiceError POLICY_DENIED: no pack has it, so nothing may lean on it.
 */
export function clauseOf(packs: readonly Pack[], id: ClauseId): Clause {
  const clause = packs.flatMap(({ clauses }) => clauses).find((each) => each.id === id);
  if (clause === undefined) {
    throw new ServiceError("POLICY_DENIED", `no pack in force has the clause \`${id}\``);
  }
  return clause;
}
