// Who may import whom under src/, types included: no circle, no arrow that the plan does not name, and
// no permission that nobody uses.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../src/", import.meta.url));

/** Room -> the rooms that its files may import besides itself; the most specific room wins. */
const plan = {
  types: [],
  domain: ["types"],
  warn: [],
  state: ["types", "domain"],
  storage: ["state"],
  service: ["types", "domain", "state"],
  page: ["types", "domain", "state", "warn"],
  ui: ["types", "domain", "state"],
  consent: ["types", "domain", "state", "storage"],
  lazy: ["domain", "state", "service", "page", "ui", "warn"],
  "chunks/preferences": ["types", "domain", "lazy"],
  "chunks/placeholder": ["domain", "lazy", "page"],
  "chunks/elements": ["domain", "lazy", "page"],
  plugins: ["types", "domain", "page"],
  app: [
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
    "warn",
  ],
  main: ["types", "app"],
  index: ["types", "app", "plugins"],
};

const rooms = Object.keys(plan).sort((a, b) => b.length - a.length);

export function roomOf(file) {
  const path = file.replace(/\.(d\.)?ts$|\.css$/, "");
  if (path.startsWith("../types/")) return "types";
  return rooms.find((room) => path === room || path.startsWith(room + "/"));
}

/** File -> the files it imports, values and types, static and `import()`. */
export function arrowsOf(read, files) {
  const arrows = new Map();
  for (const file of files) {
    const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
    const found = new Set();
    const visit = (node) => {
      const from =
        node.moduleSpecifier ||
        (ts.isImportTypeNode(node) && node.argument.literal) ||
        (ts.isCallExpression(node) &&
          node.expression.kind === ts.SyntaxKind.ImportKeyword &&
          node.arguments[0]);
      if (from && from.text.startsWith(".")) {
        const to = relative(root, resolve(root, dirname(file), from.text));
        found.add(/\.css$/.test(to) ? to : to + ".ts");
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    arrows.set(file, [...found]);
  }
  return arrows;
}

/** The first circle, as a list of files; undefined when there is none. */
export function circleIn(arrows) {
  const done = new Set();
  const walk = (file, path) => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const to of arrows.get(file) || []) {
      const circle = walk(to, [...path, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of arrows.keys()) {
    const circle = walk(file, []);
    if (circle) return circle;
  }
  return undefined;
}

/** Arrows against the plan, as "from -> to". */
export const against = (arrows) =>
  [...arrows].flatMap(([from, all]) =>
    all
      .filter(
        (to) => roomOf(to) !== roomOf(from) && !(plan[roomOf(from)] || []).includes(roomOf(to)),
      )
      .map((to) => `${from} -> ${to}`),
  );

const files = (folder = "") =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((each) => {
    const path = join(folder, each.name);
    return each.isDirectory()
      ? files(path)
      : /\.ts$/.test(each.name) && !/\.d\.ts$/.test(each.name)
        ? [path]
        : [];
  });

const arrows = arrowsOf((file) => readFileSync(join(root, file), "utf8"), files());

test("every file has a room", () => {
  assert.deepEqual(
    [...arrows.keys()].filter((file) => !roomOf(file)),
    [],
  );
});

test("no file imports itself in a circle", () => {
  assert.equal(circleIn(arrows)?.join(" -> "), undefined);
});

test("no arrow goes against the plan", () => {
  assert.deepEqual(against(arrows), []);
});

test("no permission goes unused", () => {
  const used = new Set(
    [...arrows].flatMap(([from, all]) => all.map((to) => `${roomOf(from)} -> ${roomOf(to)}`)),
  );
  const unused = Object.entries(plan).flatMap(([room, all]) =>
    all.map((to) => `${room} -> ${to}`).filter((each) => !used.has(each)),
  );
  assert.deepEqual(unused, []);
});

test("the checker sees a circle, a wrong arrow, and the import of a type", () => {
  const wrong = {
    "ui/a.ts": 'import type { B } from "./b";\nimport { x } from "../app";',
    "ui/b.ts": 'export type B = typeof import("./a");',
    "app.ts": "",
  };
  const seen = arrowsOf((file) => wrong[file], Object.keys(wrong));
  assert.deepEqual(circleIn(seen), ["ui/a.ts", "ui/b.ts", "ui/a.ts"]);
  assert.deepEqual(against(seen), ["ui/a.ts -> app.ts"]);
});
