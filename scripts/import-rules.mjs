// Who may import whom in a package of TypeScript, types included: no circle, no arrow that the
// package's plan does not name, no permission that nobody uses. Each package's test/ gives its plan.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import test from "node:test";

/** `ts`: the package's compiler. Files are named as they lie under `root`, "../" leads out of it. */
export class ImportRules {
  /** `plan`: room -> the rooms its files may import besides itself; the most specific room wins. */
  constructor(ts, root, plan) {
    this.ts = ts;
    this.root = root;
    this.plan = plan;
    this.rooms = Object.keys(plan).sort((a, b) => b.length - a.length);
  }

  roomOf(file) {
    const path = file.replace(/\.(d\.)?tsx?$|\.css$/, "").replace(/^(\.\.\/)+/, "");
    return this.rooms.find((room) => path === room || path.startsWith(room + "/"));
  }

  /** File -> the files it imports, values and types, static and `import()`. */
  arrowsOf(read, files) {
    const { ts } = this;
    const known = new Set(files);
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
          const to = relative(this.root, resolve(this.root, dirname(file), from.text));
          found.add(/\.css$/.test(to) ? to : known.has(to + ".tsx") ? to + ".tsx" : to + ".ts");
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
      arrows.set(file, [...found]);
    }
    return arrows;
  }

  /** The first circle, as a list of files; undefined when there is none. */
  circleIn(arrows) {
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
  against(arrows) {
    return [...arrows].flatMap(([from, all]) =>
      all
        .filter((to) => {
          const [own, other] = [this.roomOf(from), this.roomOf(to)];
          return other !== own && !(this.plan[own] || []).includes(other);
        })
        .map((to) => `${from} -> ${to}`),
    );
  }

  /** Permissions of the plan that no arrow needs, as "from -> to". */
  unused(arrows) {
    const used = new Set(
      [...arrows].flatMap(([from, all]) =>
        all.map((to) => `${this.roomOf(from)} -> ${this.roomOf(to)}`),
      ),
    );
    return Object.entries(this.plan).flatMap(([room, all]) =>
      all.map((to) => `${room} -> ${to}`).filter((each) => !used.has(each)),
    );
  }

  files(folder = "") {
    return readdirSync(join(this.root, folder), { withFileTypes: true }).flatMap((each) => {
      const path = join(folder, each.name);
      if (each.isDirectory()) return this.files(path);
      return /\.tsx?$/.test(each.name) && !/\.d\.ts$/.test(each.name) ? [path] : [];
    });
  }
}

/** The tests that hold the package at `root` to its plan. */
export function holdToPlan(ts, root, plan) {
  const rules = new ImportRules(ts, root, plan);
  const arrows = rules.arrowsOf((file) => readFileSync(join(root, file), "utf8"), rules.files());
  const none = (found) => assert.deepEqual(found, []);

  test("every file has a room", () =>
    none([...arrows.keys()].filter((file) => !rules.roomOf(file))));
  test("no file imports itself in a circle", () =>
    assert.equal(rules.circleIn(arrows)?.join(" -> "), undefined));
  test("no arrow goes against the plan", () => none(rules.against(arrows)));
  test("no permission goes unused", () => none(rules.unused(arrows)));
}
