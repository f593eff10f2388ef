/**
 * The promises as the page shows them: a clause counts as kept only when a test shows it.
 *
 * A clause that the program is said to keep, but whose test is not there, is shown as a warning: nothing
 * on the page is claimed that cannot be shown.
 */
import fs from "node:fs";
import path from "node:path";
import type { PostureReport } from "../service/check-posture.ts";
import type { ListPromises, PromiseRow, RecordsEvidence } from "../service/list-promises.ts";
import type { PageNeeds, PagePromise } from "../surface/pages/needs.ts";

const root = path.join(import.meta.dirname, "../..");

/** Makes the page's list of the service's. */
export function createPagePromises(
  listPromises: ListPromises,
  postureNow: () => PostureReport | undefined,
): PageNeeds["listPromises"] {
  return async (call) => {
    const { rows, records } = await listPromises(call);
    const posture = postureNow();
    return rows.map((row) => {
      const promise = pagePromise(row, records);
      return row.gate === "posture" ? withPosture(promise, posture) : promise;
    });
  };
}

/** A promise that hangs on the machine shows what was seen of it, and is amber with it. */
function withPosture(promise: PagePromise, posture: PostureReport | undefined): PagePromise {
  const seen = posture?.facts.map(({ sentence }) => sentence) ?? ["the machine was not looked at"];
  const isKept = promise.state === "kept" && posture?.state === "green";
  return {
    ...promise,
    state: isKept ? "kept" : "warned",
    evidence: [...promise.evidence, ...seen],
  };
}

function pagePromise(row: PromiseRow, records: RecordsEvidence | undefined): PagePromise {
  const { id, rule, ruleKo, gate, test } = row;
  const isShown =
    row.state === "enforced" && test !== undefined && fs.existsSync(path.join(root, test));
  return {
    id,
    summary: { en: rule, ko: ruleKo },
    gate,
    state: stateOf(row, isShown),
    evidence: [...standing(row, isShown), ...figures(row, records)],
    ...(isShown && { test }),
  };
}

function stateOf({ state }: PromiseRow, isShown: boolean): PagePromise["state"] {
  if (state === "person") return "person";
  if (state === "notYetBuilt") return "notBuilt";
  return isShown ? "kept" : "warned";
}

/** How a clause stands, in sentences. */
function standing(row: PromiseRow, isShown: boolean): string[] {
  const { state, evidence, personDuty, note } = row;
  const said = isShown ? evidence : undefined;
  return [
    said,
    state === "enforced" && !isShown ? "built, but its test is not written yet" : undefined,
    state === "notYetBuilt"
      ? "not built yet; what it would govern does not exist here either"
      : undefined,
    personDuty === undefined ? undefined : `a person's duty: ${personDuty}`,
    note,
  ].filter((sentence) => sentence !== undefined);
}

/** What the records show of the clause now. */
function figures({ gate }: PromiseRow, records: RecordsEvidence | undefined): string[] {
  if (gate !== "sweep" || records?.lastSweepAt === undefined) return [];
  const at = new Date(records.lastSweepAt).toISOString();
  return [`last sweep ${at}, ${records.records} records`];
}
