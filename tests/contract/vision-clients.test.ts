/**
 * The unmodified client libraries against a whole server: `@google-cloud/vision` over both of its
 * transports, and `@googleapis/vision`.
 */
import fs from "node:fs";
import { ImageAnnotatorClient } from "@google-cloud/vision";
import { PassThroughClient } from "google-auth-library";
import { grpc } from "google-gax";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clientUrl, installClients } from "../clients/install.ts";
import { startServer, type RunningServer } from "../running-server.ts";

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
      port: Number(new URL(server.url).port),
      authClient: new PassThroughClient(),
    }),
  gRPC: () =>
    new ImageAnnotatorClient({
      apiEndpoint: "127.0.0.1",
      port: Number(new URL(server.url).port),
      sslCreds: grpc.credentials.createInsecure(),
      universeDomain: "googleapis.com",
    }),
} as const;
const transports = ["REST", "gRPC"] as const;

beforeAll(async () => {
  [server, picture] = await Promise.all([startServer({ args: ["--no-sample"] }), drawPicture()]);
});
afterAll(async () => {
  await server.stop();
  fs.rmSync(server.folder, { recursive: true, force: true });
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

/** As much of `@googleapis/vision` as is called here. */
interface RestVision {
  readonly vision: (options: { version: "v1"; rootUrl: string; auth: string }) => {
    images: {
      annotate(call: { requestBody: unknown; fields?: string }): Promise<{ data: Answer }>;
    };
    projects: {
      locations: {
        images: {
          annotate(call: { parent: string; requestBody: unknown }): Promise<{ data: Answer }>;
        };
      };
    };
  };
}

interface Answer {
  readonly responses?: readonly {
    readonly imagePropertiesAnnotation?: unknown;
    readonly error?: { readonly message?: string };
  }[];
}

const body = (): unknown => ({
  requests: [
    { image: { content: picture.toString("base64") }, features: [{ type: "IMAGE_PROPERTIES" }] },
  ],
});

describe("@googleapis/vision", () => {
  let client: ReturnType<RestVision["vision"]>;

  beforeAll(async () => {
    await installClients();
    const { vision } = (await import(clientUrl("@googleapis/vision"))) as RestVision;
    client = vision({ version: "v1", rootUrl: `${server.url}/`, auth: "no-key-is-looked-at" });
  });

  test("finds the colours of a picture, with names for enums and a key in the query", async () => {
    const { data } = await client.images.annotate({ requestBody: body() });
    expect(data.responses?.[0]?.imagePropertiesAnnotation).toBeTruthy();
  });

  test("is served under the path of a project's location", async () => {
    const parent = "projects/p/locations/eu";
    const { data } = await client.projects.locations.images.annotate({
      parent,
      requestBody: body(),
    });
    expect(data.responses?.[0]?.imagePropertiesAnnotation).toBeTruthy();
  });

  test("is told that partial responses are not built, instead of getting a whole one", async () => {
    const asked = client.images.annotate({
      requestBody: body(),
      fields: "responses.labelAnnotations",
    });
    await expect(asked).rejects.toThrow("partial responses are not built yet");
  });
});
