import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ServiceError } from "../../../base/errors.ts";
import { blobIndex, blobPlaceholder, scanJson } from "./scan.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What the scanner makes of a text in which anything may stand anywhere; undefined: refused. */
function scanFree(text: string): unknown {
  try {
    return { value: JSON.parse(scanJson(encode(text), { kind: "free" }).skeleton) };
  } catch (error) {
    if (error instanceof ServiceError) return undefined;
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

describe("scanJson", () => {
  test("keeps every JSON value as it is", () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: "binary" }), (text) => {
        expect(scanFree(text)).toEqual(parse(text));
      }),
    );
  });

  test("refuses exactly what JSON.parse refuses", () => {
    const token = fc.constantFrom(
      ...'{ } [ ] , : " 1 -0.5e+1 01 1. - true nul e5 \\ \\n \\ud83d'.split(" "),
      '"a":',
      '"b":',
      " ",
      "\t",
      "\u00a0",
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 9 }), (tokens) => {
        const text = tokens.join("");
        // A name twice is the one thing that is refused beyond JSON.parse.
        fc.pre(text.split('"a":').length < 3 && text.split('"b":').length < 3);
        expect(scanFree(text)).toEqual(parse(text));
      }),
      { numRuns: 3000 },
    );
  });

  test("puts each blob's number where it stood", () => {
    const slot = { kind: "list", items: { kind: "bytes" } } as const;
    const { skeleton, blobs } = scanJson(encode(' [ "QQ==" , "\\u0051g" ]'), slot);
    expect(skeleton).toBe(`["${blobPlaceholder(0)}","${blobPlaceholder(1)}"]`);
    expect(blobs.map((blob) => Buffer.from(blob.bytes).toString())).toEqual(["A", "B"]);
    expect(blobIndex(Buffer.from(blobPlaceholder(70_000), "base64"))).toBe(70_000);
  });
});
