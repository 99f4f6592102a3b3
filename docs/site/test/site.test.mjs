// The site as it is written: every page there, every link followed, nothing from elsewhere.
import assert from "node:assert/strict";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { runInNewContext } from "node:vm";
import MiniSearch from "minisearch";
import { build, readPages, root, styleSheet } from "../build.mjs";
import { arrange, fileOf } from "../contents.mjs";
import { brokenLinks } from "../links.mjs";
import { readPage } from "../markdown.mjs";

const out = mkdtempSync(join(tmpdir(), "temoin-site-"));
after(() => rmSync(out, { recursive: true, force: true }));

let broken;
const { pages } = readPages();
const written = (file) => readFileSync(join(out, file), "utf8");
before(() => {
  broken = build(join(out));
});

test("no link, picture or anchor of the documents is dead", () => {
  assert.deepEqual(broken, []);
});

test("a dead link, a dead anchor and a missing picture are named", () => {
  const files = new Map([
    ["docs/a.md", "docs/a.html"],
    ["docs/b.md", "docs/b.html"],
  ]);
  const folder = mkdtempSync(join(tmpdir(), "temoin-links-"));
  mkdirSync(join(folder, "docs"));
  const text =
    "# A\n[1](b.md#no) [2](gone.md) [3](#a) [4](#x) [5](../../etc/passwd) ![6](no.png)\n";
  for (const [source, words] of [
    ["docs/a.md", text],
    ["docs/b.md", "# B\n"],
  ]) {
    writeFileSync(join(folder, source), words);
  }
  const read = [...files].map(([source, file]) => {
    const page = readPage(readFileSync(join(folder, source), "utf8"), source, files, folder);
    writeFileSync(join(folder, file), page.html);
    return { source, file, ...page };
  });
  const lines = brokenLinks(read, folder);
  rmSync(folder, { recursive: true });
  for (const link of ["b.html#no", "gone.md", "#x", "../../etc/passwd", "no.png"]) {
    assert.ok(
      lines.some((line) => line.startsWith(`docs/a.md: "${link}"`)),
      link,
    );
  }
  assert.ok(!lines.some((line) => line.includes('"#a"')));
});

test("every document has a page, in the menu of every page", () => {
  const entries = arrange(root).flatMap((chapter) => chapter.entries);
  assert.equal(new Set(entries.map(({ file }) => file)).size, entries.length);
  for (const source of [
    "README.md",
    "CHANGELOG.md",
    "docs/operate.md",
    "docs/decisions/README.md",
  ]) {
    assert.ok(
      entries.some((entry) => entry.source === source),
      source,
    );
  }
  for (const page of pages) {
    const html = written(page.file);
    assert.equal(html.match(/aria-current="page"/g).length, 2, page.file);
    assert.equal(html.match(/<h1[ >]/g).length, 1, page.file);
    assert.match(html, new RegExp(`<html lang="${page.lang}">`));
  }
  assert.equal(pages.find(({ source }) => source === "docs/console.md").lang, "fr");
});

test("a page asks for nothing from elsewhere and has no inline script or style", () => {
  for (const page of pages) {
    const html = written(page.file);
    const loaded = /<(?:script|link|img|iframe|source)\b[^>]*\s(?:src|href)="(?:https?:)?\/\//;
    assert.doesNotMatch(html, loaded, page.file);
    assert.doesNotMatch(
      html,
      /<script>|<script (?![^>]*src)|<style|\sstyle="|\son[a-z]+="/,
      page.file,
    );
  }
  for (const name of ["site.css", "theme.js", "search.js"]) {
    assert.doesNotMatch(written(`assets/${name}`), /url\(|@import|fetch\(/, name);
  }
});

test("markup in a document is shown and never becomes markup", () => {
  const source = "docs/x.md";
  const text = "# <b>X</b>\n<script>alert(1)</script>\n\n[a](javascript:alert(1))\n";
  const { html } = readPage(text, source, new Map([[source, "docs/x.html"]]), root);
  assert.doesNotMatch(html, /<script|<b>|href="javascript/);
});

test("the API reference has every route and every shape of both descriptions", () => {
  for (const name of ["openapi", "staff-api"]) {
    const source = `server/http/api/${name}.json`;
    const description = JSON.parse(readFileSync(join(root, source), "utf8"));
    const html = written(fileOf(source));
    for (const [path, item] of Object.entries(description.paths)) {
      for (const method of ["get", "put", "post", "delete"].filter((each) => item[each])) {
        assert.ok(html.includes(`>${method.toUpperCase()} ${path}</h3>`), `${method} ${path}`);
      }
    }
    for (const shape of Object.keys(description.components.schemas)) {
      assert.ok(html.includes(`id="shape-${shape.toLowerCase()}"`), shape);
    }
  }
});

test("the search data finds what a reader looks for", () => {
  const box = {};
  runInNewContext(written("assets/search-data.js"), box);
  const index = new MiniSearch({ fields: ["title", "page", "text"], storeFields: ["page"] });
  index.addAll(box.temoinSearch);
  const found = (words) =>
    index
      .search(words, { prefix: true, boost: { title: 4 } })
      .slice(0, 10)
      .map(({ id }) => id);
  assert.ok(found("behind nginx").includes("docs/operate.html#behind-nginx"));
  assert.ok(found("consents/current receipt").some((id) => id.startsWith("docs/api.html#")));
  for (const { id } of box.temoinSearch) {
    assert.ok(existsSync(join(out, id.split("#")[0])), id);
  }
});

test("the colours are the console's tokens, each with a dark value where text needs one", () => {
  const sheet = styleSheet();
  const tokens = sheet.slice(0, sheet.indexOf("The documents' site"));
  for (const [, name] of sheet.matchAll(/var\((--[a-z-]+)\)/g)) {
    assert.ok(tokens.includes(`${name}:`), `${name} is no token of the console`);
  }
  // A token is of both looks, or made of one that is.
  for (const name of ["ink", "dim", "line", "ground", "paper", "blue", "blue-soft"]) {
    const value = new RegExp(`--${name}: (.*);`).exec(tokens)[1];
    const source = /^var\((--\w+)\)$/.exec(value)?.[1];
    const both = source ? new RegExp(`${source}: (.*);`).exec(tokens)[1] : value;
    assert.match(both, /^light-dark\(/, name);
  }
});

test("a document that nobody named is found all the same", () => {
  const folder = mkdtempSync(join(tmpdir(), "temoin-tree-"));
  cpSync(join(root, "docs/decisions"), join(folder, "docs/decisions"), { recursive: true });
  mkdirSync(join(folder, "docs/new"));
  writeFileSync(join(folder, "docs/unheard-of.md"), "# New\n");
  writeFileSync(join(folder, "docs/new/inside.md"), "# Inside\n");
  const files = arrange(folder).flatMap((chapter) => chapter.entries.map(({ file }) => file));
  rmSync(folder, { recursive: true });
  assert.ok(files.includes("docs/unheard-of.html"));
  assert.ok(files.includes("docs/new/inside.html"));
  assert.ok(files.includes("docs/decisions/index.html"));
});
