import { describe, expect, test } from "vitest";
import { expectShape } from "./tensor.ts";

describe("expectShape", () => {
  test("hands the tensor through when it fits", () => {
    const tensor = { data: new Float32Array(6), shape: [1, 2, 3] };
    expect(expectShape("x", tensor, [1, 2, 3])).toBe(tensor);
  });

  test.each([
    ["another order", [1, 3, 2], 6],
    ["another rank", [6], 6],
    ["too few values", [1, 2, 3], 5],
  ])("names the tensor at %s", (_, shape, length) => {
    const tensor = { data: new Float32Array(length), shape };
    expect(() => expectShape("file: x", tensor, [1, 2, 3])).toThrow(
      expect.objectContaining({
        reason: "MODEL_MISMATCH",
        message: expect.stringContaining("file: x"),
      }),
    );
  });
});
