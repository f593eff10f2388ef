/**
 * The promises as the page shows them: a clause counts as kept only when a test shows it.
 *
 * A clause that the program is said to keep, but whose test is not there, is shown as a warning: nothing
 * on the page is claimed that cannot be shown.
 */
import fs from "node:fs";
import path from "node:path";
import type { ListPromises, PromiseRow, RecordsEvidence } from "../service/list-promises.ts";
import type { PageNeeds, PagePromise } from "../surface/pages/needs.ts";

const root = path.join(import.meta.dirname, "../..");

/** Makes the page's list of the service's. */
export function createPagePromises(listPromises: ListPromises): PageNeeds["listPromises"] {
  return async (call) => {
    const { rows, records } = await listPromises(call);
    return rows.map((row) => pagePromise(row, records));
  };
}

function pagePromise(row: PromiseRow, records: RecordsEvidence | undefined): PagePromise {
  const { id, rule, gate, state, evidence, test, personDuty, note } = row;
  const isShown =
    state === "enforced" && test !== undefined && fs.existsSync(path.join(root, test));
  const sentences = [
    ...(isShown && evidence !== undefined ? [evidence] : []),
    ...(state === "enforced" && !isShown ? ["built, but its test is not written yet"] : []),
    ...(state === "notYetBuilt"
      ? ["not built yet; what it would govern does not exist here either"]
      : []),
    ...(personDuty === undefined ? [] : [`a person's duty: ${personDuty}`]),
    ...(note === undefined ? [] : [note]),
    ...(gate === "sweep" && records?.lastSweepAt !== undefined
      ? [`last sweep ${new Date(records.lastSweepAt).toISOString()}, ${records.records} records`]
      : []),
  ];
  return {
    id,
    summary: { en: rule, ko: rule },
    gate,
    state: isShown ? "kept" : "warned",
    evidence: sentences,
    ...(isShown && { test }),
  };
}
