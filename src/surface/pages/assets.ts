/**
 * The page's script and style as the set-up made them (`scripts/bundle-web.ts`): read once at start,
 * served from memory.
 *
 * A file's name holds a hash of its content, so it may be cached for good.
 */
import fs from "node:fs";
import path from "node:path";
import { ServiceError } from "../../base/errors.ts";

/** One file, ready to be sent. */
export interface Asset {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** Everything the pages load. */
export interface WebAssets {
  /** Name of the script and of the style sheet in `files`. */
  readonly script: string;
  readonly style: string;
  readonly files: ReadonlyMap<string, Asset>;
}

const mediaTypes: ReadonlyMap<string, string> = new Map([
  [".js", "text/javascript; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
]);

const ADVICE = "run `node scripts/bundle-web.ts`";

/**
 * Reads the folder that the set-up made.
 *
 * @throws ServiceError FILE_UNREADABLE: it is not there or not whole; the message says what to do.
 */
export function loadAssets(dir: string): WebAssets {
  const names = readNames(dir);
  const files = new Map<string, Asset>();
  for (const name of names) {
    const mediaType = mediaTypes.get(path.extname(name));
    if (mediaType !== undefined) files.set(name, { mediaType, bytes: read(dir, name) });
  }
  return {
    script: theOne(names, /^app-[0-9a-f]{16}\.js$/, dir),
    style: theOne(names, /^page-[0-9a-f]{16}\.css$/, dir),
    files,
  };
}

function readNames(dir: string): string[] {
  try {
    return fs.readdirSync(dir);
  } catch (cause) {
    throw new ServiceError("FILE_UNREADABLE", `the page is not built: ${ADVICE}`, { cause });
  }
}

function read(dir: string, name: string): Buffer {
  try {
    return fs.readFileSync(path.join(dir, name));
  } catch (cause) {
    throw new ServiceError("FILE_UNREADABLE", `\`${name}\` cannot be read: ${ADVICE}`, { cause });
  }
}

function theOne(names: readonly string[], pattern: RegExp, dir: string): string {
  const [name, ...others] = names.filter((one) => pattern.test(one));
  if (name !== undefined && others.length === 0) return name;
  throw new ServiceError("FILE_UNREADABLE", `the page in \`${dir}\` is not whole: ${ADVICE}`);
}
