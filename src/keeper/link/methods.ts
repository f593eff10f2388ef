/**
 * Every method of the keeper, in one table: its parameters and its result, as both ends check them.
 *
 * A method that concerns a person has `person` among its parameters (person.ts). Bytes that are no JSON
 * (a response to keep) are the payload beside it. Instants are milliseconds since 1970; the keeper's own
 * clock decides what is past, so none that a caller states ever counts as now.
 */
import * as z from "zod";
import { ServiceError } from "../../base/errors.ts";
import { recordId } from "../../base/ids.ts";
import { instant } from "../../base/instant.ts";
import type { Content } from "./content.ts";
import { personEnvelope } from "./person.ts";
import { decodeJson, encodeJson } from "./wire.ts";

const at = z.number().finite().transform(instant);
const count = z.int().min(0);
const id = z.string().min(1).max(128).transform(recordId);
const nothing = z.strictObject({});
const none = z.null();
const person = personEnvelope;

/** A generation of the index, as documents/ announces it; search/ knows what else is in it. */
const generation = z.looseObject({
  number: count,
  segments: z
    .array(z.looseObject({ name: z.string(), sha256: z.string(), documents: count }))
    .readonly(),
});

const historyItem = z.strictObject({
  id,
  query: z.string(),
  market: z.string(),
  queriedAt: at,
  expiresAt: at,
});

/** Name → parameters and result. A new method is a row here, one in handlers.ts, and a caller. */
export const methodTable = {
  /** Returns after the documents are on disk. Each is checked by the keeper. */
  "documents.put": {
    params: z.strictObject({ documents: z.array(z.unknown()).max(100_000).readonly() }),
    result: z.looseObject({}),
  },
  /** How many of these there were. */
  "documents.delete": {
    params: z.strictObject({ urls: z.array(z.string()).max(100_000).readonly() }),
    result: count,
  },
  "documents.status": { params: nothing, result: z.looseObject({ documents: count }) },
  "documents.generation": { params: nothing, result: generation.nullable() },
  /** A sentence per problem; none when all is well. */
  "documents.check": {
    params: nothing,
    result: z.strictObject({ problems: z.array(z.string()).readonly() }),
  },
  "documents.rebuild": { params: nothing, result: z.looseObject({}) },
  "history.isKeeping": { params: z.strictObject({ person }), result: z.boolean() },
  "history.setKeeping": {
    params: z.strictObject({ person, on: z.boolean() }),
    result: none,
  },
  /** The response is the payload. Null: the person does not keep a history. */
  "history.keep": {
    params: z.strictObject({
      person,
      query: z.string().max(10_000),
      market: z.string().max(64),
      queriedAt: at,
    }),
    result: id.nullable(),
  },
  "history.list": {
    params: z.strictObject({ person }),
    result: z.array(historyItem).readonly(),
  },
  /** The response is the answer's payload. */
  "history.open": { params: z.strictObject({ person, id }), result: historyItem },
  "history.delete": { params: z.strictObject({ person, id }), result: none },
  "history.deleteAll": { params: z.strictObject({ person }), result: count },
  "promises.evidence": {
    params: nothing,
    result: z.looseObject({ at, records: count, isClockTrusted: z.boolean() }),
  },
  "ledger.checkpoint": {
    params: nothing,
    result: z.strictObject({ size: count, checkpoint: z.string(), publicKey: z.string() }),
  },
  "ledger.leaves": {
    params: z.strictObject({ from: count, to: count }),
    result: z.array(z.string()).readonly(),
  },
  /** RFC 6962 inclusion proof, hexadecimal. */
  "ledger.proof": {
    params: z.strictObject({ index: count, size: count }),
    result: z.array(z.string()).readonly(),
  },
  /** A person says that the machine's clock is right. */
  "audit.acceptClock": { params: nothing, result: none },
} as const satisfies Record<string, { readonly params: z.ZodType; readonly result: z.ZodType }>;

