/**
 * Turns raw pixels upright as the camera's note says.
 *
 * Pure. Done on our own pixels rather than by the decoder: a decoder that turns needs the whole picture
 * at full size, and libvips puts that into a temporary file when it is large.
 * Source   Exif 2.32, tag 0x0112 Orientation, values 1 to 8.
 */
import { CHANNELS, type Picture } from "./picture.ts";

/** Where the upright picture's rows and columns come from in the file's. */
interface Turn {
  /** Rows become columns. */
  readonly swaps: boolean;
  /** The file's columns are read from the right. */
  readonly fromRight: boolean;
  /** The file's rows are read from the bottom. */
  readonly fromBottom: boolean;
}

const TURNS: Readonly<Record<number, Turn>> = {
  2: { swaps: false, fromRight: true, fromBottom: false },
  3: { swaps: false, fromRight: true, fromBottom: true },
  4: { swaps: false, fromRight: false, fromBottom: true },
  5: { swaps: true, fromRight: false, fromBottom: false },
  6: { swaps: true, fromRight: false, fromBottom: true },
  7: { swaps: true, fromRight: true, fromBottom: true },
  8: { swaps: true, fromRight: true, fromBottom: false },
};

/** Whether this orientation exchanges width and height. */
export function swapsSides(orientation: number | undefined): boolean {
  return orientation === undefined ? false : (TURNS[orientation]?.swaps ?? false);
}

/**
 * The upright picture, in memory of its own; the very same picture when there is nothing to turn: for
 * orientation 1, for none, and for a number that Exif does not know.
 */
export function turnUpright(picture: Picture, orientation: number | undefined): Picture {
  const turn = orientation === undefined ? undefined : TURNS[orientation];
  if (turn === undefined) return picture;
  const { widthPx, heightPx } = picture;
  return {
    widthPx: turn.swaps ? heightPx : widthPx,
    heightPx: turn.swaps ? widthPx : heightPx,
    rgb: readTurned(picture, turn),
  };
}

function readTurned({ widthPx, heightPx, rgb }: Picture, turn: Turn): Uint8Array {
  const rowBytes = widthPx * CHANNELS;
  const column = turn.fromRight
    ? { first: rowBytes - CHANNELS, step: -CHANNELS, count: widthPx }
    : { first: 0, step: CHANNELS, count: widthPx };
  const row = turn.fromBottom
    ? { first: (heightPx - 1) * rowBytes, step: -rowBytes, count: heightPx }
    : { first: 0, step: rowBytes, count: heightPx };
  const [inner, outer] = turn.swaps ? [row, column] : [column, row];
  const turned = new Uint8Array(rgb.length);
  let to = 0;
  for (let y = 0; y < outer.count; y++) {
    let from = inner.first + outer.first + y * outer.step;
    for (let x = 0; x < inner.count; x++, from += inner.step) {
      turned[to++] = rgb[from] ?? 0;
      turned[to++] = rgb[from + 1] ?? 0;
      turned[to++] = rgb[from + 2] ?? 0;
    }
  }
  return turned;
}
