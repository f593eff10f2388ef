/**
 * A server that has only Search v7, over a searcher that holds a handful of pages in memory: what the
 * conformance cases and the contract tests ask.
 */
import Fastify, { type FastifyInstance } from "fastify";
import type { Call } from "../../../src/base/call.ts";
import { ServiceError } from "../../../src/base/errors.ts";
import { LOCAL_APPLICATION, userSecret } from "../../../src/base/ids.ts";
import { instant, type Instant } from "../../../src/base/instant.ts";
import {
  createSearchWeb,
  type Searcher,
  type Highlight,
  type WebHit,
  type WebQuery,
} from "../../../src/service/search-web.ts";
import { createAnswerWebSearch, type HistoryEntry } from "../../../src/surface/search-v7/answer.ts";
import { normalizePath } from "../../../src/surface/search-v7/normalize-path.ts";
import { createSearchV7Routes } from "../../../src/surface/search-v7/routes.ts";

/** The clock of these tests stands here. */
export const NOW: Instant = instant(Date.UTC(2026, 10, 25, 4, 50));

/** Answers `x-test-key: unknown` as a server with keys would. */
const UNKNOWN_KEY = "unknown";

interface Page {
  readonly url: string;
  readonly title: string;
  readonly text: string;
  readonly language: string;
  readonly datePublished?: string;
  readonly dateIndexed: Instant;
}

const pages: readonly Page[] = [
  {
    url: "https://example.org/sailing/dinghy?a=1&b=2",
    title: "Dinghy sailing & <racing>",
    text: "Dinghy sailing is the activity of sailing small boats. It's done on lakes, and at sea.",
    language: "en",
    datePublished: "2024-05-06",
    dateIndexed: instant(Date.UTC(2026, 10, 24, 12, 0, 0, 123)),
  },
  {
    url: "http://www.example.com/",
    title: "Sailing club",
    text: "A club for sailing on the lake.",
    language: "en",
    dateIndexed: instant(Date.UTC(2026, 8, 1)),
  },
  {
    url: "https://ko.example.org/wiki/%ED%95%9C%EA%B5%AD",
    title: "한국의 요트",
    text: "요트는 바람으로 움직이는 배이다. sailing 이라고도 한다.",
    language: "ko",
    dateIndexed: instant(Date.UTC(2026, 10, 20)),
  },
];

/** Every place where a word of the query stands in `text`. */
function found(text: string, words: readonly string[]): Highlight[] {
  const lower = text.toLowerCase();
  return words.flatMap((word) => {
    const spans: Highlight[] = [];
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length)) {
      spans.push([at, at + word.length]);
    }
    return spans;
  });
}

function hitOf(page: Page, words: readonly string[]): WebHit {
  const { text, ...rest } = page;
  return {
    ...rest,
    passage: text,
    highlights: found(text, words),
    titleHighlights: found(page.title, words),
    isFamilyFriendly: true,
    score: 1,
  };
}

/** Finds the pages that hold every word of a query; keeps the queries it was asked. */
export class MemorySearcher implements Searcher {
  readonly queries: WebQuery[] = [];

  async searchWeb(query: WebQuery): Promise<{ totalEstimatedMatches: number; hits: WebHit[] }> {
    this.queries.push(query);
    if (query.text === "break the engine") throw new Error("a secret of the engine");
    if (query.text === "queue") throw new ServiceError("QUEUE_FULL", "too many searches at once");
    const words = query.text.toLowerCase().split(/\s+/);
    const { from = -Infinity, to = Infinity } = query.freshness ?? {};
    const matches = pages.filter(
      (page) =>
        page.dateIndexed >= from &&
        page.dateIndexed <= to &&
        words.every((word) => `${page.title} ${page.text}`.toLowerCase().includes(word)),
    );
    const shown = matches.slice(query.offset, query.offset + query.count);
    return {
      totalEstimatedMatches: matches.length,
      hits: shown.map((page) => hitOf(page, words)),
    };
  }
}

/** A server under test, and what it handed on. */
export interface TestServer {
  readonly app: FastifyInstance;
  readonly searcher: MemorySearcher;
  readonly history: HistoryEntry[];
  readonly problems: string[];
}

/** Makes the server; `inject` it, or `listen` on port 0. Close it after. */
export function createTestServer({ isKeeperGone = false } = {}): TestServer {
  const searcher = new MemorySearcher();
  const history: HistoryEntry[] = [];
  const problems: string[] = [];
  const app = Fastify({ rewriteUrl: (request) => normalizePath(request.url ?? "/") });
  const log = (_level: string, message: string): void => void problems.push(message);
  let made = 0;
  const routes = createSearchV7Routes({
    answerWebSearch: createAnswerWebSearch({
      searchWeb: createSearchWeb({ searcher }),
      keepHistory: async (_call, entry) => {
        if (isKeeperGone) throw new ServiceError("KEEPER_UNAVAILABLE", "the keeper is away");
        history.push(entry);
        return true;
      },
    }),
    callOf: (request): Call => {
      if (request.headers["ocp-apim-subscription-key"] === UNKNOWN_KEY) {
        throw new ServiceError("CALLER_UNKNOWN", "no such key");
      }
      const user = userSecret(String(request.headers["lethe-user"]));
      return {
        application: LOCAL_APPLICATION,
        at: NOW,
        signal: new AbortController().signal,
        log,
        ...(user !== undefined && { user }),
      };
    },
    log,
    newId: () => (made += 1).toString(16).toUpperCase().padStart(32, "0"),
  });
  void app.register(routes);
  return { app, searcher, history, problems };
}
