/**
 * Reads a pack of clauses, strictly: what the schema does not name is an error, and so is a clause that
 * claims to be enforced without naming its evidence and the test that would fail.
 *
 * Pure: takes parsed JSON, gives checked data or throws with the path of what is wrong.
 */
import { ServiceError } from "../base/errors.ts";
import { clauseId, type ClauseId } from "../base/ids.ts";
import {
  actions,
  dataTypes,
  effects,
  gates,
  media,
  notices,
  owners,
  purposes,
  states,
  type Clause,
  type Clock,
  type Duty,
  type Pack,
  type Scope,
  type Source,
} from "./clause.ts";
import { defined, Fields } from "./fields.ts";

/**
 * The pack that `value` holds.
 *
 * @throws ServiceError SETTING_INVALID: the field in `field` is missing, unknown or has a value that is
 * not allowed; a clause is there twice; a clause names one that is not there.
 */
export function readPack(value: unknown): Pack {
  const fields = new Fields(value, "pack");
  const name = fields.text("name", /^[a-z]+\/[0-9a-z-]+$/);
  const pack: Pack = {
    name,
    edition: fields.text("edition"),
    sources: fields.list("sources", readSource),
    reviewBy: fields.text("reviewBy", /^\d{4}-\d{2}-\d{2}$/),
    clauses: fields.list("clauses", readClause),
  };
  fields.refuseRest();
  checkReferences(pack);
  return pack;
}

function readSource(value: unknown, path: string): Source {
  const fields = new Fields(value, path);
  const source = {
    file: fields.text("file"),
    title: fields.text("title"),
    language: fields.text("language"),
    dated: fields.text("dated"),
    ...defined({
      sha256: fields.optional("sha256", () => fields.text("sha256", /^[0-9a-f]{64}$/)),
    }),
  };
  fields.refuseRest();
  return source;
}

function readClause(value: unknown, path: string): Clause {
  const fields = new Fields(value, path);
  const clause: Clause = {
    id: clauseId(fields.text("id", CLAUSE_ID)),
    rule: fields.text("rule"),
    ruleKo: fields.text("ruleKo", /\p{Script=Hangul}/u),
    binds: fields.word("binds", ["operator", "integrator", "customer", "everyone"]),
    effect: fields.word("effect", effects),
    gate: fields.word("gate", gates),
    state: fields.word("state", states),
    ...readConditions(fields),
    ...readProof(fields),
  };
  fields.refuseRest();
  checkEffect(clause, path);
  checkState(clause, path);
  return clause;
}

const CLAUSE_ID = /^[A-Z]{2}-\d{2}$/;

function readConditions(fields: Fields) {
  return defined({
    applies: fields.optional("applies", readScope),
    liftedBy: fields.optional("liftedBy", () => fields.list("liftedBy", readId)),
    limits: fields.optional("limits", () => fields.list("limits", readId)),
    clock: fields.optional("clock", readClock),
    onExpiry: fields.optional("onExpiry", () => fields.word("onExpiry", ["destroyKey"] as const)),
    duties: fields.optional("duties", () => fields.list("duties", readDuty)),
  });
}

function readProof(fields: Fields) {
  return defined({
    quote: fields.optional("quote", () => fields.text("quote")),
    evidence: fields.optional("evidence", () => fields.text("evidence")),
    test: fields.optional("test", () => fields.text("test", /^(tests|src|web)\/\S+\.test\.ts$/)),
    personDuty: fields.optional("personDuty", () => fields.text("personDuty")),
    note: fields.optional("note", () => fields.text("note")),
  });
}

function readId(value: unknown, path: string): ClauseId {
  if (typeof value === "string" && CLAUSE_ID.test(value)) return clauseId(value);
  throw invalid(path, "is not the id of a clause");
}

function readScope(value: unknown, path: string): Scope {
  const fields = new Fields(value, path);
  const scope = {
    dataTypes: fields.words("dataTypes", dataTypes),
    actions: fields.words("actions", actions),
    ...defined({
      media: fields.optional("media", () => fields.words("media", media)),
      purposes: fields.optional("purposes", () => fields.words("purposes", purposes)),
      owners: fields.optional("owners", () => fields.words("owners", owners)),
    }),
  };
  fields.refuseRest();
  return scope;
}

function readClock(value: unknown, path: string): Clock {
  const fields = new Fields(value, path);
  const clock = {
    start: fields.word("start", ["initialQuery", "query", "received", "chosen"] as const),
    maxMs: fields.positive("maxMs"),
    bound: fields.word("bound", ["exclusive", "inclusive"] as const),
    restartsOnRequery: fields.truth("restartsOnRequery"),
    endsAtNextQuery: fields.truth("endsAtNextQuery"),
  };
  fields.refuseRest();
  return clock;
}

/** Written in a pack as `"noStore"`, `"show:links"`, `"record:retention.opened"`; `delete` comes from a clock. */
function readDuty(value: unknown, path: string): Duty {
  if (value === "noStore") return { kind: "noStore" };
  if (typeof value === "string" && value.startsWith("record:")) {
    return { kind: "record", leaf: value.slice("record:".length) };
  }
  const notice = notices.find((known) => value === `show:${known}`);
  if (notice !== undefined) return { kind: "show", notice };
  throw invalid(path, "is no known duty");
}

function checkEffect(clause: Clause, path: string): void {
  const { effect } = clause;
  const wants = (field: "applies" | "limits" | "clock" | "duties", isWanted: boolean): void => {
    if (isWanted && clause[field] === undefined) throw invalid(`${path}.${field}`, "is missing");
  };
  wants("applies", effect === "permit" || effect === "oblige");
  wants("duties", effect === "oblige");
  wants("limits", effect === "limit");
  wants("clock", effect === "limit");
  if (clause.limits !== undefined && effect !== "limit") {
    throw invalid(`${path}.limits`, "belongs to a clause with effect `limit`");
  }
  if (clause.liftedBy !== undefined && effect !== "forbid") {
    throw invalid(`${path}.liftedBy`, "belongs to a clause with effect `forbid`");
  }
}

function checkState(clause: Clause, path: string): void {
  const { state } = clause;
  if (state === "enforced" && clause.evidence === undefined) {
    throw invalid(`${path}.evidence`, "is missing: what shows that it is kept?");
  }
  if (state === "enforced" && clause.test === undefined) {
    throw invalid(`${path}.test`, "is missing: which test fails when it is broken?");
  }
  if ((state === "person") !== (clause.personDuty !== undefined)) {
    throw invalid(`${path}.personDuty`, "belongs to, and only to, a clause with state `person`");
  }
}

function checkReferences(pack: Pack): void {
  const ids = pack.clauses.map(({ id }) => id);
  const permits = new Set(
    pack.clauses.filter(({ effect }) => effect === "permit").map(({ id }) => id),
  );
  for (const [index, { id, liftedBy = [], limits = [] }] of pack.clauses.entries()) {
    const path = `pack.clauses[${index}]`;
    if (ids.indexOf(id) !== index) throw invalid(`${path}.id`, `\`${id}\` is there twice`);
    for (const named of [...liftedBy, ...limits]) {
      if (!permits.has(named)) throw invalid(path, `\`${named}\` permits nothing in this pack`);
    }
  }
}

function invalid(path: string, message: string): ServiceError {
  return new ServiceError("SETTING_INVALID", `${path} ${message}`, { field: path });
}
