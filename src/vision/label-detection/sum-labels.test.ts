import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sumLabels } from "./sum-labels.ts";
import { parseVocabulary } from "./vocabulary.ts";

const entry = (index: number, name: string, ...parents: string[]) => ({ index, name, parents });
const vocabulary = parseVocabulary(
  JSON.stringify([
    entry(0, "Collie", "Dog", "Animal"),
    entry(1, "Beagle", "Dog", "Animal"),
    entry(2, "Tabby", "Cat", "Animal"),
    entry(3, "Bathtub"),
    entry(4, "Bathtub"),
  ]),
);

describe("sumLabels", () => {
  test("adds the kinds of a thing up to the thing", () => {
    const labels = sumLabels(Float32Array.of(0.45, 0.4, 0.15, 0, 0), vocabulary, 10);
    expect(labels.map((label) => label.name)).toEqual(["Animal", "Dog"]);
    expect(labels[1]?.score).toBeCloseTo(0.885, 2);
    expect(labels[0]?.score).toBeCloseTo(1, 12);
  });

  test("puts the class first and the widest name last between equals", () => {
    const labels = sumLabels(Float32Array.of(1, 0, 0, 0, 0), vocabulary, 10);
    expect(labels.map((label) => label.name)).toEqual(["Collie", "Dog", "Animal"]);
  });

  test("counts a name once that two classes bear", () => {
    const labels = sumLabels(Float32Array.of(0, 0, 0, 0.5, 0.5), vocabulary, 10);
    expect(labels).toEqual([{ name: "Bathtub", score: 1, topicality: 1 }]);
  });

  test("keeps to the limit, best first", () => {
    expect(sumLabels(Float32Array.of(0.45, 0.4, 0.15, 0, 0), vocabulary, 1)).toHaveLength(1);
  });

  test("says nothing when many classes are a little likely", () => {
    const classes = Array.from({ length: 200 }, (_, n) => entry(n, `Beast ${n}`, "Animal"));
    const beasts = parseVocabulary(JSON.stringify(classes));
    expect(sumLabels(new Float32Array(200).fill(1 / 200), beasts, 10)).toEqual([]);
  });

  test("says nothing when no class is likely at all", () => {
    expect(sumLabels(new Float32Array(5), vocabulary, 10)).toEqual([]);
  });

  test("refuses the output of another model", () => {
    expect(() => sumLabels(new Float32Array(4), vocabulary, 10)).toThrow("4 probabilities for 5");
  });

  test("scores lie between the threshold and 1 and fall, whatever the probabilities", () => {
    fc.assert(
      fc.property(
        fc.float32Array({ minLength: 5, maxLength: 5, min: 0, max: 1, noNaN: true }),
        (p) => {
          const scores = sumLabels(p, vocabulary, 10).map((label) => label.score);
          expect(scores.every((score) => score >= 0.5 && score <= 1)).toBe(true);
          expect(scores).toEqual(scores.toSorted((a, b) => b - a));
        },
      ),
    );
  });
});

describe("parseVocabulary", () => {
  test("groups classes under each of their names", () => {
    expect(vocabulary.classCount).toBe(5);
    expect(vocabulary.groups.find((group) => group.name === "Dog")).toEqual({
      name: "Dog",
      classes: [0, 1],
      isClass: false,
    });
  });

  test.each([
    ["no JSON", "["],
    ["no list", "{}"],
    ["an entry out of order", JSON.stringify([entry(1, "Collie")])],
    ["an entry without parents", '[{"index":0,"name":"Collie"}]'],
  ])("refuses %s", (_, text) => {
    expect(() => parseVocabulary(text)).toThrow(
      expect.objectContaining({ reason: "MODEL_MISMATCH" }),
    );
  });

  test("reads any JSON or refuses it as a ServiceError", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        let reason: unknown;
        try {
          reason = parseVocabulary(text).groups && "read";
        } catch (cause) {
          reason = (cause as { reason?: unknown }).reason;
        }
        expect(["read", "MODEL_MISMATCH"]).toContain(reason);
      }),
    );
  });
});
