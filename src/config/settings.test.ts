import { describe, expect, test } from "vitest";
import { environmentName, readSettings } from "./settings.ts";

describe("readSettings", () => {
  test("takes the flag before the environment before the default", () => {
    const environment = { HOME: "/home/someone", LETHE_PORT: "81", LETHE_SEERS: "3" };
    const settings = readSettings(["--port", "82"], environment);
    expect([settings.port, settings.seers, settings.queueLength]).toEqual([82, 3, 64]);
    expect(settings.data).toBe("/home/someone/.local/state/lethe");
  });

  test("reads --no-sample and --posture=strict", () => {
    const settings = readSettings(["--no-sample", "--posture=strict"], {});
    expect([settings.sample, settings.posture]).toEqual([false, "strict"]);
  });

  test("names every problem at once, with the nearest known flag", () => {
    expect(() => readSettings(["--prot", "1", "--seers", "0"], {})).toThrow(
      /no setting `--prot`; the nearest is `--port`.*--seers is a whole number from 1 to 64, not `0`/,
    );
  });
});

describe("environmentName", () => {
  test("is upper case with underscores", () => {
    expect(environmentName("pictureTimeoutMs")).toBe("LETHE_PICTURE_TIMEOUT_MS");
  });
});