type Table = typeof methodTable;
/** A method of the keeper. */
export type MethodName = keyof Table;
/** What a method takes. */
export type Params<Name extends MethodName> = z.infer<Table[Name]["params"]>;
/** What a method gives. */
export type Result<Name extends MethodName> = z.infer<Table[Name]["result"]>;
/** A result, and the payload beside it: empty unless the method says otherwise. */
export interface Answer<Name extends MethodName> {
  readonly result: Result<Name>;
  readonly bytes: Uint8Array;
}

/** What a running method knows besides its parameters. */
export interface MethodCall {
  /** The payload; overwritten when the method is done. */
  readonly bytes: Uint8Array;
  /** Aborted when the asker gave up, hung up or ran out of time. */
  readonly signal: AbortSignal;
}

/** Whoever does the work; one function per row of the table. */
export type KeeperMethods = {
  readonly [Name in MethodName]: (
    params: Params<Name>,
    call: MethodCall,
  ) => MethodOutcome<Name> | Promise<MethodOutcome<Name>>;
};

/** What a method returns: a result, and bytes when it has any. */
export interface MethodOutcome<Name extends MethodName> {
  readonly result: Result<Name>;
  readonly bytes?: Uint8Array;
}

const event = z.discriminatedUnion("kind", [
  /** There is a newer generation; documents.generation gives it. */
  z.strictObject({ kind: z.literal("generation"), number: count }),
]);
/** What the keeper tells everyone who is connected. */
export type KeeperEvent = z.infer<typeof event>;
/** A generation as the link carries it. */
export type GenerationNews = z.infer<typeof generation>;

/** Whether the table has a row of this name. */
export function isMethodName(text: string): text is MethodName {
  return Object.hasOwn(methodTable, text);
}

/**
 * Checks the parameters of a call and runs it.
 *
 * @throws ServiceError ARGUMENT_INVALID: parameters of another form; names the first. Whatever the method throws.
 */
export async function runMethod(
  methods: KeeperMethods,
  name: MethodName,
  { json, payload }: Content,
  signal: AbortSignal,
): Promise<Content> {
  const parsed = methodTable[name].params.safeParse(decodeJson(json));
  if (!parsed.success) throw wrongParameters(name, parsed.error);
  // each row's schema belongs to the function of the same row, which a union of rows cannot say
  const run = methods[name] as (
    params: unknown,
    call: MethodCall,
  ) => MethodOutcome<MethodName> | Promise<MethodOutcome<MethodName>>;
  const outcome = await run(parsed.data, { bytes: payload, signal });
  return { json: encodeJson(outcome.result), payload: outcome.bytes ?? new Uint8Array() };
}

/** Parameters as they travel. */
export function encodeParams(params: unknown): Uint8Array {
  return encodeJson(params);
}

/**
 * Reads an answer; the payload is a copy of its own.
 *
 * @throws ServiceError FRAME_INVALID: no result of this method.
 */
export function decodeResult<Name extends MethodName>(
  name: Name,
  { json, payload }: Content,
): Answer<Name> {
  const parsed = methodTable[name].result.safeParse(decodeJson(json));
  if (!parsed.success) throw new ServiceError("FRAME_INVALID", `no result of \`${name}\``);
  // the schema is that of this very row
  return { result: parsed.data as Result<Name>, bytes: payload };
}

/** @throws ServiceError FRAME_INVALID: no event we know. */
export function decodeEvent(body: Uint8Array): KeeperEvent {
  const parsed = event.safeParse(decodeJson(body));
  if (!parsed.success) throw new ServiceError("FRAME_INVALID", "no event of the keeper");
  return parsed.data;
}

/** Says where, never what: a value may be a secret. */
function wrongParameters(name: MethodName, error: z.ZodError): ServiceError {
  const field = error.issues[0]?.path.map(String).join(".") ?? "";
  return new ServiceError("ARGUMENT_INVALID", `\`${name}\` was asked with a wrong \`${field}\``, {
    field,
  });
}
