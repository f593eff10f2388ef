import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readManifest, webAddress } from "./package-manifest.ts";

describe("webAddress", () => {
  test.each([
    ["git+https://github.com/a/b.git", "https://github.com/a/b"],
    ["git://github.com/a/b.git", "https://github.com/a/b"],
    ["git+ssh://git@github.com/a/b.git", "https://github.com/a/b"],
    ["git@gitlab.com:a/b.git", "https://gitlab.com/a/b"],
    ["github:a/b", "https://github.com/a/b"],
    ["a/b", "https://github.com/a/b"],
    ["http://example.org/a/b#main", "https://example.org/a/b"],
  ])("%s is at %s", (repository, address) => {
    expect(webAddress(repository)).toBe(address);
  });

  test.each(["", "file:../x", "gist:1234", "javascript:alert(1)", "no address at all"])(
    "`%s` is at no page",
    (repository) => {
      expect(webAddress(repository)).toBeUndefined();
    },
  );
});

describe("readManifest", () => {
  test("puts the homepage first, then the folder in the repository", () => {
    const manifest = readManifest(
      JSON.stringify({
        name: "a",
        version: "1.0.0",
        license: "MIT",
        homepage: "https://a.example/",
        repository: { url: "git+https://github.com/a/b.git", directory: "packages/a" },
      }),
    );
    expect(manifest).toMatchObject({
      licence: "MIT",
      addresses: [
        "https://a.example/",
        "https://github.com/a/b/tree/HEAD/packages/a",
        "https://github.com/a/b",
      ],
    });
  });

  test("reads the old form of licences, and nothing from fields of a wrong form", () => {
    const manifest = readManifest(
      '{"name":"a","licenses":[{"type":"MIT"},{"type":"ISC"}],"homepage":7,"keywords":"x","version":{}}',
    );
    expect(manifest).toMatchObject({
      licence: "MIT, ISC",
      addresses: [],
      keywords: [],
      version: "",
    });
  });

  test("takes only addresses of the web", () => {
    const manifest = readManifest('{"name":"a","homepage":"javascript:alert(1)"}');
    expect(manifest?.addresses).toEqual([]);
  });

  test("is undefined for what names no package, and never throws", () => {
    expect(readManifest("not JSON")).toBeUndefined();
    expect(readManifest("[]")).toBeUndefined();
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(readManifest(json)?.name ?? "x").not.toBe("");
      }),
    );
  });
});
