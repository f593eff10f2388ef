import { describe, expect, test } from "vitest";
import { extractMarkdown } from "./extract-markdown.ts";

describe("extractMarkdown", () => {
  test("takes the first heading for the title, and the text without its marks", () => {
    const page = extractMarkdown(
      "# The *sea*\n\nSalt **water** and [waves](https://e.org/w).\n\n## Deep\n",
    );
    expect(page).toEqual({
      title: "The sea",
      headings: ["The sea", "Deep"],
      text: "The sea\nSalt water and waves.\nDeep",
    });
  });

  test("reads the lines at the top that are about the page", () => {
    const page = extractMarkdown(
      '---\ntitle: "A: B"\ndate: 2024-05-06 10:00\nlang: ko\ntags:\n  - x\n---\nText\n',
    );
    expect(page).toMatchObject({
      title: "A: B",
      language: "ko",
      datePublished: "2024-05-06",
      text: "Text",
    });
  });

  test("takes a rule in the middle for a rule", () => {
    expect(extractMarkdown("One\n\n---\n\ntitle: two").text).toBe("One\ntitle: two");
  });

  test("leaves out scripts that HTML inside brings along", () => {
    expect(extractMarkdown("Before <script>alert(1)</script>\n\n<div>inside</div>").text).toBe(
      "Before\ninside",
    );
  });
});
