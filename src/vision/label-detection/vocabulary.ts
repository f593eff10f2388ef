/**
 * The classes a classifier knows, and the wider names they can be summed under.
 *
 * Pure. Source   `imagenet-labels.json`; docs/models/labels.md says how it was made.
 */
import { z } from "zod";
import { ServiceError } from "../../base/errors.ts";

/** The file's form: in the order of the network's classes; parents most specific first. */
const fileSchema = z.array(
  z.object({
    index: z.int().nonnegative(),
    name: z.string().min(1),
    parents: z.array(z.string().min(1)),
  }),
);

/** A name a person would use, with every class that is such a thing. */
export interface LabelGroup {
  /** English, in sentence case: "Dog". */
  readonly name: string;
  /** Indices into the network's output, rising. */
  readonly classes: readonly number[];
  /** Whether a class bears this very name, rather than only having it for a parent. */
  readonly isClass: boolean;
}

/** All names of a classifier. */
export interface Vocabulary {
  /** How many classes the network tells apart. */
  readonly classCount: number;
  /** In the order in which the file mentions them. */
  readonly groups: readonly LabelGroup[];
}

/**
 * Reads the file's text. Names, not entries, make groups: a name that several classes bear is one group.
 *
 * @throws ServiceError MODEL_MISMATCH: the text is no such list, or its entries are out of order.
 */
export function parseVocabulary(text: string): Vocabulary {
  const classes = parseClasses(text);
  const members = new Map<string, Set<number>>();
  for (const { index, name, parents } of classes) {
    for (const group of [name, ...parents]) {
      const indices = members.get(group) ?? new Set();
      members.set(group, indices.add(index));
    }
  }
  const classNames = new Set(classes.map((entry) => entry.name));
  const groups = Array.from(members, ([name, indices]) => ({
    name,
    classes: [...indices],
    isClass: classNames.has(name),
  }));
  return { classCount: classes.length, groups };
}

function parseClasses(text: string): z.infer<typeof fileSchema> {
  try {
    const classes = fileSchema.parse(JSON.parse(text));
    if (classes.every((entry, n) => entry.index === n)) return classes;
  } catch (cause) {
    throw new ServiceError("MODEL_MISMATCH", "the label vocabulary cannot be read", { cause });
  }
  throw new ServiceError("MODEL_MISMATCH", "the label vocabulary is out of order");
}
