// However the script gets into the page, and whatever the page calls its elements: the banner
// comes, and the page's own scripts go on.
import { rmSync } from "node:fs";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { closeAll, open } from "./lib/browser.mjs";
import { eventually, part } from "./lib/demo.mjs";
import { kSnippet, place } from "./lib/page.mjs";
import { catalogWith, Service } from "./lib/service.mjs";

let service;
let catalog;
before(async () => {
  catalog = catalogWith({ guard: true, adapters: ["google-consent-mode", "vimeo-dnt"] });
  service = await Service.start({ catalog });
});
after(async () => {
  await closeAll();
  await service.stop();
  rmSync(catalog, { recursive: true });
});

const kQueue = `<script>
(window.temoin = window.temoin?.push ? window.temoin : []).push(["onChange", () => (window.heard = 1)]);
document.getElementById("menu").textContent = "menu prêt";
</script>`;
const page = ({ head = "", host = "<div data-temoin-host></div>", end = "" }) =>
  `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title>${head}</head><body>${host}<main><h1>Essai</h1><p id="menu"></p></main>${end}</body></html>`;

const kAddress = "/v1/sites/ameli.fr/banner.js";
const tag = (more) => `<script src="${kAddress}" ${more}></script>`;
const kInject = `<script>const made = document.createElement("script"); made.src = "${kAddress}";`;

for (const [name, html] of Object.entries({
  "first in the head": page({ head: kSnippet, end: kQueue }),
  "first in the head, with the host of the older guide": page({
    head: kSnippet,
    host: '<div id="temoin"></div>',
    end: kQueue,
  }),
  "without a host": page({ head: kSnippet, host: "", end: kQueue }),
  async: page({ head: tag("async"), end: kQueue }),
  deferred: page({ head: tag("defer"), end: kQueue }),
  "deferred, with the host of the older guide": page({
    head: tag("defer"),
    host: '<div id="temoin"></div>',
    end: kQueue,
  }),
  "at the end of the body": page({ end: kQueue + tag("") }),
  "after the host of the older guide": page({
    host: '<div id="temoin"></div>',
    end: tag("") + kQueue,
  }),
  "from a tag manager": page({ end: kQueue + kInject + "document.body.append(made);</script>" }),
  "from a tag manager, after the page has loaded": page({
    end:
      kQueue +
      kInject +
      'addEventListener("load", () => setTimeout(() => document.head.append(made), 50));</script>',
  }),
  "beside a frame of that name": page({
    head: tag("defer"),
    end: '<iframe name="temoin" title="T" srcdoc="x"></iframe>' + kQueue,
  }),
  "beside a form of that name": page({
    head: tag("defer"),
    end: '<form id="temoin"><input name="version" aria-label="v"><input name="push" aria-label="p"></form><script>document.getElementById("menu").textContent = "menu prêt"; window.heard = 1;</script>',
  }),
  twice: page({ head: kSnippet + kSnippet, end: kQueue }),
}))
  test(name, async () => {
    const browser = await open();
    const errors = [];
    browser.page.on("pageerror", (error) => errors.push(error.message));
    await place(browser.context, "page", html);
    await browser.page.goto(service.address("/essai/page"));
    await browser.page.locator("[part~=banner]").waitFor();
    assert.equal(await browser.page.locator("[part~=banner]").count(), 1);
    assert.equal(await browser.page.locator("#menu").innerText(), "menu prêt");
    await eventually(async () => assert.equal(await browser.page.evaluate(() => window.heard), 1));
    assert.equal(await browser.page.evaluate(() => typeof window.temoin.accept), "function");
    assert.equal(
      await browser.page.evaluate(() => window.dataLayer?.[0]?.[1]),
      "default",
      "the adapter is there",
    );
    assert.deepEqual(errors, []);
    await browser.close();
  });

test("an element of that name with something in it is the page's: it is left as it is", async () => {
  const browser = await open();
  await place(
    browser.context,
    "page",
    page({ head: kSnippet, host: '<div id="temoin"><p>Témoignage</p></div>' }),
  );
  await browser.page.goto(service.address("/essai/page"));
  await browser.page.locator("[data-temoin-host] [part~=banner]").waitFor();
  assert.deepEqual(
    await browser.page.evaluate(() => [
      document.getElementById("temoin").outerHTML,
      !!document.getElementById("temoin").shadowRoot,
    ]),
    ['<div id="temoin"><p>Témoignage</p></div>', false],
  );
  await browser.close();
});

test("the guide's snippet does not throw when the script was blocked", async () => {
  for (const host of ["<div data-temoin-host></div>", '<div id="temoin"></div>']) {
    const browser = await open();
    const errors = [];
    browser.page.on("pageerror", (error) => errors.push(error.message));
    await browser.context.route("**" + kAddress, (route) => route.abort());
    await place(browser.context, "page", page({ head: kSnippet, host, end: kQueue }));
    await browser.page.goto(service.address("/essai/page"));
    assert.equal(await browser.page.locator("#menu").innerText(), "menu prêt");
    assert.deepEqual(errors, []);
    await browser.close();
  }
});

test("a page without a host is left as it was sent until it has loaded", async () => {
  const browser = await open();
  await browser.context.route("**/essai/slow.png", (route) =>
    setTimeout(() => route.abort(), 1000),
  );
  await place(
    browser.context,
    "page",
    page({
      head: kSnippet,
      host: "",
      end: '<img alt="" src="/essai/slow.png"><script>addEventListener("DOMContentLoaded", () => setTimeout(() => (window.children = document.body.children.length), 300)); addEventListener("load", () => (window.atLoad = document.body.children.length));</script>',
    }),
  );
  await browser.page.goto(service.address("/essai/page"));
  await part(browser.page, "banner").waitFor();
  assert.deepEqual(await browser.page.evaluate(() => [window.children, window.atLoad]), [3, 3]);
  await browser.close();
});
