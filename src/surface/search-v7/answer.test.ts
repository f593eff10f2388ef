import { describe, expect, test } from "vitest";
import type { Call } from "../../base/call.ts";
import { LOCAL_APPLICATION, userSecret } from "../../base/ids.ts";
import { instant } from "../../base/instant.ts";
import { createAnswerWebSearch, type HistoryEntry } from "./answer.ts";
import { defaultWebSearch } from "./decode.ts";

const somebody = userSecret("0123456789abcdef");

function callOf(user = somebody): Call & { readonly logged: string[] } {
  const logged: string[] = [];
  return {
    application: LOCAL_APPLICATION,
    at: instant(7),
    signal: new AbortController().signal,
    log: (_level, message) => void logged.push(message),
    logged,
    ...(user !== undefined && { user }),
  };
}

const nobody = (): ReturnType<typeof callOf> => {
  const { user: _, ...call } = callOf();
  return call;
};

const searchWeb = async () => ({ totalEstimatedMatches: 0, hits: [] });
const request = { ...defaultWebSearch("the sea"), market: "ko-KR" };

describe("createAnswerWebSearch", () => {
  test("hands on to the history the very bytes that it answers, and since when they count", async () => {
    const kept: HistoryEntry[] = [];
    const answer = createAnswerWebSearch({
      searchWeb,
      keepHistory: async (_call, entry) => kept.push(entry) > 0,
    });
    const { body, response, history } = await answer(callOf(), request, "http://h");
    expect(history).toBe("kept");
    expect(kept).toEqual([
      { query: "the sea", market: "ko-KR", response: body, queriedAt: instant(7) },
    ]);
    expect(JSON.parse(new TextDecoder().decode(body))).toEqual(response);
  });

  test("asks no history when nobody is named", async () => {
    const answer = createAnswerWebSearch({
      searchWeb,
      keepHistory: async () => {
        throw new Error("nobody's history was asked for");
      },
    });
    expect((await answer(nobody(), request, "http://h")).history).toBe("none");
  });

  test("answers all the same when the history fails, and reports it without the query", async () => {
    const answer = createAnswerWebSearch({
      searchWeb,
      keepHistory: async () => {
        throw new Error("away");
      },
    });
    const call = callOf();
    expect((await answer(call, request, "http://h")).history).toBe("failed");
    expect(call.logged).toHaveLength(1);
    expect(call.logged[0]).not.toContain(request.query.text);
  });
});
