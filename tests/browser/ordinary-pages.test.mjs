// Ordinary things that pages do beside a banner: menus that are dialogs, cookies that come back,
// libraries that change every object, pieces that come by a request. They go on as without it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeAll } from "./lib/browser.mjs";
import { eventually, part, quiet } from "./lib/demo.mjs";
import { kSnippet, pageOf } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";
import { arrive } from "./lib/tiers.mjs";

let service;
let browser;
before(async () => {
  service = await Service.start();
  browser = await arrive(service, "");
});
after(async () => {
  await closeAll();
  await service.stop();
});

const held = (text) => `<script type="text/plain" data-service="vimeo">${text}</script>`;
const kFrame =
  '<iframe title="Film" width="300" height="200" data-service="vimeo" data-src="http://tiers.localhost/frame"></iframe>';

test("a menu that is a modal dialog: its button opens the preferences over it, and the focus comes back", async () => {
  await browser.first(
    '<dialog id="menu"><button type="button" data-temoin="preferences" id="inside">Cookies</button></dialog><script>menu.showModal();</script>',
  );
  await browser.page.locator("#inside").click();
  await part(browser.page, "dialog").waitFor();
  await part(browser.page, "save").click();
  await browser.settled();
  await browser.until(
    () => [document.activeElement.id, document.getElementById("menu").open],
    ["inside", true],
  );
});

test("a dialog that is filled by a request: held, covered, and let in", async () => {
  await browser.first('<dialog id="d"></dialog>');
  await part(browser.page, "refuse").click();
  await browser.settled();
  await browser.value((html) => {
    const dialog = document.getElementById("d");
    dialog.showModal();
    dialog.innerHTML = html;
  }, kFrame + held("window.ran = 1"));
  await browser.page.locator("#d .temoin-placeholder button").first().click();
  await browser.until(() => window.ran, 1);
  await eventually(async () => assert.deepEqual(browser.asked, ["frame"]));
});

test("a tag that sets its cookie again and again: gone after a withdrawal and the next page", async () => {
  const again =
    'const put = () => (document.cookie = "_gcl_au=1;path=/;max-age=9999"); put(); setInterval(put, 50); addEventListener("pagehide", put);';
  const tag = `<script type="text/plain" data-service="campaign-manager">${again}</script>`;
  await browser.first(tag);
  await browser.accept("campaign-manager");
  const there = () => document.cookie.includes("_gcl_au");
  await browser.until(there, true);
  await browser.value(() => window.temoin.withdraw());
  await browser.page.reload();
  await browser.settled();
  await browser.until(there, false);
});

test("a page of libraries that change every object, before and after the banner's script", async () => {
  const before =
    "Object.prototype.each = function () {}; Object.prototype.tag = 'x'; Array.prototype.last = function () {}; String.prototype.strip = function () {};";
  const from =
    "Array.from = (x) => { if (!x) return []; if ('toArray' in Object(x)) return x.toArray(); const out = []; for (let at = 0; at < (x.length || 0); ++at) out.push(x[at]); return out; };";
  const html = pageOf(
    kFrame +
      held("window.ran = 1") +
      `<script>${from}Array.prototype.each = function () {};</script>`,
  );
  for (const page of [html, html.replace("<head>", `<head><script>${before}${from}</script>`)]) {
    await browser.first("", { html: page });
    await browser.page.locator(".temoin-placeholder button").first().waitFor();
    await part(browser.page, "choose").click();
    await part(browser.page, "dialog").waitFor();
    await part(browser.page, "accept").last().click();
    await browser.settled();
    await browser.until(() => window.ran, 1);
    await eventually(async () => assert.deepEqual(browser.asked, ["frame"]));
    assert.deepEqual(browser.errors, []);
  }
});

test("the page's own listeners hear of each event once, and a dozen held scripts run once each", async () => {
  const listen =
    "addEventListener('DOMContentLoaded', () => (window.parsed = (window.parsed || 0) + 1)); addEventListener('load', () => (window.loads = (window.loads || 0) + 1));";
  const count = held("setTimeout(() => (window.n = (window.n || 0) + 1), 20)") + "<p>x</p>";
  await browser.first(`<script>${listen}</script>` + count.repeat(12));
  await browser.accept();
  const seen = () => [window.parsed, window.loads, window.n];
  await browser.until(seen, [1, 1, 12]);
  await browser.page.reload();
  await browser.until(seen, [1, 1, 12]);
});

test("a page keeps its place and its focus while the first layer comes and goes", async () => {
  await browser.first("<p>x</p>".repeat(300) + '<input id="field" aria-label="x">');
  await browser.value(() => document.getElementById("field").focus({ preventScroll: true }));
  await browser.value(() => scrollTo(0, 1500));
  const at = () => [scrollY, document.activeElement.id];
  await part(browser.page, "banner").waitFor();
  await browser.until(at, [1500, "field"]);
  await browser.value(() => window.temoin.refuse());
  await browser.settled();
  await browser.until(at, [1500, "field"]);
});

test("links that fetch ahead or style wait for consent, under each of their words", async () => {
  const link = (more, name) =>
    `<link ${more} data-service="vimeo" data-href="http://tiers.localhost/${name}">`;
  await browser.first("", {
    head:
      link('rel="preload" as="script"', "pre.js") +
      link('rel="stylesheet" type="text/css" media="all"', "embed.css") +
      link('rel="preconnect"', ""),
  });
  await quiet(browser.page, 200);
  assert.deepEqual(browser.asked, []);
  await browser.accept();
  await eventually(async () =>
    assert.deepEqual([...browser.asked].sort(), ["embed.css", "pre.js"]),
  );
  await browser.until(
    () => document.querySelector("[rel=preconnect]").href,
    "http://tiers.localhost/",
  );
});

test("a body that is zoomed, and a map as high as the window: every button is in the window", async () => {
  for (const [style, body] of [
    ["body{zoom:1.5}", "<p>x</p>".repeat(90)],
    ["html,body{margin:0}", '<div style="height:100vh">carte</div>'],
  ]) {
    await browser.first(body, { head: `<style>${style}</style>` });
    await part(browser.page, "banner").waitFor();
    await browser.until(
      () =>
        [
          ...document
            .getElementById("temoin")
            .shadowRoot.querySelectorAll("[part~=buttons] button"),
        ].every((each) => each.getBoundingClientRect().bottom <= innerHeight),
      true,
    );
    await part(browser.page, "refuse").click();
    await browser.settled();
  }
});

test("the page's own queue: what is denied stands first, then the page's commands in their order", async () => {
  const own =
    "window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); } gtag('js', 1); gtag('config', 'DC-1');";
  await browser.first("", {
    html: pageOf("").replace(kSnippet, kSnippet + `<script>${own}</script>`),
  });
  assert.deepEqual(await browser.value(() => [...window.dataLayer].map((each) => each[0])), [
    "consent",
    "js",
    "config",
  ]);
});
