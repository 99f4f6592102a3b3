// The package as others get it: packed, installed in an empty folder, and used there.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath } from "node:url";

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

for (const name of ["react", "vue"])
  test(`an app of ${name}: rendered on a server, taken over, let in, taken away`, () => {
    run("node", "app.mjs", name);
  });
