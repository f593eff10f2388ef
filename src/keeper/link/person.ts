/**
 * The envelope around everything that concerns a person on its way to the keeper, and the keeper's own
 * decision about it.
 *
 * The gateway has decided already; the keeper does not believe it. Whoever took a gateway over can
 * still use only the secrets of people who are calling, and only for what a clause permits.
 */
import * as z from "zod";
import { ServiceError } from "../../base/errors.ts";
import { userSecret, type UserSecret } from "../../base/ids.ts";
import { instant, type Instant } from "../../base/instant.ts";
import {
  dataTypes,
  media,
  purposes,
  type Action,
  type DataType,
  type Pack,
} from "../../policy/clause.ts";
import { decide } from "../../policy/decide.ts";
import { deadlineOfDecision, isPastDeadline } from "../../policy/retention.ts";

const secret = z.string().transform((text, context): UserSecret => {
  const user = userSecret(text);
  if (user !== undefined) return user;
  context.issues.push({ code: "custom", message: "no user's secret", input: "(not shown)" });
  return z.NEVER;
});

/** Whose data, what kind of data, what for, and until when at most. */
export const personEnvelope = z.strictObject({
  user: secret,
  label: z.strictObject({ dataType: z.enum(dataTypes), medium: z.enum(media) }),
  purpose: z.enum(purposes),
  /** Only on what is to be kept: the deadline that the asker was told. */
  deadline: z.number().finite().transform(instant).optional(),
});
/** See the head of this file. */
export type PersonEnvelope = z.infer<typeof personEnvelope>;

/** What a method does with a person's data. */
export interface PersonUse {
  readonly dataType: DataType;
  readonly action: Action;
  /** When the data's clock started; missing: it starts now. */
  readonly startedAt?: Instant;
}

/**
 * Decides again, by the keeper's clock and packs.
 *
 * @throws ServiceError POLICY_DENIED: the label is of other data than the method's, no clause permits
 * the purpose, or the deadline is past or later than the clauses allow.
 */
export function decideAgain(
  envelope: PersonEnvelope,
  use: PersonUse,
  { packs, at }: { readonly packs: readonly Pack[]; readonly at: Instant },
): void {
  const { label, purpose, deadline } = envelope;
  if (label.dataType !== use.dataType) {
    throw new ServiceError("POLICY_DENIED", `\`${label.dataType}\` is not what this method is for`);
  }
  const startedAt = use.startedAt ?? at;
  const decision = decide(
    {
      dataType: label.dataType,
      medium: label.medium,
      action: use.action,
      purpose,
      owner: "self",
      ageMs: Math.max(0, at - startedAt),
    },
    packs,
  );
  if (!decision.allowed) {
    const clauses = decision.because.join(", ") || "no clause permits it";
    throw new ServiceError("POLICY_DENIED", `not for \`${purpose}\`: ${clauses}`);
  }
  if (deadline === undefined) return;
  if (isPastDeadline(deadline, at) || deadline > deadlineOfDecision(decision, startedAt)) {
    throw new ServiceError("POLICY_DENIED", "the deadline is not one that the clauses give");
  }
}
