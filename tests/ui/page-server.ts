/**
 * A server that has only the pages, over a search, a history and promises in memory: what the tests in
 * Chromium look at. The picture route answers as the wire does, from the picture's first bytes.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import Fastify, { type FastifyInstance } from "fastify";
import { bundleWeb } from "../../scripts/bundle-web.ts";
import type { Call } from "../../src/base/call.ts";
import { ServiceError } from "../../src/base/errors.ts";
import { recordId, type RecordId } from "../../src/base/ids.ts";
import { DAY_MS, HOUR_MS, instant, later, type Instant } from "../../src/base/instant.ts";
import { createSearchWeb, type WebAnswer, type WebQuery } from "../../src/service/search-web.ts";
import { createCallOf } from "../../src/surface/http/caller.ts";
import { loadAssets } from "../../src/surface/pages/assets.ts";
import {
  createPageRoutes,
  type KeptAnswer,
  type PageHistory,
  type PagePromise,
} from "../../src/surface/pages/routes.ts";
import { createAnswerWebSearch, type AnswerWebSearch } from "../../src/surface/search-v7/answer.ts";

/** The clock of these tests stands here until a test moves it. */
export const NOW: Instant = instant(Date.UTC(2026, 10, 25, 4, 50));

const topics = ["Lakes and rivers", "물의 도시", "Rivers <of> & forgetting", "River crossings"];

/** Pages enough for three pages of results; every query but `nothing` finds them all. */
function findPages({ text, count, offset }: WebQuery): WebAnswer {
  if (text === "nothing") return { totalEstimatedMatches: 0, hits: [] };
  if (text === "queue") throw new ServiceError("QUEUE_FULL", "too many searches at once");
  if (text === "crash") throw new Error("a secret of the engine");
  const all = Array.from({ length: 23 }, (_, n) => {
    const title = `${topics[n % topics.length]} ${n + 1}`;
    const isKorean = n % topics.length === 1;
    const passage = isKorean
      ? "강은 물이 흐르는 길이다. 사람들은 강가에 도시를 짓고, 강물은 모든 것을 잊은 듯 바다로 간다."
      : "A river is a stream of fresh water that flows to a sea, a lake or another river. Those who drank of the river Lethe forgot what they had been.";
    return {
      url: `https://example.org/${isKorean ? "ko" : "en"}/river/${n + 1}?a=1&b="2"`,
      title,
      passage,
      highlights: placesOf(passage, isKorean ? "강" : "river"),
      titleHighlights: [],
      language: isKorean ? "ko" : "en",
      dateIndexed: NOW,
      isFamilyFriendly: true,
      score: 1,
    };
  });
  return { totalEstimatedMatches: all.length, hits: all.slice(offset, offset + count) };
}

function placesOf(text: string, word: string): [number, number][] {
  return [...text.matchAll(new RegExp(word, "g"))].map(({ index }) => [index, index + word.length]);
}

/** A history in memory that keeps the time of its entries as the real one does. */
export class MemoryHistory implements PageHistory {
  readonly #people = new Map<string, { isKeeping: boolean; kept: KeptAnswer[] }>();
  #made = 0;

  #of({ user }: Call): { isKeeping: boolean; kept: KeptAnswer[] } {
    if (user === undefined) throw new Error("a history without a person was asked for");
    const known = this.#people.get(user) ?? { isKeeping: false, kept: [] };
    this.#people.set(user, known);
    return known;
  }
  async isKeeping(call: Call): Promise<boolean> {
    return this.#of(call).isKeeping;
  }
  async setKeeping(call: Call, isOn: boolean): Promise<void> {
    this.#of(call).isKeeping = isOn;
  }
  async keep(call: Call, query: string, response: Uint8Array): Promise<boolean> {
    const mine = this.#of(call);
    if (!mine.isKeeping) return false;
    this.#made += 1;
    const expiresAt = later(call.at, 21 * DAY_MS - HOUR_MS);
    const id = recordId(`record-${this.#made}`);
    mine.kept.unshift({ id, query, queriedAt: call.at, expiresAt, response });
    return true;
  }
  async list(call: Call): Promise<readonly KeptAnswer[]> {
    return this.#of(call).kept.filter(({ expiresAt }) => expiresAt > call.at);
  }
  async open(call: Call, id: RecordId): Promise<KeptAnswer> {
    const kept = this.#of(call).kept.find((one) => one.id === id);
    if (kept === undefined) throw new ServiceError("NOT_FOUND", "there is no such record");
    if (kept.expiresAt <= call.at) throw new ServiceError("RECORD_EXPIRED", "it is forgotten");
    return kept;
  }
  async delete(call: Call, id: RecordId): Promise<void> {
    await this.open(call, id);
    const mine = this.#of(call);
    mine.kept = mine.kept.filter((one) => one.id !== id);
  }
  async deleteAll(call: Call): Promise<number> {
    const mine = this.#of(call);
    const { length } = mine.kept;
    mine.kept = [];
    return length;
  }
}

