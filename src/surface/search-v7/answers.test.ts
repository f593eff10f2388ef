import { describe, expect, test } from "vitest";
import { chooseAnswers, decodePromote, decodeResponseFilter, type AnswerName } from "./answers.ts";

const ranked: AnswerName[] = ["WebPages", "News", "Images", "RelatedSearches"];

describe("decodeResponseFilter", () => {
  test("keeps what is listed, drops what has a minus, in any case and with blanks", () => {
    expect(decodeResponseFilter("Webpages, IMAGES")).toEqual({
      include: ["WebPages", "Images"],
      exclude: [],
    });
    expect(decodeResponseFilter("-images,-News")).toEqual({ exclude: ["Images", "News"] });
    expect(decodeResponseFilter("")).toEqual({ exclude: [] });
  });

  test("refuses to mix both", () => {
    expect(() => decodeResponseFilter("webpages,-images")).toThrow(
      expect.objectContaining({ reason: "ARGUMENT_INVALID", field: "responseFilter" }),
    );
  });

  test("calls an unknown answer forbidden, as the original did", () => {
    expect(() => decodeResponseFilter("webpages,weather")).toThrow(
      expect.objectContaining({ reason: "CALLER_FORBIDDEN", value: "webpages,weather" }),
    );
  });
});

describe("decodePromote", () => {
  test("takes the singular that the documentation slips into", () => {
    expect(decodePromote("video,News")).toEqual(["Videos", "News"]);
  });

  test("refuses an unknown answer", () => {
    expect(() => decodePromote("weather")).toThrow(
      expect.objectContaining({ reason: "ARGUMENT_INVALID", field: "promote" }),
    );
  });
});

describe("chooseAnswers", () => {
  const all = { exclude: [], promote: [] };

  test("gives all there are, in their order, when nothing is asked", () => {
    expect(chooseAnswers(ranked, all)).toEqual(ranked);
  });

  test("filters before it counts", () => {
    expect(chooseAnswers(ranked, { ...all, exclude: ["WebPages"], limit: 1 })).toEqual(["News"]);
  });

  test("adds what is promoted without counting it, if it is there", () => {
    const choice = { ...all, limit: 1, promote: ["Images", "Videos"] as const };
    expect(chooseAnswers(ranked, choice)).toEqual(["WebPages", "Images"]);
  });

  test("ignores promotion where nothing is limited", () => {
    expect(chooseAnswers(ranked, { ...all, include: ["News"], promote: ["Images"] })).toEqual([
      "News",
    ]);
  });
});
