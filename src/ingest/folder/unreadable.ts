/**
 * Says in words why a file or folder cannot be read.
 */
import { ServiceError } from "../../base/errors.ts";

const reasons: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "there is no such file or folder"],
  ["EACCES", "permission is denied"],
  ["EPERM", "permission is denied"],
  ["ENOTDIR", "it is no folder"],
  ["EISDIR", "it is a folder"],
  ["ELOOP", "its links lead in a circle"],
  ["ENAMETOOLONG", "its name is too long"],
  ["EMFILE", "too many files are open"],
]);

/** The error for `file`, from what the system said. */
export function unreadable(file: string, cause: unknown): ServiceError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const reason = reasons.get(code) ?? (code === "" ? "reading failed" : `reading failed (${code})`);
  return new ServiceError("FILE_UNREADABLE", `cannot read \`${file}\`: ${reason}`, { cause });
}
