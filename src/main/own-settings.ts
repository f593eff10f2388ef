/**
 * The settings that the supervisor handed to this process: already read and checked there.
 */
import type { Settings } from "../config/settings.ts";

/** Must be called in a process that `startProcess` started. */
export function ownSettings(): Settings {
  const text = process.env["LETHE_PROCESS"];
  if (text === undefined)
    throw new Error("this process is started by `./lethe serve`, not by hand");
  // written by startProcess of the same version, from the same type
  return JSON.parse(text) as Settings;
}
