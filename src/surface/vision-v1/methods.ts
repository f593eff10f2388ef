/**
 * Every method of the API and its REST paths, read from the `google.api.http` options of the generated
 * descriptors: there is no second list.
 */
import { getOption, type DescMethod } from "@bufbuild/protobuf";
import { http } from "../../../gen/google/api/annotations_pb.ts";
import type { HttpRule } from "../../../gen/google/api/http_pb.ts";
import { ImageAnnotator } from "../../../gen/google/cloud/vision/v1/image_annotator_pb.ts";
import { ProductSearch } from "../../../gen/google/cloud/vision/v1/product_search_service_pb.ts";
import { Operations } from "../../../gen/google/longrunning/operations_pb.ts";

/** A method, and what of its request the path states. */
export interface Match {
  readonly method: DescMethod;
  /** Proto field path → text: `parent` → `projects/p`. */
  readonly variables: ReadonlyMap<string, string>;
}

interface Route {
  readonly verb: string;
  readonly pattern: RegExp;
  readonly variables: readonly string[];
  readonly method: DescMethod;
}

const routes: readonly Route[] = [
  ...ImageAnnotator.methods,
  ...ProductSearch.methods,
  ...Operations.methods,
]
  .filter((method) => getOption(method, http) !== undefined)
  .flatMap((method) => bindings(getOption(method, http)).map((rule) => route(method, rule)))
  .flatMap((each) => (each === undefined ? [] : [each]));

/** The method that `verb` and `path` ask for; undefined: none. */
export function matchMethod(verb: string, path: string): Match | undefined {
  for (const { verb: known, pattern, variables, method } of routes) {
    if (known !== verb) continue;
    const found = pattern.exec(path);
    if (found === null) continue;
    return {
      method,
      variables: new Map(
        variables.map((name, at) => [name, decodeURIComponent(found[at + 1] ?? "")]),
      ),
    };
  }
  return undefined;
}

function bindings(rule: HttpRule): readonly HttpRule[] {
  return [rule, ...rule.additionalBindings];
}

function route(method: DescMethod, { pattern }: HttpRule): Route | undefined {
  if (pattern.case === undefined || pattern.case === "custom") return undefined;
  const variables: string[] = [];
  const source = pattern.value.split(/(\{[^}]+\})/).map((part) => {
    const variable = /^\{([^=}]+)(?:=(.+))?\}$/.exec(part);
    if (variable === null) return RegExp.escape(part);
    variables.push(variable[1] ?? "");
    const shape = (variable[2] ?? "*").split(/(\*\*|\*)/);
    const inner = shape.map((piece) =>
      piece === "**" ? "[^:]+" : piece === "*" ? "[^/:]+" : RegExp.escape(piece),
    );
    return `(${inner.join("")})`;
  });
  return {
    verb: pattern.case.toUpperCase(),
    pattern: new RegExp(`^${source.join("")}$`),
    variables,
    method,
  };
}
