import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { userSecret } from "../../base/ids.ts";
import { forgetUser, isFromOurPage, keepUser, readUser } from "./session.ts";

const secret = "a-secret-of-enough-characters";

describe("readUser", () => {
  test("finds the secret among other cookies", () => {
    expect(readUser(`a=b; lethe_user=${secret}; c=d`)).toBe(secret);
  });

  test.each([undefined, "", "lethe_user=", "lethe_user=short", "x_lethe_user=" + secret])(
    "finds nobody in `%s`",
    (header) => expect(readUser(header)).toBeUndefined(),
  );

  test("reads any header without failing", () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        const user = readUser(header);
        expect(user === undefined || header.includes(user)).toBe(true);
      }),
    );
  });
});

describe("keepUser", () => {
  const user = userSecret(secret) ?? expect.unreachable();

  test("is a strict cookie that no script reads, for 21 days, and comes back as it went", () => {
    const cookie = keepUser(user, false);
    expect(cookie).toBe(`lethe_user=${secret}; Max-Age=1814400; Path=/; HttpOnly; SameSite=Strict`);
    expect(readUser(cookie.split(";")[0])).toBe(secret);
  });

  test("is secure over TLS", () => {
    expect(keepUser(user, true)).toMatch(/; Secure$/);
    expect(forgetUser(true)).toBe(
      "lethe_user=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict; Secure",
    );
  });
});

describe("isFromOurPage", () => {
  const origin = "http://127.0.0.1:8080";

  test("believes the browser", () => {
    expect(isFromOurPage({ "sec-fetch-site": "same-origin" }, origin)).toBe(true);
    expect(isFromOurPage({ origin }, origin)).toBe(true);
  });

  test.each([
    {},
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site", origin },
    { "sec-fetch-site": "none" },
    { origin: "null" },
    { origin: "http://127.0.0.1:9090" },
  ])("refuses %o", (headers) => expect(isFromOurPage(headers, origin)).toBe(false));
});
