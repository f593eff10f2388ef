import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import { ServiceError } from "../base/errors.ts";
import { parseManifest } from "./weights.ts";

const SHA256 = "a".repeat(64);

describe("parseManifest", () => {
  test("gives the rows in the manifest's order, whatever else they say", () => {
    const text = JSON.stringify({
      about: "files",
      models: [
        { file: "one.onnx", sha256: SHA256, licence: "Apache-2.0" },
        { file: "two.json", sha256: SHA256 },
      ],
    });
    expect(parseManifest(text).map((row) => row.file)).toEqual(["one.onnx", "two.json"]);
  });

  test.each([
    ["text that is not JSON", "{"],
    ["another shape", "[]"],
    ["a row without a hash", '{"models":[{"file":"one.onnx"}]}'],
    ["a hash in capitals", JSON.stringify({ models: [{ file: "a", sha256: "A".repeat(64) }] })],
    ["a path instead of a name", JSON.stringify({ models: [{ file: "../a", sha256: SHA256 }] })],
  ])("refuses %s", (_, text) => {
    expect(() => parseManifest(text)).toThrow(ServiceError);
  });

  test("answers any JSON with rows or a ServiceError", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        let outcome: unknown;
        try {
          outcome = parseManifest(text);
        } catch (cause) {
          outcome = cause;
        }
        expect(Array.isArray(outcome) || outcome instanceof ServiceError).toBe(true);
      }),
    );
  });
});
