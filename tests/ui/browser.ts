/**
 * Chromium as a person has it: one browser for a test file, and a witness beside every page.
 */
import fs from "node:fs";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";

const EXECUTABLE = "/usr/bin/chromium";

/** Whether to run: a machine without Chromium may skip, CI may not. */
export const canSee = fs.existsSync(EXECUTABLE) || process.env["CI"] !== undefined;

/** Stands in a suite's name where it is not run. */
export const whyNot = canSee ? "" : " (not run: no Chromium)";

/** Starts the browser without anything that would make it call home. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      "--headless=new",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Everything a person would call broken although nothing looks so. */
export interface Witness {
  readonly page: Page;
  /** Errors on the console, uncaught errors, violations of the page's policy. */
  readonly complaints: string[];
  /** Requests that did not go to the page's own server. */
  readonly strangers: string[];
  close(): Promise<void>;
}

/** Opens a page with a fresh profile. Requests to other servers are noted and answered here. */
export async function openPage(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions,
): Promise<Witness> {
  const context = await browser.newContext({ timezoneId: "UTC", ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const strangers: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.exposeFunction("letheComplain", (text: string) => void complaints.push(text));
  await page.addInitScript(
    `addEventListener("securitypolicyviolation", (event) => letheComplain("policy: " + event.violatedDirective + " " + event.blockedURI))`,
  );
  await page.route(
    (url) => url.origin !== origin && url.protocol.startsWith("http"),
    async (route) => {
      const { referer = "none" } = await route.request().allHeaders();
      strangers.push(`${route.request().url()} referer: ${referer}`);
      await route.fulfill({ contentType: "text/html", body: "<title>elsewhere</title>" });
    },
  );
  return { page, complaints, strangers, close: () => context.close() };
}

/** How far the page can be scrolled to the side, in px; more than 0 is a fault. */
export function sideways(page: Page): Promise<number> {
  return page.evaluate<number>(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );
}
