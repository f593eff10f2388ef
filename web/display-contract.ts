/**
 * Looks at rendered results and says which duties they break: what is there, in which order, where it
 * leads, and whether a person can see it.
 *
 * Reads the DOM and changes nothing. What is owed comes from `display-duties.ts`.
 *
 * Source   UD-13 to UD-16, UD-22 to UD-25, UD-29, UD-31, UD-57 to UD-59; RD-04, RD-05.
 */
import type { Attribution, BrokenDuty, DueResult } from "./display-duties.ts";
import { withoutMarks } from "./marked-text.ts";

/** Text and targets smaller than this in either direction cannot be read by anyone. */
const READABLE_PX = 6;

/** Whether a person can see `element`: displayed, not transparent, not shrunk to nothing. */
export function isOnScreen(element: Element): boolean {
  const isShown = element.checkVisibility({
    checkOpacity: true,
    checkVisibilityCSS: true,
    contentVisibilityAuto: false,
  });
  const { width, height } = element.getBoundingClientRect();
  return isShown && width >= READABLE_PX && height >= READABLE_PX;
}

/** The broken duties of a list of results, those of the list first. */
export function checkResultList(
  root: ParentNode,
  results: readonly DueResult[],
): readonly BrokenDuty[] {
  const broken: BrokenDuty[] = [];
  if (!isSaid(root, ".from-the-web")) broken.push({ duty: "originUnsaid" });
  const list = root.querySelector(".result-list");
  const items = [...(list?.children ?? [])];
  if (items.some((item) => !item.matches("li.result"))) broken.push({ duty: "contentAdded" });
  const shown = items.filter((item) => item.matches("li.result"));
  if (shown.length > results.length) broken.push({ duty: "contentAdded" });
  const order = checkOrder(shown, results);
  if (order !== undefined) return [...broken, order];
  for (const [position, result] of results.entries()) {
    const item = shown[position];
    broken.push(...checkResult(item, result).map((duty) => ({ duty, position })));
  }
  return broken;
}

/** The broken duties of kept results, those of the list among them. */
export function checkKeptResults(
  root: ParentNode,
  results: readonly DueResult[],
): readonly BrokenDuty[] {
  const broken: BrokenDuty[] = [];
  if (!isSaid(root, ".queried time[datetime]")) broken.push({ duty: "timeMissing" });
  if (!isSaid(root, ".rerun button")) broken.push({ duty: "rerunMissing" });
  if (!isSaid(root, ".brand")) broken.push({ duty: "keptBrandMissing" });
  return [...broken, ...checkResultList(root, results)];
}

/** The broken duties of a search box. */
export function checkSearchBox(root: ParentNode, privacyHref: string): readonly BrokenDuty[] {
  const broken: BrokenDuty[] = [];
  const privacy = root.querySelector(".privacy");
  const leads = privacy?.getAttribute("href")?.split("?")[0] === privacyHref;
  if (!leads || !isSaid(root, ".privacy")) broken.push({ duty: "privacyLinkMissing" });
  if (!isSaid(root, ".brand")) broken.push({ duty: "brandMissing" });
  return broken;
}

/** The first thing that is wrong with the sequence as a whole, if anything is. */
function checkOrder(
  shown: readonly Element[],
  results: readonly DueResult[],
): BrokenDuty | undefined {
  const links = shown.map((item) => item.querySelector(".link")?.getAttribute("href"));
  const missing = results.findIndex(({ url }) => !links.includes(url));
  if (shown.length < results.length && missing >= 0) {
    return { duty: "resultMissing", position: missing };
  }
  const owed = results.map(({ url }) => url);
  const isSameSet = shown.length === owed.length && missing < 0;
  const moved = owed.findIndex((url, n) => links[n] !== url);
  return isSameSet && moved >= 0 ? { duty: "orderChanged", position: moved } : undefined;
}

function checkResult(item: Element | undefined, due: DueResult): BrokenDuty["duty"][] {
  if (item === undefined || !isOnScreen(item)) return ["resultMissing"];
  const broken: BrokenDuty["duty"][] = [];
  const link = item.querySelector("a.link");
  const isWorking = link?.getAttribute("href") === due.url && isOnScreen(link);
  if (!isWorking) broken.push("linkMissing");
  const isUnaltered =
    sameText(link, due.name) && sameText(item.querySelector(".snippet"), due.snippet);
  if (!isUnaltered) broken.push("textAltered");
  const lines = [...item.querySelectorAll(".credit")];
  const isCredited = due.attributions.every((credit) =>
    lines.some((line) => isCreditFor(line, credit)),
  );
  if (!isCredited) broken.push("attributionMissing");
  return broken;
}

function isCreditFor(line: Element, { text, url }: Attribution): boolean {
  const leads = url === undefined || line.getAttribute("href") === url;
  return leads && line.textContent === text && isOnScreen(line);
}

function sameText(element: Element | null, marked: string): boolean {
  return element?.textContent === withoutMarks(marked);
}

/** Whether there is such an element, with some text, where a person can see it. */
function isSaid(root: ParentNode, selector: string): boolean {
  const element = root.querySelector(selector);
  return element !== null && (element.textContent ?? "").trim() !== "" && isOnScreen(element);
}
