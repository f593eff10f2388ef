/**
 * Says in the API's words what is wrong with a JSON value that is not the message it should be.
 *
 * Runs only after decoding failed. Leaf values are judged by the protobuf runtime itself, one at a
 * time, so that there is no second set of rules. Reports the first fault in the order of the text.
 *
 * Source   CONTRACT of the API's front end: "Invalid JSON payload received. Unknown name …",
 *          "Invalid value at …"; paths have the field names of the definitions (max_results).
 */
import {
  fromJson,
  ScalarType,
  type DescField,
  type DescMessage,
  type JsonValue,
} from "@bufbuild/protobuf";
import { ServiceError } from "../../../base/errors.ts";
import { blobIndex, type Blob } from "./scan.ts";
import { fieldsByName, messageSlot } from "./slots.ts";

/** How much of a wrong value a message repeats. */
const MAX_SHOWN = 60;

/**
 * The error for `json`, which `fromJson` refused or which holds a blob that is not base64.
 * When this walk finds nothing, the error says only that the payload is invalid.
 */
export function diagnose(desc: DescMessage, json: JsonValue, blobs: readonly Blob[]): ServiceError {
  if (!isObject(json)) {
    return unknownName("", "", "Root element must be a message.");
  }
  return (
    new Diagnosis(blobs).inMessage(desc, json, "") ??
    new ServiceError("BODY_MALFORMED", "Invalid JSON payload received.")
  );
}

type Fault = ServiceError | undefined;
type JsonMembers = { readonly [key: string]: JsonValue };

class Diagnosis {
  readonly #blobs: readonly Blob[];

  constructor(blobs: readonly Blob[]) {
    this.#blobs = blobs;
  }

  inMessage(desc: DescMessage, json: JsonMembers, path: string): Fault {
    const seen = new Map<DescField, string>();
    for (const [key, value] of Object.entries(json)) {
      const field = fieldsByName(desc).get(key);
      if (field === undefined) return unknownName(key, path, "Cannot find field.");
      const fault = seenBefore(seen, field, key, path) ?? this.#inField(field, value, path);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  #inField(field: DescField, value: JsonValue, parentPath: string): Fault {
    if (value === null) return undefined;
    const path = parentPath === "" ? field.name : `${parentPath}.${field.name}`;
    if (field.fieldKind === "list") return this.#inList(field, value, path);
    if (Array.isArray(value)) {
      return unknownName(
        field.name,
        parentPath,
        "Proto field is not repeating, cannot start list.",
      );
    }
    if (field.fieldKind === "message" && messageSlot(field.message).kind === "message") {
      return isObject(value)
        ? this.inMessage(field.message, value, path)
        : invalidValue(path, field, value);
    }
    if (field.fieldKind === "map" && isObject(value)) return this.#inMap(field, value, path);
    return this.#inLeaf(field, value, path, value);
  }

  /** A map is a list of entries to the front end, and named as such. */
  #inMap(field: DescField, entries: JsonMembers, path: string): Fault {
    for (const [index, [key, value]] of Object.entries(entries).entries()) {
      const fault = this.#inLeaf(field, value, `${path}[${index}].value`, { [key]: value });
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  #inList(field: DescField, value: JsonValue, path: string): Fault {
    if (!Array.isArray(value)) return invalidValue(path, field, value);
    for (const [index, item] of value.entries()) {
      const itemPath = `${path}[${index}]`;
      const isMessage = field.message !== undefined && isObject(item);
      const fault = isMessage
        ? this.inMessage(field.message, item, itemPath)
        : this.#inLeaf(field, item, itemPath, [item]);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  /** Judges one value alone: as a message in which only this field is set, to `alone`. */
  #inLeaf(field: DescField, value: JsonValue, path: string, alone: JsonValue): Fault {
    const blob = field.scalar === ScalarType.BYTES ? this.#blobAt(value) : undefined;
    if (blob !== undefined && !blob.isBase64) {
      const shown = blob.head === "" ? '""' : `"${blob.head}..."`;
      const text = `Invalid value at '${path}' (TYPE_BYTES), Base64 decoding failed for ${shown}`;
      return new ServiceError("BODY_MALFORMED", text, { field: path });
    }
    try {
      fromJson(field.parent, { [field.jsonName]: alone });
      return undefined;
    } catch {
      // What the runtime says is in its own words; ours follow.
      return invalidValue(path, field, value);
    }
  }

  #blobAt(value: JsonValue): Blob | undefined {
    if (typeof value !== "string") return undefined;
    return this.#blobs[blobIndex(Buffer.from(value, "base64"))];
  }
}

/** A field under both of its names, or two fields of a group of which only one may be set. */
function seenBefore(
  seen: Map<DescField, string>,
  field: DescField,
  key: string,
  path: string,
): Fault {
  if (seen.has(field)) return unknownName(key, path, `It is also given as "${seen.get(field)}".`);
  const rival = [...seen.keys()].find(
    (other) => other.oneof !== undefined && other.oneof === field.oneof,
  );
  seen.set(field, key);
  if (rival === undefined) return undefined;
  return new ServiceError(
    "BODY_MALFORMED",
    `Invalid value at '${path}' (oneof), oneof field '${rival.name}' is already set. Cannot set '${field.name}'`,
    { field: path },
  );
}

function unknownName(key: string, path: string, why: string): ServiceError {
  const where = path === "" ? "" : ` at '${path}'`;
  const text = `Invalid JSON payload received. Unknown name "${shorten(key)}"${where}: ${why}`;
  return new ServiceError("BODY_MALFORMED", text, path === "" ? {} : { field: path });
}

function invalidValue(path: string, field: DescField, value: JsonValue): ServiceError {
  const shown =
    typeof value === "object" && value !== null
      ? "Starting an object on a scalar field"
      : shorten(JSON.stringify(value));
  return new ServiceError(
    "BODY_MALFORMED",
    `Invalid value at '${path}' (${typeOf(field)}), ${shown}`,
    {
      field: path,
    },
  );
}

function typeOf(field: DescField): string {
  const named = field.message ?? field.enum;
  if (named !== undefined) return `type.googleapis.com/${named.typeName}`;
  return field.scalar === undefined ? "TYPE_MESSAGE" : `TYPE_${ScalarType[field.scalar]}`;
}

function shorten(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}...` : text;
}

function isObject(value: JsonValue): value is { [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
