/**
 * Elements that break a display duty show an error that names the clause, and none of the results.
 * Every case here breaks one thing in what is on the screen, as a page's style or script could.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { wordsOf } from "../../web/words/words.ts";
import { canSee, launch, openPage, whyNot, type Witness } from "./browser.ts";
import { startPageServer, type PageServer } from "./page-server.ts";

let browser: Browser;
let server: PageServer;
let witness: Witness;

const withheld = wordsOf("en").withheld.title;

/** What an error that names `clause` and shows no result is. */
const brokenBy = (clause: string) => ({
  isWithheld: true,
  clauses: expect.arrayContaining([clause]),
  showsResults: false,
});
const read = (said: string) => ({
  isWithheld: said.includes(withheld),
  clauses: [...said.matchAll(/Rule ([A-Z]+-\d+)/g)].map(([, clause]) => clause),
  showsResults: said.includes("Lakes and rivers 1"),
});

/** What an element says after `sabotage` (with `root` in scope) and a second look. */
async function after(page: Page, name: string, sabotage: string): Promise<string> {
  return page.evaluate<string>(`(async () => {
    const element = document.querySelector("${name}");
    const root = element.shadowRoot;
    ${sabotage};
    element.checkDuties();
    await element.updateComplete;
    return root.textContent.replace(/\\s+/g, " ");
  })()`);
}

/** Gives the live list other content: `change` works on \`response\`. */
const regiven = (change: string): string => `
  const response = structuredClone(element.given.response);
  const pages = response.webPages.value;
  ${change};
  element.given = { ...element.given, response };
  await element.updateComplete`;

const second = `root.querySelectorAll("li.result")[1]`;

const listCases: readonly (readonly [string, string, string])[] = [
  ["a link is hidden", "UD-13", `root.querySelector("a.link").style.visibility = "hidden"`],
  ["a link is transparent", "UD-13", `root.querySelector("a.link").style.opacity = "0"`],
  ["a link leads elsewhere", "UD-13", `${second}.querySelector("a").href = "https://example.com/"`],
  ["a link is no link any more", "UD-13", `${second}.querySelector("a").removeAttribute("href")`],
  ["a result is taken out", "UD-14", `${second}.remove()`],
  ["a result is not displayed", "UD-14", `${second}.style.display = "none"`],
  [
    "a result is shrunk to nothing",
    "UD-14",
    `${second}.style.cssText = "height:0;overflow:hidden"`,
  ],
  ["two results change places", "UD-24", `${second}.after(root.querySelector("li.result"))`],
  ["something stands among the results", "UD-25", `${second}.after(document.createElement("li"))`],
  ["a title is changed", "UD-22", `${second}.querySelector("a").append("!")`],
  ["a snippet is cut", "UD-22", `${second}.querySelector(".snippet").textContent = "cut"`],
  ["a licence is taken out", "UD-23", `root.querySelector("a.credit").remove()`],
  ["a source is hidden", "UD-23", `root.querySelectorAll(".credit")[1].style.display = "none"`],
  [
    "it is not said where results come from",
    "UD-16",
    `root.querySelector(".from-the-web").remove()`,
  ],
  [
    "a style makes everything too small",
    "UD-14",
    `for (const one of root.querySelectorAll("*")) one.style.cssText = "font-size:0;line-height:0;margin:0;padding:0"; element.style.cssText = "height:300px"`,
  ],
];

const responseCases: readonly (readonly [string, string, string])[] = [
  ["an address runs a script", "UD-13", `pages[0].url = "javascript:alert(1)"`],
  ["an address holds its own page", "UD-13", `pages[1].url = "data:text/html,x"`],
  ["a rule is of an unknown kind", "RD-01", `pages[0].contractualRules = [{ _type: "Hologram" }]`],
  [
    "a licence has no address",
    "RD-01",
    `pages[0].contractualRules = [{ _type: "LicenseAttribution", license: { name: "CC" } }]`,
  ],
];

const keptCases: readonly (readonly [string, string, string])[] = [
  [
    "the time of the query is hidden",
    "UD-57",
    `root.querySelector(".queried").style.display = "none"`,
  ],
  ["there is no way to ask again", "UD-58", `root.querySelector(".rerun").remove()`],
  ["the brand is gone", "UD-59", `root.querySelector(".brand").remove()`],
  ["two results change places", "UD-24", `${second}.after(root.querySelector("li.result"))`],
];

const boxCases: readonly (readonly [string, string, string])[] = [
  ["the privacy link is gone", "UD-29", `root.querySelector(".privacy").remove()`],
  ["the privacy link leads elsewhere", "UD-29", `root.querySelector(".privacy").href = "/picture"`],
  ["the brand is hidden", "UD-31", `root.querySelector(".brand").style.visibility = "hidden"`],
];

