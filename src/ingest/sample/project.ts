/**
 * Makes pages of the project's own documents: the Markdown files at its root and under `docs/`.
 */
import fs from "node:fs";
import path from "node:path";
import type { WebPageDocument } from "../../search/document/document.ts";
import { languageOfScript } from "../extract/language-of-script.ts";
import { extractMarkdown } from "../markdown/extract-markdown.ts";

/** One page for each document, in the order of paths; `repository` is where its files can be read. */
export function projectDocuments(root: string, repository: string): WebPageDocument[] {
  return fs
    .globSync(["*.md", "docs/**/*.md"], { cwd: root })
    .map((file) => file.split(path.sep).join("/"))
    .toSorted()
    .map((file) => {
      const page = extractMarkdown(fs.readFileSync(path.join(root, file), "utf8"));
      return {
        kind: "webPage",
        url: `${repository}/blob/HEAD/${file.split("/").map(encodeURIComponent).join("/")}`,
        title: page.title === "" ? file : page.title,
        text: page.text,
        language: languageOfScript(page.text) ?? "en",
        headings: page.headings,
        isFamilyFriendly: true,
      };
    });
}
