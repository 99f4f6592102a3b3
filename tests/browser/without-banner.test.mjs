// What each page of docs/pages.md does without the banner: measured, so that "right" is not a
// matter of opinion. UPDATE_GUIDE=1 writes the table; its tests are looked up by file and name.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { closeAll } from "./lib/browser.mjs";
import { bundle, renderHere } from "./lib/bundle.mjs";
import { eventually } from "./lib/demo.mjs";
import { kRepository, Service } from "./lib/service.mjs";
import { kCases } from "./lib/cases.mjs";
import { kSituations } from "./lib/situations.mjs";
import { arrive } from "./lib/tiers.mjs";

const need = createRequire(import.meta.url);
const library = (path) => readFileSync(need.resolve(path), "utf8");
const scripts = {
  "self.js": "window.key = new URL(document.getElementById('me').src).searchParams.get('key');",
  "w.js": "window.written = 1;",
  "turbo.js": library("@hotwired/turbo/dist/turbo.es2017-umd.js"),
  "htmx.js": library("htmx.org/dist/htmx.min.js"),
  "jquery.js": library("jquery/dist/jquery.min.js"),
  "alpine.js": library("alpinejs/dist/cdn.min.js"),
  "lazysizes.js": library("lazysizes/lazysizes.min.js"),
};

/** Pages that a framework makes: their markup, and the script that takes it over. */
const kMade = {
  async react() {
    const page = `(e) => e("p", null, "x", e("iframe", { title: "x", src: "about:blank" }))`;
    const root = await renderHere(
      `import { createElement } from "react"; import { renderToString } from "react-dom/server"; given.result = renderToString((${page})(createElement));`,
    );
    return [
      root,
      `import { createElement } from "react"; import { hydrateRoot } from "react-dom/client";
      const root = document.getElementById("root"), mine = root.firstChild; window.told = [];
      hydrateRoot(root, (${page})(createElement), { onRecoverableError: (error) => window.told.push(error) });
      setTimeout(() => (window.same = root.firstChild === mine), 100);`,
    ];
  },
  async vue() {
    const page = `({ h }) => ({ render: () => h("p", ["x", h("iframe", { title: "x", src: "about:blank" })]) })`;
    const vue = need("vue");
    const made = vue.createSSRApp(new Function("return " + page)()(vue));
    return [
      await need("vue/server-renderer").renderToString(made),
      `import * as vue from "vue"; window.told = []; console.warn = console.error = (text) => window.told.push(text);
      const root = document.getElementById("root"), mine = root.firstChild;
      vue.createSSRApp((${page})(vue)).mount(root); window.same = root.firstChild === mine;`,
    ];
  },
  unmount: () => [
    "",
    `import { createElement as e } from "react"; import { createRoot } from "react-dom/client";
    window.told = []; addEventListener("error", (event) => window.told.push(event));
    const root = createRoot(document.getElementById("root"));
    root.render(e("iframe", { title: "x" })); setTimeout(() => root.render(null), 50);`,
  ],
};

let service;
let browser;
before(async () => {
  service = await Service.start();
  browser = await arrive(service, "", { scripts });
});
after(async () => {
  await closeAll();
  await service.stop();
});

/** A policy or a base address at its beginning belongs into the head. */
const plain = (body) => {
  const [head] = /^(<(meta|base)[^>]*>)?/.exec(body);
  const rest = body.slice(head.length);
  return `<!doctype html><html lang="fr"><head><meta charset="utf-8">${head}<title>Essai</title></head><body><main>${rest}</main></body></html>`;
};

test("each page does without the banner what the table says", async () => {
  for (const [name, given, see, value] of kSituations) {
    let body = given;
    if (kMade[given]) {
      const [root, client] = await kMade[given]();
      scripts["client.js"] = await bundle(client);
      body = `<div id="root">${root}</div><script src="http://tiers.localhost/client.js"></script>`;
    }
    await browser.first("", { html: plain(body), plain: true });
    await eventually(
      async () =>
        assert.deepEqual(
          see === "asked" ? [...browser.asked].sort() : await browser.value(see),
          value,
          name,
        ),
      5_000,
    );
  }
});

const kHeads = {
  pages: "| | a page with | without the banner | with it | test |\n|---|---|---|---|---|\n",
  cases: "| case | page | kind | without the banner | test |\n|---|---|---|---|---|\n",
};

/** That this file, of here or by its path, has a test whose name begins so. */
function hasTest(file, start) {
  const path = file.includes("/")
    ? join(kRepository, file)
    : new URL(`${file}.test.mjs`, import.meta.url);
  assert.ok(readFileSync(path, "utf8").includes(start), `${file} has no test "${start}"`);
}

for (const [name, rows] of [
  [
    "pages",
    () =>
      kSituations.map(([what, , , , without, banner, file, start], at) => {
        hasTest(file, start);
        return `| ${at + 1} | ${what} | ${without} | ${banner} | \`${file}\` |\n`;
      }),
  ],
  [
    "cases",
    () =>
      kCases.map(([number, page, kind, file, start]) => {
        const at = kSituations.findIndex(([what]) => what === kind);
        assert.ok(at >= 0, `${number} is of no kind: ${kind}`);
        const [, , , , without, , kindFile, kindStart] = kSituations[at];
        hasTest(file ?? kindFile, start ?? kindStart);
        const test = `\`${file ?? kindFile}\`: ${(start ?? kindStart).replace(/^[: ]+|[: ,]+$/g, "")} …`;
        return `| ${number} | ${page} | ${at + 1} | ${without} | ${test} |\n`;
      }),
  ],
])
  test(`docs/pages.md has each of the ${name}, and each names a test that there is`, () => {
    const table = kHeads[name] + rows().join("");
    const file = join(kRepository, "docs/pages.md");
    const begin = `<!-- ${name}: written by tests/browser/without-banner.test.mjs -->\n`;
    const mark = new RegExp(`(${begin})[^]*?(<!-- ${name}: end -->)`);
    if (process.env.UPDATE_GUIDE)
      writeFileSync(
        file,
        readFileSync(file, "utf8").replace(mark, (_, from, to) => from + table + to),
      );
    assert.equal(
      mark.exec(readFileSync(file, "utf8"))?.[0].includes(table),
      true,
      "run this test with UPDATE_GUIDE=1",
    );
  });
