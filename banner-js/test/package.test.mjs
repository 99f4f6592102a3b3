// The package as others get it: packed, installed in an empty folder, and used there.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { JSDOM } from "jsdom";

const root = fileURLToPath(new URL("..", import.meta.url));
const modules = join(root, "node_modules");
const folder = mkdtempSync(join(tmpdir(), "temoin-package-"));
after(() => rmSync(folder, { recursive: true }));

function run(command, ...words) {
  const ran = spawnSync(command, words, { cwd: folder, encoding: "utf8" });
  assert.equal(ran.status, 0, ran.stdout + ran.stderr);
  return ran.stdout.trim();
}

before(() => {
  const [{ filename }] = JSON.parse(
    run("npm", "pack", root, "--json", "--ignore-scripts", "--pack-destination", folder),
  );
  writeFileSync(join(folder, "package.json"), '{"private":true,"type":"module"}');
  run("npm", "install", "--offline", "--ignore-scripts", "--no-save", join(folder, filename));
  for (const name of ["react", "react-dom", "vue", "jsdom", "@types", "csstype"])
    symlinkSync(join(modules, name), join(folder, "node_modules", name));
  cpSync(join(root, "test/package"), folder, { recursive: true });
});

test("importing it where there is no page touches nothing, whole or in parts", () => {
  for (const name of ["temoin-banner", "temoin-banner/react", "temoin-banner/vue"])
    run(
      "node",
      "-e",
      `import("${name}").then((all) => { if (!Object.keys(all).length || globalThis.window) process.exit(1); })`,
    );
});

for (const [module, resolution] of [
  ["node16", "node16"],
  ["esnext", "bundler"],
])
  test(`its types resolve under "${resolution}"`, () => {
    run(
      "node",
      join(modules, "typescript/bin/tsc"),
      ...["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022"],
      ...["--module", module, "--moduleResolution", resolution, "types.ts"],
    );
  });

/** The guide's line for the queue, as it stands there, in each language. */
const guide = readFileSync(join(root, "../docs/integrate.md"), "utf8");
const line = (language) =>
  [...guide.matchAll(new RegExp("```" + language + "\\n([^]*?)```", "g"))]
    .map(([, code]) => code)
    .find((code) => code.includes("window.temoin ="));

test("the guide's queue compiles in TypeScript, and finds its place beside whatever has that name", () => {
  writeFileSync(join(folder, "queue.ts"), line("ts"));
  run(
    "node",
    join(modules, "typescript/bin/tsc"),
    ...["--strict", "--skipLibCheck", "--target", "es2022", "--outDir", join(folder, "made")],
    ...["--module", "esnext", "--moduleResolution", "bundler", "queue.ts"],
  );
  const made = readFileSync(join(folder, "made/queue.js"), "utf8").replace(/^export .*$/m, "");
  const [plain] = line("js").split("\n\n");
  for (const code of [made, plain])
    for (const body of [
      "",
      '<div id="temoin"></div>',
      '<form id="temoin"><input name="x"></form>',
    ]) {
      const { window } = new JSDOM(body, { runScripts: "outside-only" });
      if (body) assert.equal(typeof window.temoin, "object", "the element is there by its name");
      window.eval(code);
      window.eval(code);
      assert.equal(window.temoin.length, 2, body);
      assert.equal(window.temoin[0][0], "onChange");
    }
});

for (const name of ["react", "vue"])
  test(`an app of ${name}: rendered on a server, taken over, let in, taken away`, () => {
    run("node", "app.mjs", name);
  });
