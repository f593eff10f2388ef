import { describe, expect, test } from "vitest";
import { decodeText } from "./decode-text.ts";

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

describe("decodeText", () => {
  test("reads UTF-8 without being told, even if the page says something else", () => {
    expect(decodeText(new TextEncoder().encode('<meta charset="euc-kr">한국어'))).toContain(
      "한국어",
    );
  });

  test("reads the encoding that a page names", () => {
    const head = '<meta http-equiv="Content-Type" content="text/html; charset=euc-kr">';
    const hangul = [0xc7, 0xd1, 0xb1, 0xdb]; // 한글
    expect(decodeText(Uint8Array.of(...latin1(head), ...hangul))).toBe(`${head}한글`);
  });

  test("takes windows-1252 where nothing is named, or nothing that exists", () => {
    expect(decodeText(Uint8Array.of(0x93, 0xe9, 0x94))).toBe("“é”");
    expect(decodeText(latin1('<meta charset="klingon">\xe9'))).toMatch(/é$/);
  });

  test("follows a byte order mark and drops it", () => {
    expect(decodeText(Uint8Array.of(0xff, 0xfe, 0x41, 0, 0x5c, 0xd5))).toBe("A한");
    expect(decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe("A");
  });
});
