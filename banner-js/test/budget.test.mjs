// The promise of the README, on the bytes that are served.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";
import { gzipSync } from "node:zlib";
import ts from "typescript";

const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("manifest.json", dist), "utf8"));

test("first layer, gating, choice and API fit in 8 KiB gzip, styles included", () => {
  const bytes = readFileSync(new URL("core.js", dist));
  const { length } = gzipSync(bytes, { level: 9 });
  assert.ok(length <= 8192, `${length} bytes of 8192`);
});

test("second layer, guard and each adapter are chunks of their own, with size and integrity", () => {
  for (const name of [
    "preferences",
    "placeholder",
    "guard",
    "impressions",
    "google-consent-mode",
    "piano",
    "matomo",
    "data-layer",
    "vimeo-dnt",
    "adform",
    "campaign-manager",
  ])
    assert.ok(
      manifest.chunks[name].gzip > 0 && /^sha384-/.test(manifest.chunks[name].integrity),
      name,
    );
});

test("the manifest tells the truth about every file", () => {
  for (const { file, sha256, bytes } of [manifest.core, ...Object.values(manifest.chunks)]) {
    const content = readFileSync(new URL(file, dist));
    assert.equal(content.length, bytes, file);
    assert.equal(createHash("sha256").update(content).digest("hex"), sha256, file);
  }
});

test("the core is one expression over the name the service binds", () => {
  const core = readFileSync(new URL("core.js", dist), "utf8");
  assert.match(core, /__TEMOIN__/);
  assert.doesNotMatch(core, /innerHTML|insertAdjacentHTML|\beval\(|new Function/);
  // Once: the tag of a part of our own, where the parser has to wait for it.
  assert.equal(core.split("document.write").length, 2);
});

test("no part leaves a name of its own in the page, where the page's own `const` would clash with it", () => {
  for (const { file } of Object.values(manifest.chunks)) {
    const { statements } = ts.createSourceFile(
      file,
      readFileSync(new URL(file, dist), "utf8"),
      ts.ScriptTarget.Latest,
    );
    for (const statement of statements)
      assert.ok(ts.isExpressionStatement(statement), `${file}: ${ts.SyntaxKind[statement.kind]}`);
  }
});
