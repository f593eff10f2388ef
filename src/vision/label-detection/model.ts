/**
 * EfficientNet-Lite2 as label detection uses it: which files, and the tensor it wants.
 *
 * Shapes   input [1, 3, 260, 260], probs [1, 1000].
 * Units    (v - 127) / 128 per byte; probs sum to 1.
 * Source   models/MANIFEST.json; the centre crop of 0.875 is the one it was trained and measured with.
 */
import type { NetworkSpec } from "../../inference/networks.ts";
import type { Tensor } from "../../inference/tensor.ts";
import { type Picture, wipePicture } from "../image/picture.ts";
import { toPlanes } from "../image/planes.ts";
import { centreCrop } from "../image/resize.ts";

/** The side of the square that the network sees. */
const SIDE_PX = 260;

/** The short side before the cut: 260 / 0.875, rounded. */
const OUTER_PX = 297;

/** The classifier. */
export const classifier: NetworkSpec<"probs"> = {
  file: "efficientnet_lite2.onnx",
  input: { name: "input", shape: [1, 3, SIDE_PX, SIDE_PX] },
  outputs: { probs: [1, 1000] },
};

/** The file that names the classifier's classes. */
export const VOCABULARY_FILE = "imagenet-labels.json";

/** The classifier's input; its pixels are the caller's to wipe. */
export async function classifierInput(picture: Picture): Promise<Tensor> {
  const seen = await centreCrop(picture, OUTER_PX, SIDE_PX, "cubic");
  try {
    return toPlanes(seen, { middle: 127, spread: 128 });
  } finally {
    wipePicture(seen);
  }
}
