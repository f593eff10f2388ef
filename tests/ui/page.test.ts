/**
 * The pages as a person sees and uses them, in Chromium: at the width of a phone and of a desk, in both
 * languages, with the keyboard alone, without JavaScript, in the dark.
 */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DAY_MS } from "../../src/base/instant.ts";
import { wordsOf, type Language } from "../../web/words/words.ts";
import { canSee, launch, openPage, sideways, whyNot, type Witness } from "./browser.ts";
import { faintTexts, focused, isFocusVisible, smallTargets, type Contrast } from "./measure.ts";
import { startPageServer, type PageServer } from "./page-server.ts";

const locales = { en: "en-GB", ko: "ko-KR" } as const;
const queries = { en: "river lethe", ko: "강물과 망각" } as const;
const readers = [375, 1280].flatMap((width) =>
  (["en", "ko"] as const).map((language) => ({ width, language })),
);
const addresses = [
  "/",
  "/?q=licensed",
  "/?q=nothing",
  "/?q=unknown+rule",
  "/?q=river&offset=900",
  "/picture",
  "/history",
  "/promises",
  "/history/none",
];

let browser: Browser;
let server: PageServer;

/** Opens a page for a reader of `language`. */
const open = (language: Language, width: number, more = {}): Promise<Witness> =>
  openPage(browser, server.origin, {
    locale: locales[language],
    viewport: { width, height: 780 },
    ...more,
  });

const tidy = (text: string): string => text.replace(/\s+/g, " ").trim();

