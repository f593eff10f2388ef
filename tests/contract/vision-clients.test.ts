/** The unmodified `@google-cloud/vision` against a whole server, over both of its transports. */
import { ImageAnnotatorClient } from "@google-cloud/vision";
import { PassThroughClient } from "google-auth-library";
import { grpc } from "google-gax";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type RunningServer } from "./running-server.ts";

let server: RunningServer;
let picture: Buffer;

/** A blue sky over a green field: two colours that nobody can miss. */
async function drawPicture(): Promise<Buffer> {
  const field = await sharp({
    create: { width: 320, height: 120, channels: 3, background: "#2e7d32" },
  })
    .png()
    .toBuffer();
  return sharp({ create: { width: 320, height: 240, channels: 3, background: "#1976d2" } })
    .composite([{ input: field, top: 120, left: 0 }])
    .jpeg()
    .toBuffer();
}

const clients = {
  REST: () =>
    new ImageAnnotatorClient({
      fallback: true,
      protocol: "http",
      apiEndpoint: "127.0.0.1",
      port: server.port,
      authClient: new PassThroughClient(),
    }),
  gRPC: () =>
    new ImageAnnotatorClient({
      apiEndpoint: "127.0.0.1",
      port: server.port,
      sslCreds: grpc.credentials.createInsecure(),
      universeDomain: "googleapis.com",
    }),
} as const;
const transports = ["REST", "gRPC"] as const;

beforeAll(async () => {
  [server, picture] = await Promise.all([startServer("--no-sample"), drawPicture()]);
});
afterAll(async () => {
  await server.stop();
});

describe.each(transports)("@google-cloud/vision over %s", (transport) => {
  test("finds the colours of a picture", async () => {
    const [answer] = await clients[transport]().imageProperties({ image: { content: picture } });
    const colors = answer.imagePropertiesAnnotation?.dominantColors?.colors ?? [];
    const fractions = colors.map(({ pixelFraction }) => pixelFraction ?? 0);
    expect(answer.error).toBeFalsy();
    expect(fractions.filter((fraction) => fraction > 0.4)).toHaveLength(2);
  });

  test("gets an error for a picture that is none, and the next picture all the same", async () => {
    const [batch] = await clients[transport]().batchAnnotateImages({
      requests: [
        { image: { content: Buffer.from("no picture") }, features: [{ type: "LABEL_DETECTION" }] },
        { image: { content: picture }, features: [{ type: "IMAGE_PROPERTIES" }] },
      ],
    });
    expect(batch.responses?.map(({ error }) => error?.message ?? "")).toEqual([
      "Bad image data.",
      "",
    ]);
  });

  test("is told by name what is not built, beside what is", async () => {
    const [answer] = await clients[transport]().annotateImage({
      image: { content: picture },
      features: [{ type: "FACE_DETECTION" }, { type: "IMAGE_PROPERTIES" }],
    });
    expect(answer.error?.code).toBe(12);
    expect(answer.error?.message).toContain("FACE_DETECTION");
    expect(answer.imagePropertiesAnnotation).toBeTruthy();
  });

  test("is refused whole without features", async () => {
    await expect(
      clients[transport]().annotateImage({ image: { content: picture } }),
    ).rejects.toThrow("Request must specify image and features.");
  });
});
