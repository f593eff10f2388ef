/**
 * When a record has to be gone.
 *
 * A deadline is the start of the UTC day in which the clause's clock would run out. So all records of a
 * person that end on a day end together, with one key, and nothing left on a disk can outlive the
 * clause even when a sweep comes hours late; and the deadline, which a ledger shows, does not tell at
 * what hour somebody asked.
 *
 * Units    Instants in milliseconds, UTC. At the deadline itself the record is already past it.
 */
import { ServiceError } from "../base/errors.ts";
import { DAY_MS, instant, later, type Instant } from "../base/instant.ts";
import type { Clock } from "./clause.ts";
import type { Decision } from "./decide.ts";

/** The start of the UTC day of `at`. */
export function startOfDay(at: Instant): Instant {
  return instant(Math.floor(at / DAY_MS) * DAY_MS);
}

/** The deadline of a record whose clock started at `startedAt`: at most the clock's maximum later, and up to a day less. */
export function deadlineOf(clock: Clock, startedAt: Instant): Instant {
  return startOfDay(later(startedAt, clock.maxMs));
}

/** Whether a record with this deadline must not be read any more. */
export function isPastDeadline(deadline: Instant, at: Instant): boolean {
  return at >= deadline;
}

/**
 * The earliest deadline among a decision's duties to delete.
 *
 * @throws ServiceError POLICY_DENIED: the decision names none, and nothing is kept without an end.
 */
export function deadlineOfDecision(decision: Decision, startedAt: Instant): Instant {
  const deadlines = decision.duties.flatMap((duty) =>
    duty.kind === "delete" ? [deadlineOf(duty.clock, startedAt)] : [],
  );
  if (!decision.allowed || deadlines.length === 0) {
    throw new ServiceError("POLICY_DENIED", "no clause says how long this may be kept");
  }
  return instant(Math.min(...deadlines));
}