describe.skipIf(!canSee)(`the page${whyNot}`, () => {
  beforeAll(async () => {
    [server, browser] = await Promise.all([startPageServer(), launch()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  describe.each(readers)("at $width px in $language", ({ width, language }) => {
    const words = wordsOf(language);

    test("finds, turns pages, goes back and changes the language without losing the query", async () => {
      const witness = await open(language, width);
      const { page } = witness;
      await page.goto(server.origin);
      expect(await page.locator("html").getAttribute("lang")).toBe(language);
      expect(await page.evaluate(focused)).toBe("q");
      await page.keyboard.type(queries[language]);
      await page.keyboard.press("Enter");
      await page.waitForURL(/\?q=/);

      const links = page.locator("lethe-results a.link");
      expect(await links.count()).toBe(10);
      const hrefs = await links.evaluateAll((all) => all.map((one) => one.getAttribute("href")));
      expect(hrefs.map((href) => href?.match(/river\/(\d+)/)?.[1])).toEqual(
        Array.from({ length: 10 }, (_, n) => String(n + 1)),
      );
      const provenance = page.locator("lethe-results .provenance");
      expect(await provenance.innerText()).toContain(words.fromTheWeb);
      expect(await provenance.locator("time").getAttribute("datetime")).toMatch(
        /^2026-11-25T04:50/,
      );
      expect(await page.locator("input.query").inputValue()).toBe(queries[language]);
      expect(await page.getByText(words.notKept).isVisible()).toBe(true);

      await page.getByRole("link", { name: words.next, exact: true }).click();
      await page.waitForURL(/offset=10/);
      expect(await links.first().getAttribute("href")).toContain("/river/11?");
      await page.goBack();
      expect(await links.first().getAttribute("href")).toContain("/river/1?");

      const other = language === "en" ? "ko" : "en";
      await page.getByRole("link", { name: wordsOf(other).languageName }).click();
      await page.waitForURL(/lang=/);
      expect(await page.locator("html").getAttribute("lang")).toBe(other);
      expect(await page.locator("input.query").inputValue()).toBe(queries[language]);
      await page.locator("button.go").click();
      await page.waitForLoadState();
      expect(new URL(page.url()).searchParams.get("lang")).toBe(other);

      expect(witness.complaints).toEqual([]);
      expect(witness.strangers).toEqual([]);
      await witness.close();
    });

    test("tells what is in a dropped picture and forgets it", async () => {
      const witness = await open(language, width);
      const { page } = witness;
      await page.goto(`${server.origin}/picture`);
      const picture = (await page.screenshot()).toString("base64");
      await page.evaluate(`(() => {
        const bytes = Uint8Array.from(atob("${picture}"), (one) => one.charCodeAt(0));
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([bytes], "river.png", { type: "image/png" }));
        const target = document.querySelector("lethe-picture-report").shadowRoot.querySelector(".drop");
        target.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
      })()`);
      const report = page.locator("lethe-picture-report");
      await report.locator(".report").waitFor();
      expect(await report.locator(".label-name").allInnerTexts()).toEqual(["River", "Vegetation"]);
      expect(await report.locator(".label-score").first().innerText()).toBe(
        words.picture.score("93"),
      );
      expect(await report.locator(".hex").allInnerTexts()).toEqual([
        "#0b5c6b",
        "#f6f9f8",
        "#c80000",
      ]);
      expect(await report.locator(".color-share").last().innerText()).toBe(
        words.picture.share("<1"),
      );
      expect(await report.locator(".swatch rect").last().getAttribute("fill")).toBe("#c80000");
      expect(await sideways(page)).toBe(0);

      const url = await report.locator("img.preview").getAttribute("src");
      const isGone = `new Promise((resolve) => {
        const image = new Image();
        image.onload = () => resolve(false);
        image.onerror = () => resolve(true);
        image.src = ${JSON.stringify(url)};
      })`;
      expect(await page.evaluate(isGone)).toBe(true);
      await report.getByRole("button", { name: words.picture.forget }).click();
      await report.getByText(words.picture.forgotten).waitFor();
      expect(await report.locator("img").count()).toBe(0);

      expect(witness.complaints.filter((text) => !text.includes("ERR_FILE_NOT_FOUND"))).toEqual([]);
      expect(witness.strangers).toEqual([]);
      await witness.close();
    });

    test("keeps a history only when asked, shows it as the past, and forgets", async () => {
      const witness = await open(language, width);
      const { page } = witness;
      const cookies = (): Promise<unknown[]> => page.context().cookies();
      await page.goto(`${server.origin}/?q=first`);
      await page.goto(`${server.origin}/history`);
      expect(await page.getByText(words.history.off).isVisible()).toBe(true);
      expect(await cookies()).toEqual([]);

      await page.getByRole("button", { name: words.history.turnOn }).click();
      await page.getByText(words.history.on).waitFor();
      expect(await cookies()).toMatchObject([
        { name: "lethe_user", httpOnly: true, sameSite: "Strict" },
      ]);
      for (const query of ["second", queries[language]]) {
        await page.goto(`${server.origin}/?q=${encodeURIComponent(query)}`);
        expect(await page.getByText(words.kept).isVisible()).toBe(true);
      }
      await page.goto(`${server.origin}/history`);
      expect(await page.locator(".kept-link").allInnerTexts()).toEqual([
        queries[language],
        "second",
      ]);
      expect(await page.locator(".rest").first().innerText()).toBe(words.history.remaining(20, 23));

      await page.locator(".kept-link").first().click();
      const kept = page.locator("lethe-kept-results");
      expect(await kept.locator(".queried time").getAttribute("datetime")).toMatch(
        /^2026-11-25T04:50/,
      );
      expect(await kept.locator("a.link").count()).toBe(10);
      await kept.getByRole("button", { name: words.searchAgain }).click();
      await page.waitForURL(/\/\?q=/);
      expect(await page.locator("lethe-results a.link").count()).toBe(10);

      await page.goto(`${server.origin}/history`);
      await page.getByRole("button", { name: words.history.forgetNamed("second") }).click();
      await page.getByText(words.history.forgotOne).waitFor();
      expect(await page.locator(".kept-link").count()).toBe(2);
      await page.getByRole("button", { name: words.history.turnOff }).click();
      await page.getByText(words.history.turnedOff).waitFor();
      await page.locator(".forget-all summary").click();
      await page.getByRole("button", { name: words.history.forgetAllNow(2) }).click();
      await page.getByText(words.history.forgotAll(2)).waitFor();
      expect(await cookies()).toEqual([]);

      expect(witness.complaints).toEqual([]);
      await witness.close();
    });

    test("fits the width, has targets for fingers and texts for weak eyes, by day and by night", async () => {
      for (const colorScheme of ["light", "dark"] as const) {
        const witness = await open(language, width, { colorScheme });
        const { page } = witness;
        for (const address of addresses) {
          await page.goto(server.origin + address);
          const { looked, faint } = await page.evaluate<Contrast>(faintTexts);
          const small = await page.evaluate<string[]>(smallTargets);
          const wide = await sideways(page);
          expect({ address, faint, small, wide }).toEqual({
            address,
            faint: [],
            small: [],
            wide: 0,
          });
          expect(looked).toBeGreaterThan(8);
        }
        await witness.close();
      }
    });
  });

  test("still fits at 320 px, and at twice the size", async () => {
    for (const width of [320, 640]) {
      const witness = await open("en", width);
      for (const address of addresses) {
        await witness.page.goto(server.origin + address);
        expect({ width, address, wide: await sideways(witness.page) }).toEqual({
          width,
          address,
          wide: 0,
        });
      }
      await witness.close();
    }
  });

  test("can be used with the keyboard alone, and shows where the focus is", async () => {
    const witness = await open("en", 1280);
    const { page } = witness;
    await page.goto(`${server.origin}/?q=licensed`);
    const visited: string[] = [];
    for (let n = 0; n < 17; n += 1) {
      await page.keyboard.press("Tab");
      const text = await page.evaluate<string>(focused);
      visited.push((await page.evaluate<boolean>(isFocusVisible)) ? text : `${text} (unseen)`);
    }
    expect(visited).toEqual([
      "Skip to content",
      "Lethe",
      "Web",
      "Picture",
      "History",
      "Promises",
      "한국어",
      "q",
      "Search",
      "Powered by Lethe",
      "Lethe privacy promises",
      "Lakes and rivers 1",
      "Text under CC BY-SA 4.0",
      "Example Encyclopedia",
      "물의 도시 2",
      "Rivers <of> & forgetting 3",
      "River crossings 4",
    ]);
    await page.keyboard.press("Enter");
    await page.waitForURL("https://example.org/**");
    expect(witness.strangers).toEqual([
      "https://example.org/en/river/4?a=1&b=%222%22 referer: none",
    ]);
    await page.goto(`${server.origin}/picture`);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(focused)).toBe("input");
    expect(await page.evaluate(isFocusVisible)).toBe(true);
    await witness.close();
  });

  test("says without JavaScript what it says with it", async () => {
    const scripted = await open("ko", 1280);
    const plain = await open("ko", 1280, { javaScriptEnabled: false });
    for (const witness of [scripted, plain]) {
      await witness.page.goto(`${server.origin}/?q=licensed`);
    }
    const [live, written] = await Promise.all(
      [scripted, plain].map(({ page }) =>
        page.locator("lethe-results .results").first().innerText(),
      ),
    );
    expect(tidy(written ?? "")).toBe(tidy(live ?? "-"));
    const { page } = plain;
    await page.locator("input.query").fill("강");
    await page.locator("button.go").click();
    expect(await page.locator("a.link").count()).toBe(10);
    await page.goto(`${server.origin}/history`);
    await page.getByRole("button", { name: wordsOf("ko").history.turnOn }).click();
    expect(await page.getByText(wordsOf("ko").history.on).isVisible()).toBe(true);
    await page.goto(`${server.origin}/picture`);
    expect(await page.locator("noscript .notice").innerText()).toBe(
      wordsOf("ko").picture.needsScript,
    );
    await scripted.close();
    await plain.close();
  });

  test("takes nothing in a query or a title for markup", async () => {
    const witness = await open("en", 1280);
    const hostile = `"><img src=x onerror="letheComplain('ran')"></script><script>letheComplain('ran')</script>`;
    await witness.page.goto(`${server.origin}/?q=${encodeURIComponent(hostile)}`);
    expect(await witness.page.locator("input.query").inputValue()).toBe(hostile);
    expect(
      await witness.page.locator("a.link", { hasText: /^Rivers <of> & forgetting 3$/ }).count(),
    ).toBe(1);
    expect(
      await witness.page.locator("img, main script:not([type='application/json'])").count(),
    ).toBe(0);
    expect(witness.complaints).toEqual([]);
    await witness.close();
  });

  test("keeps the query and says what to do when searching fails", async () => {
    const witness = await open("en", 375);
    const { page } = witness;
    await page.goto(`${server.origin}/?q=queue`);
    expect(await page.getByText(wordsOf("en").troubles.busy.title).isVisible()).toBe(true);
    expect(await page.locator("input.query").inputValue()).toBe("queue");
    await page.goto(`${server.origin}/?q=crash`);
    expect(await page.locator("main").innerText()).not.toContain("secret");
    expect(server.problems).toEqual(["a search on the page failed"]);
    await witness.close();
  });

  test("explains in plain words why a file cannot be looked at", async () => {
    const witness = await open("en", 375);
    const { page } = witness;
    const { troubles } = wordsOf("en").picture;
    await page.goto(`${server.origin}/picture`);
    const input = page.locator("lethe-picture-report input[type=file]");
    const cases = [
      {
        name: "a.txt",
        mimeType: "text/plain",
        buffer: Buffer.from("text"),
        says: troubles.notAPicture,
      },
      {
        name: "a.jpg",
        mimeType: "image/jpeg",
        buffer: Buffer.from("text"),
        says: troubles.unreadable,
      },
      {
        name: "b.jpg",
        mimeType: "image/jpeg",
        buffer: Buffer.alloc(8_000_000),
        says: troubles.tooLarge,
      },
    ];
    for (const { says, ...file } of cases) {
      await input.setInputFiles(file);
      await page.getByText(says.title).waitFor();
      expect(await page.getByText(says.advice).isVisible()).toBe(true);
    }
    await page.route("**/v1/images:annotate", (route) => route.abort());
    await input.setInputFiles({ name: "c.png", mimeType: "image/png", buffer: Buffer.from("x") });
    await page.getByText(troubles.offline.title).waitFor();
    await witness.close();
  });

  test("says that a kept search is forgotten once its time is over", async () => {
    const witness = await open("en", 375);
    const { page } = witness;
    await page.goto(`${server.origin}/history`);
    await page.getByRole("button", { name: wordsOf("en").history.turnOn }).click();
    await page.goto(`${server.origin}/?q=river`);
    await page.goto(`${server.origin}/history`);
    await page.locator(".kept-link").click();
    server.moveClock(21 * DAY_MS);
    await page.reload();
    expect(await page.getByText(wordsOf("en").troubles.gone.title).isVisible()).toBe(true);
    await page.goto(`${server.origin}/history`);
    expect(await page.locator(".kept-link").count()).toBe(0);
    await witness.close();
  });
});
