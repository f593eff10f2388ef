/**
 * Ranking on the given test sets against the better known BM25, one configuration for all.
 *
 * Runs where LETHE_CORPORA names the folder of the sets. Numbers are printed for the record.
 * Source   nDCG: Järvelin, Kekäläinen 2002; the baselines come with the sets.
 */
import fs from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { ask, segmentOf } from "./fixture.ts";

const corpora = process.env["LETHE_CORPORA"];
/** How far below the baseline a set may fall. */
const TOLERANCE = 0.02;

/** Set, language of its documents, nDCG@10 of BM25 (0.9, 0.4) on the whole set. */
const sets = [
  ["cacm", "en"],
  ["npl", "en"],
  ["xquad-en", "en"],
  ["xquad-zh", "zh"],
  ["xquad-ru", "ru"],
  ["xquad-vi", "vi"],
  ["xquad-th", "th"],
  ["jsquad-valid", "ja"],
] as const;

const document = z.object({ id: z.string(), title: z.string(), text: z.string() });
const question = z.object({ id: z.string(), text: z.string() });
const baseline = z.object({ set: z.string(), "bm25_0.9_0.4": z.object({ ndcg10: z.number() }) });

function readText(file: string): string {
  const bytes = fs.existsSync(file)
    ? fs.readFileSync(file)
    : gunzipSync(fs.readFileSync(`${file}.gz`));
  return bytes.toString("utf8");
}

function readLines<T>(file: string, shape: z.ZodType<T>): T[] {
  const lines = readText(file)
    .split("\n")
    .filter((line) => line !== "");
  return lines.map((line) => shape.parse(JSON.parse(line)));
}

/** Gains of each query's documents. */
function readGains(file: string): Map<string, Map<string, number>> {
  const gains = new Map<string, Map<string, number>>();
  for (const line of readText(file).split("\n")) {
    const [query, , id, gain] = line.split("\t");
    if (query === undefined || id === undefined || Number(gain) <= 0) continue;
    gains.set(query, (gains.get(query) ?? new Map<string, number>()).set(id, Number(gain)));
  }
  return gains;
}

function dcg(gains: readonly number[]): number {
  return gains.slice(0, 10).reduce((sum, gain, place) => sum + gain / Math.log2(place + 2), 0);
}

/** A question is a question: its quotes, signs and colons are no operators. */
function asText(text: string): string {
  return text.replace(/["“”()|&:]|(?<=^|\s)[-+]/g, " ");
}

function meanNdcg(folder: string, language: string): number {
  const documents = readLines(path.join(folder, "docs.jsonl"), document);
  const pages = documents.map(({ id, title, text }) => {
    const url = `https://example.org/?${encodeURIComponent(id)}`;
    return { kind: "webPage", url, title, text, language };
  });
  const index = segmentOf(pages);
  const gains = readGains(path.join(folder, "qrels.tsv"));
  const questions = readLines(path.join(folder, "queries.jsonl"), question).filter(({ id }) =>
    gains.has(id),
  );
  const scores = questions.map(({ id, text }) => {
    const own = gains.get(id) ?? new Map<string, number>();
    const { hits } = ask([index], asText(text));
    const found = hits.map(({ url }) => own.get(decodeURIComponent(url.slice(21))) ?? 0);
    return dcg(found) / dcg([...own.values()].toSorted((a, b) => b - a));
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

const said = corpora === undefined ? " (not run: no corpora)" : "";

describe("searchWeb", () => {
  test.skipIf(corpora === undefined).each(sets)(
    `ranks %s no worse than BM25${said}`,
    (set, language) => {
      const root = corpora ?? "";
      const rows = readLines(path.join(root, "baselines/ir.jsonl"), baseline);
      const expected = rows.find((row) => row.set === set)?.["bm25_0.9_0.4"].ndcg10 ?? Number.NaN;
      const measured = meanNdcg(path.join(root, "ir", set), language);
      process.stdout.write(`${set}: nDCG@10 ${measured.toFixed(4)}, BM25 ${expected.toFixed(4)}\n`);
      expect(measured).toBeGreaterThanOrEqual(expected - TOLERANCE);
    },
    60_000,
  );

  test("finds Korean pages whatever particle hangs on the noun, the closest first", () => {
    const texts = [
      "서울에서 부산까지 기차로 세 시간이 걸린다",
      "부산은 항구 도시이다",
      "서울의 날씨는 맑고 부산의 날씨는 흐리다",
      "제주도는 화산섬이다",
      "김치는 배추로 만든 한국의 전통 음식이다",
      "한국어의 조사는 체언 뒤에 붙는다",
    ];
    const index = segmentOf(
      texts.map((text, n) => ({
        kind: "webPage",
        url: `https://example.org/${n}`,
        text,
        language: "ko",
      })),
    );
    const first = (text: string): string | undefined => ask([index], text).hits[0]?.url.slice(20);
    const asked = [
      "서울 날씨",
      "부산까지 기차",
      "제주도에",
      "한국 음식",
      "조사가 붙는",
      "배추로 만드는 것",
    ];
    expect(asked.map(first)).toEqual(["2", "0", "3", "4", "5", "4"]);
  });
});