const promises: readonly PagePromise[] = [
  {
    id: "DU-06",
    summary: {
      en: "A picture sent for an immediate answer is looked at in memory and never written to disk.",
      ko: "즉시 답하는 사진은 메모리에서만 보고, 디스크에 쓰지 않습니다.",
    },
    gate: "process: no writable file (file size limit 0)",
    state: "kept",
    evidence: ["2 seers run with a file size limit of 0 bytes."],
    test: "tests/promises/no-write.test.ts",
  },
  {
    id: "UD-51",
    summary: {
      en: "A kept search is forgotten before 21 days have passed since it was first asked.",
      ko: "보관한 검색은 처음 물은 때부터 21일이 지나기 전에 잊습니다.",
    },
    gate: "keeper/records: the deadline is part of the encryption",
    state: "kept",
    evidence: ["0 records are past their deadline.", "The last sweep was 40 seconds ago."],
    test: "tests/promises/expiry.test.ts",
  },
  {
    id: "DU-03",
    summary: {
      en: "What looks at pictures cannot reach the network.",
      ko: "사진을 보는 부분은 네트워크에 닿을 수 없습니다.",
    },
    gate: "process: network namespace",
    state: "warned",
    evidence: ["This kernel does not allow a network namespace of our own."],
  },
];

/** What the wire says about a picture: two labels and three colours, or that it cannot be read. */
function annotate(body: unknown): unknown {
  const { requests } = body as { requests: { image: { content: string } }[] };
  const bytes = Buffer.from(requests[0]?.image.content ?? "", "base64");
  const isPicture = bytes.subarray(1, 4).toString("latin1") === "PNG";
  if (!isPicture) return { responses: [{ error: { code: 3, message: "Bad image data." } }] };
  const colors = [
    { color: { red: 11, green: 92, blue: 107 }, score: 0.61, pixelFraction: 0.52 },
    { color: { red: 246, green: 249, blue: 248 }, score: 0.25, pixelFraction: 0.31 },
    { color: { red: 200 }, score: 0.1, pixelFraction: 0.0031 },
  ];
  return {
    responses: [
      {
        labelAnnotations: [
          { mid: "/m/06cnp", description: "River", score: 0.93, topicality: 0.93 },
          { mid: "/m/01fnns", description: "Vegetation", score: 0.58, topicality: 0.58 },
        ],
        imagePropertiesAnnotation: { dominantColors: { colors } },
      },
    ],
  };
}

/** A running server, and the levers that tests pull. */
export interface PageServer {
  readonly origin: string;
  readonly app: FastifyInstance;
  readonly history: MemoryHistory;
  /** What was reported as our own failure. */
  readonly problems: string[];
  moveClock(ms: number): void;
  close(): Promise<void>;
}

/** Starts the server on a free port; close it after. */
export async function startPageServer(): Promise<PageServer> {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-ui-"));
  await bundleWeb(path.join(work, "web"));
  const history = new MemoryHistory();
  const problems: string[] = [];
  let at = NOW;
  const log = (_level: string, message: string): void => void problems.push(message);
  const answer = createAnswerWebSearch({
    searchWeb: createSearchWeb({ searcher: { searchWeb: async (query) => findPages(query) } }),
    keepHistory: (call, { query, response }) => history.keep(call, query, response),
  });
  const app = Fastify();
  app.post("/v1/images::annotate", { bodyLimit: 10_485_760 }, (request) => annotate(request.body));
  await app.register(
    createPageRoutes({
      callOf: createCallOf({ now: () => at, log }),
      answerWebSearch: withRules(answer),
      history,
      listPromises: async () => promises,
      assets: loadAssets(path.join(work, "web")),
      log,
    }),
  );
  const origin = await app.listen({ port: 0, host: "127.0.0.1" });
  return {
    origin,
    app,
    history,
    problems,
    moveClock: (ms) => (at = later(at, ms)),
    close: async () => {
      await app.close();
      fs.rmSync(work, { recursive: true, force: true });
    },
  };
}

/** For `licensed`, the first result comes with a licence and a source that must be named. */
function withRules(answer: AnswerWebSearch): AnswerWebSearch {
  return async (call, request, origin) => {
    const answered = await answer(call, request, origin);
    const { webPages } = answered.response;
    if (webPages === undefined || !/licensed|unknown rule/.test(request.query.text))
      return answered;
    const contractualRules =
      request.query.text === "licensed"
        ? [
            {
              _type: "ContractualRules/LicenseAttribution",
              targetPropertyName: "snippet",
              license: {
                name: "CC BY-SA 4.0",
                url: "https://creativecommons.org/licenses/by-sa/4.0/",
              },
              licenseNotice: "Text under CC BY-SA 4.0",
            },
            {
              _type: "ContractualRules/LinkAttribution",
              text: "Example Encyclopedia",
              url: "https://example.org/",
            },
            { _type: "ContractualRules/TextAttribution", text: "Example Press" },
          ]
        : [{ _type: "ContractualRules/HologramAttribution" }];
    const value = webPages.value.map((page, n) => (n === 0 ? { ...page, contractualRules } : page));
    return { ...answered, response: { ...answered.response, webPages: { ...webPages, value } } };
  };
}
