// What a page says, and where it says nothing: frames of the same site, links that lead to the
// preferences, choices that the browser does not keep, search engines, partitioned cookies.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeAll, open } from "./lib/browser.mjs";
import { eventually, part, quiet, settle, visit } from "./lib/demo.mjs";
import { pageOf, place } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";
import { arrive } from "./lib/tiers.mjs";

let service;
before(async () => (service = await Service.start()));
after(async () => {
  await closeAll();
  await service.stop();
});

const kVimeo =
  '<iframe title="F" data-service="vimeo" data-src="http://tiers.localhost/in"></iframe>';

/** A page of the site with a frame at `host`, whose page has the banner's script, too. */
async function framed(host, { outer = pageOf, body = "" } = {}) {
  const browser = await open();
  const frame = `<iframe id="w" title="Widget" width="600" height="500" src="${service.address("/essai/inner", host)}"></iframe>`;
  await browser.context.route("http://tiers.localhost/**", (route) => route.fulfill({ body: "" }));
  await place(browser.context, "inner", pageOf(body).replace(/<footer>[^]*<\/footer>/, ""));
  await place(browser.context, "page", outer(frame));
  await browser.page.goto(service.address("/essai/page"));
  await quiet(browser.page);
  const inner = browser.page.frames().find((each) => each.url().endsWith("/essai/inner"));
  await inner.waitForFunction(() => window.temoin?.version);
  return {
    ...browser,
    inner,
    of: (name) => inner.locator(`:is(#temoin, [data-temoin-host]) [part~="${name}"]`),
  };
}

for (const host of ["www.ameli.localhost", "ameli.localhost"])
  test(`a frame of the same site (${host}) asks nothing and offers nothing, and follows the page's choice`, async () => {
    const { page, inner, of, close } = await framed(host, { body: kVimeo });
    assert.equal(await part(page, "banner").count(), 1);
    assert.equal(await of("banner").count(), 0);
    await page.evaluate(() => window.temoin.accept("vimeo"));
    await settle(page);
    assert.equal(await of("reopen").count(), 0);
    if (host === "www.ameli.localhost")
      await inner.waitForFunction(() => document.querySelector("iframe").src.includes("/in"));
    await close();
  });

test("a page that defers the banner keeps its frames quiet, too", async () => {
  const outer = (body) => pageOf(body).replace("<script src", "<script defer src");
  const { page, of, close } = await framed("www.ameli.localhost", { outer });
  await part(page, "banner").waitFor();
  assert.equal(await of("banner").count(), 0);
  await close();
});

test("a frame of the site in a page without the banner asks by itself", async () => {
  const outer = (body) =>
    `<!doctype html><html lang="fr"><title>x</title><body>${body}</body></html>`;
  const { of, close } = await framed("www.ameli.localhost", { outer });
  await of("banner").waitFor();
  await close();
});

test("an address that ends in the preferences' name opens them: from another page, by history, by script", async () => {
  const browser = await open();
  await place(browser.context, "page", pageOf('<a id="later" href="#">Cookies</a>'));
  await browser.page.goto(service.address("/essai/page#temoin-preferences"));
  await part(browser.page, "dialog").waitFor();
  await browser.page.keyboard.press("Escape");
  await eventually(async () => assert.equal(await part(browser.page, "dialog").isVisible(), false));
  await browser.page.evaluate(() => (location.hash = "other"));
  await browser.page.evaluate(() => (location.hash = "temoin-preferences"));
  await eventually(async () => assert.equal(await part(browser.page, "dialog").isVisible(), true));
  await browser.close();
});

test("a page that holds the preferences itself opens no dialog over them", async () => {
  const browser = await open();
  await place(
    browser.context,
    "page",
    pageOf('<div id="temoin-preferences" data-temoin-preferences></div>'),
  );
  await visit(browser.page, service.address("/essai/page#temoin-preferences"));
  await browser.page.locator('[data-temoin-preferences] [part~="preferences"]').first().waitFor();
  await quiet(browser.page);
  assert.equal(await part(browser.page, "dialog").count(), 0);
  await browser.close();
});

