/**
 * Turns a classifier's probabilities into labels: the beliefs in all kinds of dog add up to "Dog".
 *
 * Pure: no model, no I/O.
 *
 * Shapes   probabilities [n]: one per class, in the order of the vocabulary.
 * Units    score: summed belief, 0 … 1. Labels overlap (Dog, Animal), so scores do not add up to 1.
 * Source   the figures and what they were fitted on: docs/models/labels.md.
 */
import { ServiceError } from "../../base/errors.ts";
import type { LabelAnnotation } from "../annotations.ts";
import type { LabelGroup, Vocabulary } from "./vocabulary.ts";

/** Below 1 sharpens: the many small beliefs of an unsure answer shrink against the few large ones. */
const TEMPERATURE = 0.8;

/**
 * Beliefs under this count as none. 398 of the 1000 classes are animals: without the cut their noise
 * alone adds up to "Animal" on any picture.
 */
const LEAST_CLASS_SCORE = 0.01;

/** Under this a sum is wrong too often to be said. */
const LEAST_LABEL_SCORE = 0.5;

/** A group and what its classes add up to. */
interface Sum {
  readonly group: LabelGroup;
  readonly score: number;
}

/**
 * The labels worth saying, best first, at most `limit`; often none. Between equal scores a class comes
 * before a wider name, a narrower name before a wider one, then the vocabulary's order holds.
 *
 * @throws ServiceError MODEL_MISMATCH: the vocabulary belongs to another model.
 */
export function sumLabels(
  probabilities: Float32Array,
  vocabulary: Vocabulary,
  limit: number,
): LabelAnnotation[] {
  if (probabilities.length !== vocabulary.classCount) {
    throw new ServiceError(
      "MODEL_MISMATCH",
      `${probabilities.length} probabilities for ${vocabulary.classCount} labels`,
    );
  }
  const beliefs = sharpen(probabilities);
  return vocabulary.groups
    .map((group) => ({ group, score: sumOf(group, beliefs) }))
    .filter(({ score }) => score >= LEAST_LABEL_SCORE)
    .toSorted(bestFirst)
    .slice(0, limit)
    .map(({ group, score }) => ({ name: group.name, score, topicality: score }));
}

/** Powers, back to a sum of 1, then the small ones cut. All zero when the input has no belief at all. */
function sharpen(probabilities: Float32Array): number[] {
  const powers = Array.from(probabilities, (p) => (p > 0 ? p ** (1 / TEMPERATURE) : 0));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => (power >= LEAST_CLASS_SCORE * total ? power / (total || 1) : 0));
}

/** Rounding can carry a sum a hair over 1. */
function sumOf(group: LabelGroup, beliefs: readonly number[]): number {
  const sum = group.classes.reduce((score, index) => score + (beliefs[index] ?? 0), 0);
  return Math.min(1, sum);
}

function bestFirst(a: Sum, b: Sum): number {
  return (
    b.score - a.score ||
    Number(b.group.isClass) - Number(a.group.isClass) ||
    a.group.classes.length - b.group.classes.length
  );
}
