/**
 * The call: who asks, when, and until when they wait. The first argument of every service function.
 */
import type { ApplicationId, UserSecret } from "./ids.ts";
import type { Instant } from "./instant.ts";

/** Where a part reports what an operator should know. Never content, never a query, never a user. */
export type Log = (level: "info" | "warn" | "error", message: string, cause?: unknown) => void;

/** One request, as everything behind the surface sees it. */
export interface Call {
  /** The application that owns what the call makes; `local` on a server without keys. */
  readonly application: ApplicationId;
  /** The secret a person's client stated; absent when nobody is named. Never logged. */
  readonly user?: UserSecret;
  /** When the call arrived. Everything that depends on time depends on this value. */
  readonly at: Instant;
  /** Aborted when the caller hangs up or the server stops. */
  readonly signal: AbortSignal;
  readonly log: Log;
}
