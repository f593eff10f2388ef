import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describeStore } from "./documents.suite.ts";
import { createMemoryStore } from "./memory-store.ts";
import { openSqliteStore } from "./sqlite-store.ts";

describeStore("createMemoryStore", createMemoryStore, () => undefined);

let dir = "";
describeStore(
  "openSqliteStore",
  () => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-store-"));
    return openSqliteStore(path.join(dir, "documents.sqlite"));
  },
  () => fs.rmSync(dir, { recursive: true }),
);
