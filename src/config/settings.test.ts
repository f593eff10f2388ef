import { describe, expect, test } from "vitest";
import { baseFolder, environmentName, readSettings } from "./settings.ts";

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

describe("baseFolder", () => {
  test.each([
    ["/state", "/state"],
    ["", "/home/someone/.local/state"],
    ["state", "/home/someone/.local/state"],
    [undefined, "/home/someone/.local/state"],
  ])("is the home folder's own when the variable is `%s`", (said, folder) => {
    const environment = { HOME: "/home/someone", XDG_STATE_HOME: said };
    expect(baseFolder(environment, "XDG_STATE_HOME", ".local/state")).toBe(folder);
  });
});

describe("environmentName", () => {
  test("is upper case with underscores", () => {
    expect(environmentName("pictureTimeoutMs")).toBe("LETHE_PICTURE_TIMEOUT_MS");
  });
});
