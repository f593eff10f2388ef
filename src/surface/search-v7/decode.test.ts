import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ServiceError } from "../../base/errors.ts";
import { instant } from "../../base/instant.ts";
import { decodeWebSearch, defaultWebSearch, type SearchHeaders } from "./decode.ts";

const at = instant(Date.UTC(2026, 10, 25));
const decode = (query: string, headers: SearchHeaders = {}) =>
  decodeWebSearch(`/v7.0/search?${query}`, headers, at);

/** The count that is read, or what is thrown. */
function outcome(query: string): unknown {
  try {
    return decode(query).query.count;
  } catch (error) {
    return error;
  }
}

const invalid = (field: string, value: string) =>
  expect.objectContaining({ reason: "ARGUMENT_INVALID", field, value });

describe("decodeWebSearch", () => {
  test("takes the defaults where nothing is said", () => {
    expect(decode("q=tom+cruise")).toEqual(defaultWebSearch("tom cruise"));
  });

  test("reads names and listed values in any case, and both ways to write a blank", () => {
    const asked = decode(
      "Q=tom%20+cruise&COUNT=5&Offset=20&SAFESEARCH=strict&textdecorations=True&TextFormat=html&MKT=ko-kr&setlang=KO",
      { "x-bingapis-sdk": "true" },
    );
    expect(asked).toEqual({
      query: { text: "tom  cruise", count: 5, offset: 20, safeSearch: "Strict", language: "ko" },
      market: "ko-KR",
      interfaceLanguage: "ko",
      decoration: "HTML",
      answers: { exclude: [], promote: [] },
      isForSdk: true,
    });
  });

  test.each(["", "q=", "q=%20+%20", "query=a"])("misses `q` in `%s`", (query) => {
    expect(() => decode(query)).toThrow(
      expect.objectContaining({ reason: "ARGUMENT_MISSING", field: "q" }),
    );
  });

  test.each([
    ["count", "-1"],
    ["count", "1.5"],
    ["count", "ten"],
    ["count", "65536"],
    ["offset", "-10"],
    ["offset", "1e3"],
    ["answerCount", "4294967296"],
    ["safeSearch", "none"],
    ["textDecorations", "yes"],
    ["textFormat", "markdown"],
    ["freshness", "yesterday"],
    ["mkt", "zh-hant-TW"],
    ["cc", "usa"],
  ])("refuses %s=%s by the name that is documented", (name, value) => {
    expect(() => decode(`q=a&${name.toUpperCase()}=${value}`)).toThrow(invalid(name, value));
  });

  test("gives at most fifty pages, whoever asks for more", () => {
    expect(decode("q=a&count=51").query.count).toBe(50);
    expect(decode("q=a&count=65535").query.count).toBe(50);
    expect(decode("q=a&count=0").query.count).toBe(0);
  });

  test("takes the first of a repeated parameter, and an empty one as absent", () => {
    expect(decode("q=a&count=3&count=7").query.count).toBe(3);
    expect(decode("q=a&count=&freshness=&mkt=").query).toEqual(defaultWebSearch("a").query);
  });

  test("ignores what it does not know", () => {
    expect(decode("q=a&FORM=QBLH&qpvt=x&__proto__=1&constructor=2")).toEqual(defaultWebSearch("a"));
  });

  test("marks nothing when only a format is named", () => {
    expect(decode("q=a&textFormat=HTML").decoration).toBe("None");
    expect(decode("q=a&textDecorations=true").decoration).toBe("Raw");
  });

  test("finds the market in the languages of a reader, unless one is named", () => {
    const headers = { "accept-language": "ko,en;q=0.5" };
    expect(decode("q=a&cc=kr", headers).market).toBe("ko-KR");
    expect(decode("q=a", headers).market).toBe("ko-KR");
    expect(decode("q=a&cc=kr&mkt=en-us", headers).market).toBe("en-US");
  });

  test("reads any query string, or refuses it with a reason", () => {
    const name = fc.constantFrom(
      "q",
      "count",
      "offset",
      "mkt",
      "cc",
      "freshness",
      "responseFilter",
    );
    const value = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("%", "%E3%80", "1", "-images"),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), (pairs) => {
        const query = pairs.map(([key, text]) => `${key}=${text}`).join("&");
        expect(outcome(query)).toSatisfy(
          (result) =>
            result instanceof ServiceError || (typeof result === "number" && result <= 50),
        );
      }),
    );
  });
});
