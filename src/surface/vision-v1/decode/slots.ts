/**
 * What a protobuf schema expects at each place of a JSON text, so that a reader that only sees
 * bytes knows which strings are images.
 *
 * Source   proto3 JSON mapping: https://protobuf.dev/programming-guides/json/
 */
import { ScalarType, type DescField, type DescMessage } from "@bufbuild/protobuf";

/**
 * What may stand at one place. `plain`: a string, number or word. `free`: any JSON at all.
 * `nothing`: the schema has no such place, or no such shape there.
 */
export type Slot =
  | { readonly kind: "message"; readonly desc: DescMessage }
  | { readonly kind: "list"; readonly items: Slot }
  | { readonly kind: "map"; readonly values: Slot }
  | { readonly kind: "bytes" }
  | { readonly kind: "plain" }
  | { readonly kind: "free" }
  | { readonly kind: "nothing" };

const BYTES: Slot = { kind: "bytes" };
const PLAIN: Slot = { kind: "plain" };
const FREE: Slot = { kind: "free" };
const NOTHING: Slot = { kind: "nothing" };

/** The fields of a message by both of their names: lowerCamelCase and as in the definition. */
export function fieldsByName(desc: DescMessage): ReadonlyMap<string, DescField> {
  let fields = fieldMaps.get(desc);
  if (fields === undefined) {
    fields = new Map(
      desc.fields.flatMap((field) => [
        [field.name, field],
        [field.jsonName, field],
      ]),
    );
    fieldMaps.set(desc, fields);
  }
  return fields;
}

const fieldMaps = new WeakMap<DescMessage, Map<string, DescField>>();

/** What stands under `key` in an object at `slot`. */
export function memberSlot(slot: Slot, key: string): Slot {
  if (slot.kind === "map") return slot.values;
  if (slot.kind === "free") return FREE;
  if (slot.kind !== "message") return NOTHING;
  const field = fieldsByName(slot.desc).get(key);
  return field === undefined ? NOTHING : fieldSlot(field);
}

/** What stands in an array at `slot`. */
export function itemSlot(slot: Slot): Slot {
  if (slot.kind === "free") return FREE;
  return slot.kind === "list" ? slot.items : NOTHING;
}

/** The slot of a whole JSON text. */
export function messageSlot(desc: DescMessage): Slot {
  // Well-known types have JSON forms of their own (a duration is a string); no request has images there.
  return desc.typeName.startsWith("google.protobuf.") ? FREE : { kind: "message", desc };
}

function fieldSlot(field: DescField): Slot {
  switch (field.fieldKind) {
    case "message":
      return messageSlot(field.message);
    case "list":
      return { kind: "list", items: elementSlot(field.message) };
    case "map":
      return { kind: "map", values: elementSlot(field.message) };
    case "enum":
    case "scalar":
    default:
      return field.scalar === ScalarType.BYTES ? BYTES : PLAIN;
  }
}

/** No message of the API repeats bytes or maps to them; a test holds that. */
function elementSlot(message: DescMessage | undefined): Slot {
  return message === undefined ? PLAIN : messageSlot(message);
}
