/**
 * sharp, set up once for a process that must not touch a file: the only module that imports it.
 *
 * No operation cache (it keeps pictures), one thread (a seer does one picture at a time), every loader
 * and saver of libvips blocked but the five that read our formats from memory. A blocked loader answers
 * as if the format were unknown, so SVG, AVIF and libvips' own file format do not get as far as a parser.
 */
import sharp from "sharp";

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ["VipsForeignLoad", "VipsForeignSave"] });
sharp.unblock({
  operation: [
    "VipsForeignLoadJpegBuffer",
    "VipsForeignLoadPngBuffer",
    "VipsForeignLoadNsgifBuffer",
    "VipsForeignLoadWebpBuffer",
    "VipsForeignLoadTiffBuffer",
  ],
});

export { sharp };
export type { Sharp } from "sharp";
