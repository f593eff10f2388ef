/**
 * Sends one picture to the server this page came from and reads the answer.
 *
 * The picture exists in this page's memory only: nothing is put into storage, a cache or a file.
 */
import { readPictureAnswer, type PictureAnswer } from "./picture-answer.ts";

/**
 * Bytes of a picture that still fit into a request: 10,485,760 bytes of JSON hold 4/3 as many base64
 * characters as the picture has bytes, and a little around them.
 */
export const MAX_PICTURE_BYTES = 7_800_000;

const FEATURES = [
  { type: "LABEL_DETECTION", maxResults: 10 },
  { type: "IMAGE_PROPERTIES", maxResults: 10 },
] as const;

/** What the server sees in `picture`. Failures are values; only an abort by `signal` is thrown. */
export async function askAboutPicture(picture: Blob, signal: AbortSignal): Promise<PictureAnswer> {
  if (picture.size > MAX_PICTURE_BYTES) return { trouble: "tooLarge" };
  if (picture.size === 0) return { trouble: "unreadable" };
  const content = await readBase64(picture);
  if (content === undefined) return { trouble: "unreadable" };
  try {
    const answer = await fetch("/v1/images:annotate", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ requests: [{ image: { content }, features: FEATURES }] }),
      cache: "no-store",
      signal,
    });
    return readPictureAnswer(answer.status, await readJson(answer));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TypeError) return { trouble: "offline" };
    throw error;
  }
}

/** The body as JSON; undefined when it is none, as a proxy's error page may be. */
async function readJson(answer: Response): Promise<unknown> {
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The bytes as base64; undefined when the file can no longer be read. */
function readBase64(picture: Blob): Promise<string | undefined> {
  const reader = new FileReader();
  return new Promise((resolve) => {
    reader.addEventListener("loadend", () => {
      const url = typeof reader.result === "string" ? reader.result : undefined;
      resolve(url?.slice(url.indexOf(",") + 1));
    });
    reader.readAsDataURL(picture);
  });
}