describe.skipIf(!canSee)(`display duties${whyNot}`, () => {
  beforeAll(async () => {
    [server, browser] = await Promise.all([startPageServer(), launch()]);
    witness = await openPage(browser, server.origin, { locale: "en-GB" });
    await witness.page.goto(`${server.origin}/history`);
    await witness.page.getByRole("button", { name: wordsOf("en").history.turnOn }).click();
    await witness.page.goto(`${server.origin}/?q=licensed`);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  describe("of a live list", () => {
    beforeEach(() => witness.page.goto(`${server.origin}/?q=licensed`));

    test("are kept as the page is written", async () => {
      const said = await after(witness.page, "lethe-results", "");
      expect(said).toContain("Lakes and rivers 1");
      expect(said).not.toContain(withheld);
    });

    test.each(listCases)("are broken when %s: %s", async (_what, clause, sabotage) => {
      expect(read(await after(witness.page, "lethe-results", sabotage))).toEqual(brokenBy(clause));
    });

    test.each(responseCases)("cannot be kept when %s: %s", async (_what, clause, change) => {
      expect(read(await after(witness.page, "lethe-results", regiven(change)))).toEqual(
        brokenBy(clause),
      );
    });

    test("are kept for a page without a title, which is named by its address", async () => {
      const said = await after(witness.page, "lethe-results", regiven(`pages[0].name = " "`));
      expect(said).not.toContain(withheld);
      expect(await witness.page.locator("lethe-results a.link").first().innerText()).toMatch(
        /^https:\/\/example.org\//,
      );
    });

    test("follow the ranking, not the order of the pages", async () => {
      const change = `response.rankingResponse.mainline.items.reverse()`;
      const said = await after(witness.page, "lethe-results", regiven(change));
      expect(said).not.toContain(withheld);
      const links = await witness.page.locator("lethe-results a.link").allInnerTexts();
      expect(links[0]).toBe("물의 도시 10");
      expect(links[9]).toBe("Lakes and rivers 1");
    });

    test("are found broken without being asked, once the page hides a part", async () => {
      await witness.page.evaluate(`(() => {
        const element = document.querySelector("lethe-results");
        element.shadowRoot.querySelector("li.result").style.display = "none";
      })()`);
      await witness.page.locator("lethe-results").getByText(withheld).waitFor();
      expect(await witness.page.locator("lethe-results a.link").count()).toBe(0);
    });

    test("are owed again by new content after an error", async () => {
      expect(read(await after(witness.page, "lethe-results", `${second}.remove()`))).toEqual(
        brokenBy("UD-14"),
      );
      await witness.page.evaluate(
        `document.querySelector("lethe-results").given = structuredClone(document.querySelector("lethe-results").given)`,
      );
      await witness.page.locator("lethe-results a.link").first().waitFor();
      expect(await witness.page.locator("lethe-results a.link").count()).toBe(10);
    });

    test("are said to be unreadable when what is given is no response", async () => {
      const said = await witness.page.evaluate<string>(`(async () => {
        const element = document.createElement("lethe-results");
        const data = document.createElement("script");
        data.type = "application/json";
        data.append('{"response":{"_type":"ErrorResponse"},"queriedAt":1,"offset":0}');
        element.append(data);
        document.querySelector("main").append(element);
        await element.updateComplete;
        return element.shadowRoot.textContent;
      })()`);
      expect(said).toContain(wordsOf("en").unreadableResponse);
    });
  });

  describe("of kept results", () => {
    beforeEach(async () => {
      await witness.page.goto(`${server.origin}/history`);
      await witness.page.locator(".kept-link").first().click();
      await witness.page.waitForURL(/history\/record/);
    });

    test("are kept as the page is written", async () => {
      const said = await after(witness.page, "lethe-kept-results", "");
      expect(said).toContain("Lakes and rivers 1");
      expect(said).not.toContain(withheld);
    });

    test.each(keptCases)("are broken when %s: %s", async (_what, clause, sabotage) => {
      expect(read(await after(witness.page, "lethe-kept-results", sabotage))).toEqual(
        brokenBy(clause),
      );
    });
  });

  describe("of a search box", () => {
    beforeEach(() => witness.page.goto(server.origin));

    test.each(boxCases)("are broken when %s: %s", async (_what, clause, sabotage) => {
      expect(read(await after(witness.page, "lethe-search-box", sabotage))).toEqual(
        brokenBy(clause),
      );
      expect(await witness.page.locator("lethe-search-box input").count()).toBe(0);
    });
  });
});
