/**
 * Reads what `images:annotate` answers for one picture, for the page to show.
 *
 * Pure. The wire leaves out every value that is zero, so an absent number is 0: a colour without `red`
 * has none of it.
 *
 * Source   Cloud Vision v1, AnnotateImageResponse; google.rpc.Status.
 */
import type { PictureTrouble } from "./words/words.ts";

/** One thing seen. `score` is 0 to 1. */
export interface SeenLabel {
  readonly name: string;
  readonly score: number;
}

/** One colour seen: `#rrggbb`, and how much of the picture it covers, 0 to 1. */
export interface SeenColor {
  readonly hex: string;
  readonly pixelFraction: number;
}

/** What was seen in a picture, or why nothing was. */
export type PictureAnswer =
  | { readonly labels: readonly SeenLabel[]; readonly colors: readonly SeenColor[] }
  | { readonly trouble: PictureTrouble; readonly detail?: string };

/** google.rpc.Code of the errors that a person can do something about. */
const INVALID_ARGUMENT = 3;

/** The answer in the body of an HTTP response; `status` is its status. Order as delivered. */
export function readPictureAnswer(status: number, body: unknown): PictureAnswer {
  if (status !== 200) return { trouble: troubleOf(status), ...detailOf(errorOf(body)) };
  const responses = listOf(body, "responses");
  const [response] = responses;
  if (!isRecord(response)) return { trouble: "failed" };
  if (isRecord(response["error"])) {
    const trouble = response["error"]["code"] === INVALID_ARGUMENT ? "unreadable" : "failed";
    return { trouble, ...detailOf(response["error"]) };
  }
  const properties = response["imagePropertiesAnnotation"];
  const colors = isRecord(properties) ? properties["dominantColors"] : undefined;
  return {
    labels: listOf(response, "labelAnnotations").flatMap(readLabel),
    colors: listOf(colors, "colors").flatMap(readColor),
  };
}

function troubleOf(status: number): PictureTrouble {
  if (status === 413) return "tooLarge";
  if (status === 429 || status === 503) return "busy";
  if (status === 401 || status === 403) return "keyNeeded";
  return status === 400 ? "unreadable" : "failed";
}

function errorOf(body: unknown): unknown {
  return isRecord(body) ? body["error"] : undefined;
}

function detailOf(error: unknown): { detail?: string } {
  const message = isRecord(error) ? error["message"] : undefined;
  return typeof message === "string" && message !== "" ? { detail: message } : {};
}

function readLabel(value: unknown): SeenLabel[] {
  if (!isRecord(value)) return [];
  const { description } = value;
  return typeof description === "string"
    ? [{ name: description, score: fraction(value["score"]) }]
    : [];
}

function readColor(value: unknown): SeenColor[] {
  if (!isRecord(value)) return [];
  const { color = {}, pixelFraction } = value;
  if (!isRecord(color)) return [];
  const channels = [color["red"], color["green"], color["blue"]];
  return [{ hex: `#${channels.map(hexOf).join("")}`, pixelFraction: fraction(pixelFraction) }];
}

function hexOf(channel: unknown): string {
  const value = Math.round(Math.min(255, Math.max(0, numberOf(channel))));
  return value.toString(16).padStart(2, "0");
}

function fraction(value: unknown): number {
  return Math.min(1, Math.max(0, numberOf(value)));
}

function numberOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

function listOf(value: unknown, name: string): readonly unknown[] {
  const list = isRecord(value) ? value[name] : undefined;
  return Array.isArray(list) ? list : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
