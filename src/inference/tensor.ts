/**
 * What goes into a network and comes out of it, and the check that it has the agreed shape.
 *
 * Pure. Shapes   row-major; the last axis changes fastest. Units   whatever the network was trained on.
 */
import { ServiceError } from "../base/errors.ts";

/** Axis lengths, outermost first: `[1, 3, 260, 260]`. */
export type Shape = readonly number[];

/** Float32 values in a shape; all our networks speak this type. */
export interface Tensor {
  readonly data: Float32Array;
  readonly shape: Shape;
}

/** How many values a shape holds. */
export function volume(shape: Shape): number {
  return shape.reduce((product, length) => product * length, 1);
}

/**
 * The tensor itself, when it has this shape and as many values as that takes.
 *
 * @throws ServiceError MODEL_MISMATCH: it does not; `name` says which tensor.
 */
export function expectShape(name: string, tensor: Tensor, shape: Shape): Tensor {
  const found = tensor.shape;
  const same = found.length === shape.length && found.every((length, n) => length === shape[n]);
  if (!same || tensor.data.length !== volume(shape)) {
    throw new ServiceError(
      "MODEL_MISMATCH",
      `\`${name}\` is [${found.join(", ")}] with ${tensor.data.length} values, expected [${shape.join(", ")}]`,
    );
  }
  return tensor;
}
