import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalizePath } from "./normalize-path.ts";

describe("normalizePath", () => {
  test.each([
    ["/v7.0/search?q=a", "/v7.0/search?q=a"],
    ["/bing/v7.0/search?q=A%20B", "/v7.0/search?q=A%20B"],
    ["//bing/v7.0/search?q=a", "/v7.0/search?q=a"],
    ["/api/v7/images/search", "/v7.0/images/search"],
    ["/api/v7.0/news", "/v7.0/news"],
    ["/v7/search/", "/v7.0/search"],
    ["/bing/v7.0/Suggestions?q=x", "/v7.0/suggestions?q=x"],
    ["/V7.0//Images///VisualSearch", "/v7.0/images/visualsearch"],
    ["/v7.0/custom/search?customConfig=1", "/v7.0/custom/search?customConfig=1"],
    ["/bingcustomsearch/v7.0/search?q=a", "/v7.0/custom/search?q=a"],
    ["/bingcustomsearch/v7.0/images/search", "/v7.0/custom/images/search"],
    ["/bing/localbusinesses/v7.0/search", "/v7.0/localbusinesses/search"],
    ["/bing/v7.0/search?u=//A/B//", "/v7.0/search?u=//A/B//"],
    ["/v7", "/v7.0"],
  ])("%s is %s", (target, canonical) => {
    expect(normalizePath(target)).toBe(canonical);
  });

  test.each([
    "/",
    "/?q=/v7.0/search",
    "/v1/images:annotate",
    "/v7.1/search",
    "/v70/search",
    "/x/v7.0/search",
    "/bing/search",
    "/Promises/",
    "//th",
    "/governance/v1/history/",
    "/google.cloud.vision.v1.ImageAnnotator/BatchAnnotateImages",
    "",
    "*",
  ])("leaves %s as it is", (target) => {
    expect(normalizePath(target)).toBe(target);
  });

  test("changes nothing more when it is applied again, and never touches the query string", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("/v7.0", "/bing/V7.0", "//api/v7", "/bingcustomsearch/v7.0", "/other"),
        fc.stringMatching(/^[/A-Za-z0-9.]{0,20}$/),
        fc.stringMatching(/^[ -~]{0,20}$/),
        (prefix, rest, query) => {
          const once = normalizePath(`${prefix}/${rest}?${query}`);
          expect(normalizePath(once)).toBe(once);
          expect(once.slice(once.indexOf("?") + 1)).toBe(query);
        },
      ),
    );
  });
});
