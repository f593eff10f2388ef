import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeForm, decodePage, decodeSearch } from "./decode.ts";

const search = (target: string, accepted = "en-GB") =>
  decodeSearch(decodePage(target, accepted), accepted);

describe("decodePage", () => {
  test.each([
    ["/", undefined, "en", undefined],
    ["/", "ko-KR,ko;q=0.9,en;q=0.8", "ko", undefined],
    ["/", "fr-FR,ko;q=0.5,en;q=0.4", "ko", undefined],
    ["/", "fr-FR,de", "en", undefined],
    ["/?lang=ko", "en-GB", "ko", "ko"],
    ["/?setlang=ko-kr", "en-GB", "ko", "ko"],
    ["/?lang=tlh", "ko", "ko", undefined],
  ])("reads %s with %s as %s", (target, accepted, language, chosenLanguage) => {
    const page = decodePage(target, accepted);
    expect(page.language).toBe(language);
    expect(page.chosenLanguage).toBe(chosenLanguage);
    expect(page.path).toBe("/");
  });

  test("reads any address and any header without failing", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (rest, header) => {
        expect(["en", "ko"]).toContain(decodePage(`/?${rest}`, header).language);
      }),
    );
  });
});

describe("decodeSearch", () => {
  test("asks for one page of the list, in the reader's market, with the query's words marked", () => {
    expect(search("/?q=+river+&offset=20&lang=ko")).toMatchObject({
      query: { text: "river", count: 10, offset: 20, language: "ko", safeSearch: "Moderate" },
      market: "ko-KR",
      decoration: "Raw",
    });
  });

  test("asks nothing when there is nothing to ask", () => {
    expect(search("/")).toBeUndefined();
    expect(search("/?q=%20%20")).toBeUndefined();
  });

  test.each(["-1", "1e3", "x", "", "99999", "123456"])(
    "takes the offset `%s` for the start",
    (text) => {
      expect(search(`/?q=a&offset=${text}`)?.query.offset).toBe(0);
    },
  );
});

describe("decodeForm", () => {
  test("reads what browsers send, and nothing out of anything else", () => {
    expect(decodeForm("keep=on&x=%EA%B0%95").get("x")).toBe("강");
    expect(decodeForm(undefined).get("keep")).toBeNull();
    expect(decodeForm({ keep: "on" }).get("keep")).toBeNull();
  });
});
