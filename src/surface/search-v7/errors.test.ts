import { describe, expect, test } from "vitest";
import { reasons, ServiceError, type Reason } from "../../base/errors.ts";
import { encodeError, encodeWrongMethod } from "./errors.ts";

const all = Object.keys(reasons) as Reason[];

describe("encodeError", () => {
  test("tells a missing parameter in the words of the original", () => {
    const error = new ServiceError("ARGUMENT_MISSING", "`q` is missing", { field: "q" });
    expect(encodeError(error)).toEqual({
      status: 400,
      body: {
        _type: "ErrorResponse",
        errors: [
          {
            _type: "Error",
            code: "InvalidRequest",
            subCode: "ParameterMissing",
            message: "Required parameter is missing.",
            parameter: "q",
          },
        ],
      },
    });
  });

  test("says nothing of a bug", () => {
    const { status, body } = encodeError(new Error("a secret"));
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain("secret");
  });

  test.each(all)("answers %s with an error response", (reason) => {
    const { status, body } = encodeError(new ServiceError(reason, "its text"));
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.errors).toHaveLength(1);
    expect(body.errors[0]?.message).not.toBe("");
  });

  test("keeps to itself what it says of the server", () => {
    const own = all.filter((reason) => encodeError(new ServiceError(reason, "")).status === 500);
    const bodies = own.map((reason) => encodeError(new ServiceError(reason, "its text")).body);
    expect(own).toContain("INDEX_CORRUPT");
    expect(JSON.stringify(bodies)).not.toContain("its text");
  });

  test("answers with 503 never: client libraries would wait two minutes", () => {
    const statuses = all.map((reason) => encodeError(new ServiceError(reason, "")).status);
    expect(statuses).not.toContain(503);
    expect(encodeError(new ServiceError("QUEUE_FULL", "")).retryAfterSeconds).toBe(1);
  });

  test("refuses an unknown key in both shapes that clients know", () => {
    expect(encodeError(new ServiceError("CALLER_UNKNOWN", "x")).body).toMatchObject({
      errors: [{ code: "InvalidAuthorization", subCode: "AuthorizationMissing" }],
      error: { code: "401", message: expect.stringContaining("invalid subscription key") },
    });
  });
});

describe("encodeWrongMethod", () => {
  test("names what is allowed", () => {
    const { status, body } = encodeWrongMethod("PUT", "GET");
    expect(status).toBe(405);
    expect(body.errors[0]?.moreDetails).toBe("`PUT` is not allowed here; GET is");
  });
});
