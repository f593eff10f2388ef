/**
 * Pictures for tests of the whole server, and the call that has them annotated.
 */
import { encodePicture, paintPicture } from "../src/vision/image/sample-pictures.ts";

/** The part of an answer that these tests look at. */
export interface AnnotateAnswer {
  readonly responses?: readonly {
    readonly error?: { readonly code: number; readonly message: string };
    readonly labelAnnotations?: readonly unknown[];
    readonly imagePropertiesAnnotation?: unknown;
  }[];
}

/** Brightness that rises and falls over some 50 pixels. */
function wave(at: number): number {
  return Math.round(127 + 120 * Math.sin(at / 9));
}

/** A JPEG with a comment near its front, which no step but the decoder's looks at. */
export async function pictureWithComment(text: string): Promise<Buffer> {
  // a picture without any form would not reach the label model
  const waves = paintPicture(320, 240, (x, y) => [wave(x), wave(y), wave(x + y)]);
  const jpeg = Buffer.from(await encodePicture(waves, "jpeg"));
  const comment = Buffer.from(`....${text}`);
  comment.writeUInt16BE(0xfffe, 0);
  comment.writeUInt16BE(comment.length - 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]);
}

/** Asks a server over REST for one picture's labels and colours. */
export async function annotate(url: string, picture: Buffer): Promise<AnnotateAnswer> {
  const features = [{ type: "LABEL_DETECTION" }, { type: "IMAGE_PROPERTIES" }];
  const request = { image: { content: picture.toString("base64") }, features };
  const response = await fetch(`${url}/v1/images:annotate`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ requests: [request] }),
  });
  return (await response.json()) as AnnotateAnswer;
}
