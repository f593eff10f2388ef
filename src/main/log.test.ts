import { describe, expect, test } from "vitest";
import { ServiceError } from "../base/errors.ts";
import { createLog } from "./log.ts";

const CANARY = "canary-of-a-query";

function written(cause: unknown): string {
  let text = "";
  createLog((line) => {
    text += line;
  })("error", "something failed", cause);
  return text;
}

describe("createLog", () => {
  test("says nothing of what a caller said: neither message, nor field, nor value, nor property", () => {
    const error = new ServiceError("ARGUMENT_INVALID", `\`${CANARY}\` is too long`, {
      field: CANARY,
      value: CANARY,
    });
    const bug = Object.assign(new Error("a bug"), { query: CANARY, cause: error });
    expect(written(error)).toContain("ARGUMENT_INVALID");
    expect(written(error) + written(bug) + written({ query: CANARY })).not.toContain(CANARY);
  });

  test("keeps what an operator needs: the place of a bug, and the words of a broken index", () => {
    expect(written(new Error("a bug"))).toMatch(/a bug\n\s+at .*log\.test\.ts/);
    expect(written(new ServiceError("INDEX_CORRUPT", "the segment is cut short"))).toContain(
      "INDEX_CORRUPT: the segment is cut short",
    );
  });
});