test("a link that is given the preferences' address later takes the place of our control", async () => {
  const html = pageOf('<a id="later" href="#">Cookies</a>').replace(/<footer>[^]*<\/footer>/, "");
  const browser = await arrive(service, "", { html });
  await browser.accept();
  await part(browser.page, "reopen").waitFor();
  await browser.value(() =>
    document.getElementById("later").setAttribute("href", "#temoin-preferences"),
  );
  await eventually(async () => assert.equal(await part(browser.page, "reopen").count(), 0));
  await browser.close();
});

test("what is kept is said, and only that: a cookie that did not stay, storage that refuses, an unreachable service", async () => {
  const blocked = `<script>Object.defineProperty(Document.prototype, "cookie", { get: () => "", set() {} });</script>`;
  const noStorage = `<script>Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });</script>`;
  const says = async (head, { down = false } = {}) => {
    const browser = await open();
    await place(browser.context, "page", pageOf("").replace("<head>", "<head>" + head));
    if (down) await browser.context.route("**/consents", (route) => route.abort());
    await visit(browser.page, service.address("/essai/page"));
    await browser.page.evaluate(() => window.temoin.accept());
    const message = await part(browser.page, "message").locator("p").innerText();
    await browser.close();
    return message;
  };
  assert.match(await says(""), /^Votre choix est enregistré jusqu’au /);
  assert.match(await says(blocked), /pour cette page, pas au-delà/);
  assert.match(await says(blocked + noStorage), /pour cette page, pas au-delà/);
  assert.match(await says("", { down: true }), /retenu sur cet appareil/);
  assert.match(await says(noStorage, { down: true }), /pour cette page, pas au-delà/);
});

test("no word of ours stands in a search engine's excerpt: the host, the page's own one, and stand-ins", async () => {
  for (const host of [true, false]) {
    const browser = await arrive(service, kVimeo, { host });
    await part(browser.page, "banner").waitFor();
    await browser.page.locator(".temoin-placeholder").waitFor();
    const outside = () =>
      [...document.querySelectorAll("*")]
        .filter((each) => each.shadowRoot && !each.closest("[data-nosnippet]"))
        .map((each) => each.outerHTML);
    assert.deepEqual(await browser.value(outside), []);
    await browser.close();
  }
});

test("partitioned cookies of a service are deleted with the others", async () => {
  const browser = await arrive(service, "");
  await browser.accept("campaign-manager");
  const set = () => {
    for (const part of ["", ";Partitioned"])
      document.cookie = "_gcl_au=1;Secure;SameSite=None;path=/" + part;
    document.cookie = "mine=1;Secure;SameSite=None;Partitioned;path=/";
    return document.cookie.split("; ").filter((each) => each.startsWith("_gcl_au=")).length;
  };
  assert.equal(await browser.value(set), 2, "both cookies are there first");
  await browser.value(() => window.temoin.withdraw());
  await browser.until(
    () => document.cookie.split("; ").filter((each) => /^(_gcl_au|mine)=/.test(each)),
    ["mine=1"],
  );
  await browser.close();
});

test("a lazy loader that reads `data-src` finds none before consent, and the page's own pictures are left to it", async () => {
  const loader = `<script>addEventListener("DOMContentLoaded", () => document.querySelectorAll(".lazyload").forEach((each) => {
    const address = each.getAttribute("data-src");
    if (!address) return;
    if (each.localName === "iframe") each.contentWindow.location.replace(address);
    else each.src = address;
  }));</script>`;
  const body = `${loader}<iframe class="lazyload" title="F" data-service="vimeo" data-src="http://tiers.localhost/frame"></iframe>
    <img class="lazyload" alt="" data-service="vimeo" data-src="http://tiers.localhost/p.png">
    <img class="lazyload" alt="" data-category="livres" data-src="http://tiers.localhost/own.png">`;
  const browser = await arrive(service, body);
  await quiet(browser.page);
  assert.deepEqual(browser.asked, ["own.png"]);
  await browser.accept();
  await eventually(() =>
    assert.deepEqual([...browser.asked].sort(), ["frame", "own.png", "p.png"]),
  );
  await quiet(browser.page);
  assert.equal(browser.asked.length, 3, "each once");
  await browser.close();
});
