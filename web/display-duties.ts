/**
 * Reads from a search response what a page that shows it owes: which results in which order, where
 * each must lead, and who must be named beside it.
 *
 * Pure: runs on the server before a page is written and in the browser before an element renders.
 * Whether the duties were kept on the screen is asked by `display-contract.ts`.
 *
 * Source   UD-13, UD-14, UD-22 to UD-24 (use and display requirements, 2018-04); RD-01 to RD-05
 *          (data attribution); Web Search API v7, RankingResponse and ContractualRules.
 */
import type { SearchResponse, WebPage } from "../src/surface/search-v7/wire.ts";

/** A rule that travels with content; `_type` with or without the prefix `ContractualRules/`. */
export interface ContractualRule {
  readonly _type: string;
  readonly targetPropertyName?: string;
  readonly text?: string;
  readonly url?: string;
  readonly license?: { readonly name?: string; readonly url?: string };
  readonly licenseNotice?: string;
}

/** A web page that may carry rules. */
export interface ShownPage extends WebPage {
  readonly contractualRules?: readonly ContractualRule[];
}

/** Who or what must be named beside a result. */
export interface Attribution {
  readonly kind: "license" | "source";
  readonly text: string;
  readonly url?: string;
  /** The line must follow this part immediately. */
  readonly after: "name" | "snippet";
}

/** One result as it is owed. `name`, `displayUrl` and `snippet` may hold highlight marks. */
export interface DueResult {
  readonly url: string;
  readonly name: string;
  readonly displayUrl: string;
  readonly snippet: string;
  readonly language?: string;
  readonly attributions: readonly Attribution[];
}

/** What can go wrong, each with the clause it breaks. */
export const duties = {
  resultMissing: "UD-14",
  orderChanged: "UD-24",
  linkMissing: "UD-13",
  textAltered: "UD-22",
  attributionMissing: "UD-23",
  ruleUnknown: "RD-01",
  originUnsaid: "UD-16",
  contentAdded: "UD-25",
  privacyLinkMissing: "UD-29",
  brandMissing: "UD-31",
  timeMissing: "UD-57",
  rerunMissing: "UD-58",
  keptBrandMissing: "UD-59",
} as const;
export type Duty = keyof typeof duties;

/** A duty that is not kept; `position` counts results from 0. */
export interface BrokenDuty {
  readonly duty: Duty;
  readonly position?: number;
}

/** What a response obliges to. With anything in `broken` the results must not be shown at all. */
export interface Due {
  readonly results: readonly DueResult[];
  readonly broken: readonly BrokenDuty[];
}

/** The parts of a result that a page shows; a rule about any other part binds nobody here. */
const SHOWN_PARTS: ReadonlySet<string> = new Set(["name", "url", "displayUrl", "snippet"]);

/** The duties of `response`, results in ranked order; those the ranking does not name come after. */
export function dueResults(response: SearchResponse): Due {
  const broken: BrokenDuty[] = [];
  const results = rankedPages(response).map((page, position) => {
    if (!isFollowable(page.url)) broken.push({ duty: "linkMissing", position });
    const attributions = attributionsOf(page);
    if (attributions === undefined) broken.push({ duty: "ruleUnknown", position });
    return {
      url: page.url,
      name: isText(page.name) ? page.name : page.url, // a page without a title is named by its address
      displayUrl: page.displayUrl,
      snippet: page.snippet,
      ...(page.language !== undefined && { language: page.language }),
      attributions: attributions ?? [],
    };
  });
  return { results, broken };
}

/** Whether a browser may be sent there: absolute, http or https. */
export function isFollowable(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && /^https?:$/.test(parsed.protocol);
}

function rankedPages(response: SearchResponse): ShownPage[] {
  const left = [...(response.webPages?.value ?? [])];
  const { pole, mainline, sidebar } = response.rankingResponse;
  const ids = [pole, mainline, sidebar].flatMap((group) => group?.items ?? []);
  const ranked: ShownPage[] = [];
  for (const { value } of ids) {
    const at = left.findIndex(({ id }) => id === value?.id);
    if (at >= 0) ranked.push(...left.splice(at, 1));
  }
  return [...ranked, ...left];
}

/** The attributions of a page; undefined when one of its rules cannot be followed. */
function attributionsOf({ contractualRules = [] }: ShownPage): Attribution[] | undefined {
  const binding = contractualRules.filter(
    ({ targetPropertyName: part }) => part === undefined || SHOWN_PARTS.has(part),
  );
  const read = binding.map(readRule);
  const known = read.filter((attribution) => attribution !== undefined);
  return known.length === read.length ? known : undefined;
}

function readRule(rule: ContractualRule): Attribution | undefined {
  const isAboutSnippet = [undefined, "snippet"].includes(rule.targetPropertyName);
  const after = isAboutSnippet ? "snippet" : "name";
  const { license, licenseNotice } = rule;
  switch (rule._type.replace(/^ContractualRules\//, "")) {
    case "LicenseAttribution":
      return linked("license", licenseNotice ?? license?.name, license?.url, after);
    case "LinkAttribution":
      return linked("source", rule.text, rule.url, after);
    case "TextAttribution":
      return isText(rule.text) ? { kind: "source", text: rule.text, after } : undefined;
    default:
      return undefined;
  }
}

/** An attribution that must be a link; undefined when its text or its address is missing. */
function linked(
  kind: Attribution["kind"],
  text: string | undefined,
  url: string | undefined,
  after: Attribution["after"],
): Attribution | undefined {
  const isWhole = isText(text) && url !== undefined && isFollowable(url);
  return isWhole ? { kind, text, url, after } : undefined;
}

/** Whether there is anything to see in it: blanks, controls and our marks alone are nothing. */
function isText(text: string | undefined): text is string {
  return text !== undefined && /[^\s\p{C}]/u.test(text);
}
