// Who may import whom under src/ (scripts/import-rules.mjs), and that the rules see what they must.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { holdToPlan, ImportRules } from "../../scripts/import-rules.mjs";

const root = fileURLToPath(new URL("../src/", import.meta.url));

/** Room -> the rooms that its files may import besides itself; the most specific room wins. */
const plan = {
  types: [],
  domain: ["types"],
  warn: [],
  state: ["types", "domain"],
  storage: ["domain", "state"],
  service: ["state"],
  page: ["types", "domain", "state"],
  ui: ["types", "domain", "state"],
  consent: ["domain", "state", "storage"],
  lazy: ["types", "domain", "state", "storage", "service", "page", "ui", "consent", "warn"],
  "chunks/choice": ["types", "domain", "lazy", "page"],
  "chunks/preferences": ["types", "domain", "lazy"],
  "chunks/placeholder": ["domain", "lazy", "page"],
  "chunks/elements": ["domain", "lazy", "page"],
  plugins: ["types", "domain", "page", "page-queue", "warn"],
  "page-queue": ["domain"],
  wrappers: ["types", "domain", "page-queue"],
  changes: [
    "types",
    "domain",
    "state",
    "storage",
    "service",
    "page",
    "ui",
    "consent",
    "lazy",
    "plugins",
  ],
  app: [
    "types",
    "domain",
    "state",
    "storage",
    "service",
    "page",
    "ui",
    "consent",
    "changes",
    "lazy",
    "warn",
  ],
  main: ["types", "app"],
  index: ["types", "app", "chunks/choice", "page-queue", "plugins"],
};

holdToPlan(ts, root, plan);

test("only the beginning of a chunk is lent the whole kit; every other function says what it takes", () => {
  const whole = (text) =>
    [...text.matchAll(/function (\w+)\((?:\w+|\{[^}]*\}): Kit\b/g)].map((found) => found[1]);
  assert.deepEqual(whole("function make(kit: Kit) {} function draw({ h }: Kit) {}"), [
    "make",
    "draw",
  ]);
  const chunks = readdirSync(`${root}chunks`, { recursive: true }).filter((file) =>
    file.endsWith(".ts"),
  );
  const taken = chunks.flatMap((file) =>
    whole(readFileSync(`${root}chunks/${file}`, "utf8")).map((name) => `${file} ${name}`),
  );
  assert.deepEqual(taken.sort(), [
    "choice/choice.ts make",
    "elements/main.ts make",
    "placeholder/main.ts make",
    "preferences/main.ts make",
  ]);
});

test("the rules see a circle, a wrong arrow, the import of a type, and an unused permission", () => {
  const rules = new ImportRules(ts, root, { ui: [], app: ["ui"] });
  const wrong = {
    "ui/a.ts": 'import type { B } from "./b";\nimport { x } from "../app";',
    "ui/b.ts": 'export type B = typeof import("./a");',
    "app.ts": "",
  };
  const seen = rules.arrowsOf((file) => wrong[file], Object.keys(wrong));
  assert.deepEqual(rules.circleIn(seen), ["ui/a.ts", "ui/b.ts", "ui/a.ts"]);
  assert.deepEqual(rules.against(seen), ["ui/a.ts -> app.ts"]);
  assert.deepEqual(rules.unused(seen), ["app -> ui"]);
});
