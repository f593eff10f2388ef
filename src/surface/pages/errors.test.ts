import { describe, expect, test } from "vitest";
import { ServiceError } from "../../base/errors.ts";
import { errorLook } from "./errors.ts";

describe("errorLook", () => {
  test.each([
    [new ServiceError("RECORD_EXPIRED", "x"), 410, "gone"],
    [new ServiceError("NOT_FOUND", "x"), 404, "notFound"],
    [new ServiceError("QUEUE_FULL", "x"), 503, "busy"],
    [new ServiceError("KEEPER_UNAVAILABLE", "x"), 503, "away"],
    [new ServiceError("CALLER_FORBIDDEN", "x"), 403, "refused"],
    [new ServiceError("INDEX_CORRUPT", "x"), 500, "broken"],
    [Object.assign(new Error("x"), { statusCode: 413 }), 413, "badRequest"],
    [Object.assign(new Error("x"), { statusCode: 502 }), 500, "broken"],
    [new Error("x"), 500, "broken"],
    ["x", 500, "broken"],
  ])("%s is %i, %s", (error, status, trouble) => {
    expect(errorLook(error)).toEqual({ status, trouble });
  });
});
