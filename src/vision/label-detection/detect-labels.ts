/**
 * LABEL_DETECTION: what the picture shows, by a classifier of 1000 things and their wider names.
 *
 * The folder to copy when a feature is added: `model.ts` is what the network wants, `sum-labels.ts` the
 * pure step after it, this file the two joined. What it cannot see: docs/models/labels.md.
 */
import type { Networks } from "../../inference/networks.ts";
import type { LabelAnnotation } from "../annotations.ts";
import type { Picture } from "../image/picture.ts";
import { hasStructure } from "./has-structure.ts";
import { classifier, classifierInput, VOCABULARY_FILE } from "./model.ts";
import { sumLabels } from "./sum-labels.ts";
import { parseVocabulary, type Vocabulary } from "./vocabulary.ts";

/** Finds labels in decoded pictures. */
export interface LabelDetector {
  /**
   * At most `limit` labels, best first; none for a picture it cannot name, a blank, or noise.
   *
   * @throws ServiceError MODEL_MISMATCH: a model file is not the one it should be.
   */
  detectLabels(picture: Picture, limit: number): Promise<readonly LabelAnnotation[]>;
}

/** Network and vocabulary load on the first picture and are kept; a failed loading is tried again. */
export function createLabelDetector(networks: Networks): LabelDetector {
  let vocabulary: Vocabulary | undefined;
  return {
    async detectLabels(picture, limit) {
      if (!hasStructure(picture)) return [];
      const network = await networks.open(classifier);
      vocabulary ??= parseVocabulary(
        new TextDecoder().decode(await networks.read(VOCABULARY_FILE)),
      );
      const input = await classifierInput(picture);
      try {
        const { probs } = await network.run(input);
        return sumLabels(probs.data, vocabulary, limit);
      } finally {
        input.data.fill(0);
      }
    },
  };
}
