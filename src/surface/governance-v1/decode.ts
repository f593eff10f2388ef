/**
 * Reads what callers of Lethe's own API send.
 */
import { ServiceError } from "../../base/errors.ts";
import { recordId, type RecordId } from "../../base/ids.ts";

/**
 * What `{"keep": …}` says.
 *
 * @throws ServiceError BODY_MALFORMED: not JSON. ARGUMENT_MISSING, ARGUMENT_INVALID: names the field.
 */
export function decodeKeeping(body: Uint8Array): boolean {
  const value = parse(body);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ServiceError("BODY_MALFORMED", 'the body is not an object: send {"keep": true}');
  }
  const unknown = Object.keys(value).find((name) => name !== "keep");
  if (unknown !== undefined) {
    throw new ServiceError("ARGUMENT_INVALID", `\`${unknown}\` is not a field here; \`keep\` is`, {
      field: unknown,
    });
  }
  const keep: unknown = "keep" in value ? value.keep : undefined;
  if (keep === undefined) {
    throw new ServiceError("ARGUMENT_MISSING", "`keep` is missing", { field: "keep" });
  }
  if (typeof keep !== "boolean") {
    throw new ServiceError("ARGUMENT_INVALID", "`keep` is neither true nor false", {
      field: "keep",
    });
  }
  return keep;
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (cause) {
    throw new ServiceError("BODY_MALFORMED", "the body is not JSON", { cause });
  }
}

/**
 * The record's id in a path.
 *
 * @throws ServiceError NOT_FOUND: no record can have such an id.
 */
export function decodeId(params: unknown): RecordId {
  const id: unknown =
    typeof params === "object" && params !== null && "id" in params ? params.id : undefined;
  if (typeof id === "string" && /^[0-9a-f]{32}$/.test(id)) return recordId(id);
  throw new ServiceError("NOT_FOUND", "there is no such record", { field: "id" });
}
