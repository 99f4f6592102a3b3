// What is held back, what is let in, what is taken away again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeAll, cookieNames, open } from "./lib/browser.mjs";
import { eventually, part, quiet, settle, visit } from "./lib/demo.mjs";
import { focused, pageOf, place, standIn, tweak } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";

let service;
before(async () => (service = await Service.start()));
after(() => closeAll());
after(() => service.stop());

async function arrive(body, options = {}, change) {
  const browser = await open();
  if (change) await tweak(browser.context, change);
  await place(browser.context, "page", pageOf(body, options));
  browser.asked = await standIn(
    browser.context,
    "http://tiers.localhost/**",
    "window.order = (window.order || '') + (document.currentScript ? document.currentScript.src.split('/').pop() : 'm') + ' ';",
  );
  await visit(browser.page, service.address("/essai/page"));
  await part(browser.page, "banner").waitFor();
  return browser;
}

const kTag = 'type="text/plain" data-service="vimeo"';

test("inline, external, asynchronous and module scripts wait, then run in their order", async () => {
  const { page, asked, close } = await arrive(`
    <script ${kTag} data-src="http://tiers.localhost/1"></script>
    <script ${kTag}>window.order += "2 ";</script>
    <script ${kTag} data-src="http://tiers.localhost/3"></script>
    <script ${kTag}>window.order += "4 ";</script>
    <script ${kTag} data-type="module">window.module5 = import.meta.url.length;</script>
    <script ${kTag} data-src="http://tiers.localhost/async" async></script>
    <script type="text/plain" data-category="campaigns">window.never = 1;</script>`);
  assert.deepEqual(asked, []);
  assert.equal(await page.evaluate(() => window.order), undefined);
  await page.evaluate(() => window.temoin.accept("vimeo"));
  await settle(page);
  await page.waitForFunction(
    () => window.module5 > 0 && /async/.test(window.order) && /4 /.test(window.order),
  );
  assert.equal(await page.evaluate(() => window.order.replace("async ", "")), "1 2 3 4 ");
  assert.equal(await page.evaluate(() => window.never), undefined);
  await close();
});

test("a held script that names its address by src keeps its place, too; a template's script is named on withdrawal", async () => {
  const browser = await open();
  const { page, context } = browser;
  await context.route("**/essai/lib.js", async (route) => {
    await new Promise((done) => setTimeout(done, 200));
    await route.fulfill({ contentType: "text/javascript", body: "window.order = ['lib'];" });
  });
  await place(
    context,
    "ordre",
    pageOf(`
    <script type="text/plain" data-service="vimeo" src="/essai/lib.js"></script>
    <script type="text/plain" data-service="vimeo">window.order.push("inline");</script>
    <template data-service="facebook"><script>window.stood = 1;</script></template><p>…</p>`),
  );
  await visit(page, service.address("/essai/ordre"));
  await part(page, "accept").click();
  await page.waitForFunction(() => window.order?.length === 2 && window.stood);
  assert.deepEqual(await page.evaluate(() => window.order), ["lib", "inline"]);
  const reload = await page.evaluate(
    () =>
      new Promise((done) => {
        document.addEventListener("temoin:withdrawn", (event) => done(event.detail.reload), {
          once: true,
        });
        window.temoin.refuse("facebook");
      }),
  );
  assert.deepEqual(reload, ["facebook"]);
  await browser.close();
});

test("names and values in capitals, with spaces or a parameter around the type, mean the same", async () => {
  const { page, asked, close } = await arrive(`
    <SCRIPT TYPE="TEXT/PLAIN" DATA-SERVICE="vimeo" DATA-SRC="http://tiers.localhost/1"></SCRIPT>
    <script Type="text/Plain" Data-Service="vimeo">window.order += "2 ";</script>
    <script type=" text/plain " data-service=" vimeo ">window.order += "3 ";</script>
    <script type="text/plain; charset=utf-8" data-service="vimeo">window.order += "4 ";</script>
    <script type="Text/Plain" data-service="vimeo" data-type="MODULE">window.module5 = import.meta.url.length;</script>
    <IFRAME TITLE="Film" DATA-SERVICE="vimeo" DATA-TEMOIN-SRC="http://tiers.localhost/frame"></IFRAME>`);
  assert.deepEqual(asked, []);
  await page.evaluate(() => window.temoin.accept("vimeo"));
  await settle(page);
  await page.waitForFunction(() => window.module5 > 0 && /4 /.test(window.order));
  assert.equal(await page.evaluate(() => window.order), "1 2 3 4 ");
  assert.match(String(asked), /tiers\.localhost\/frame/);
  await close();
});

test("held scripts keep their order for a returning visitor, across the page's parts", async () => {
  const browser = await open();
  const { page, context } = browser;
  const push = (name) =>
    `<script ${kTag}>(window.order = window.order || []).push("${name}");</script>`;
  await place(
    context,
    "ordre",
    pageOf(push("body") + "<p>…</p>" + push("end"), { head: push("head 1") + push("head 2") }),
  );
  await visit(page, service.address("/essai/ordre"));
  await page.evaluate(() => window.temoin.accept());
  await settle(page);
  await page.reload();
  await page.waitForFunction(() => window.order?.length === 4);
  assert.deepEqual(await page.evaluate(() => window.order), ["head 1", "head 2", "body", "end"]);
  await browser.close();
});

test("frames, images, style sheets and templates; a purpose waits for each of its services", async () => {
  const { page, asked, close } = await arrive(`
    <img alt="" data-category="campaigns" data-src="http://tiers.localhost/pixel">
    <img alt="" data-service="adform" data-srcset="http://tiers.localhost/set 2x">
    <link rel="stylesheet" data-service="adform" data-href="http://tiers.localhost/sheet">
    <iframe title="Cadre" data-service="adform" data-src="http://tiers.localhost/frame"></iframe>
    <template data-service="adform"><p id="inside">ici</p></template>
    <template data-service="!adform"><p id="refused">refus</p></template>`);
  await page.locator(".temoin-placeholder").waitFor();
  assert.deepEqual(asked, []);
  assert.equal(await page.locator("#inside, #refused").count(), 0);
  await page.evaluate(() => window.temoin.accept("adform"));
  await settle(page);
  await page.locator("#inside").waitFor();
  await eventually(async () =>
    assert.equal(asked.filter((url) => /frame|sheet/.test(url)).length, 2),
  );
  assert.ok(
    !asked.some((url) => url.endsWith("pixel")),
    "the purpose has a service that was not allowed",
  );
  await page.evaluate(() => window.temoin.refuse("adform"));
  await settle(page);
  await page.locator("#refused").waitFor();
  assert.equal(await page.locator("#inside").count(), 0);
  assert.equal(await page.locator("iframe[src]:not([src=''])").count(), 0);
  assert.equal(await page.locator(".temoin-placeholder").count(), 1);
  await close();
});

test("elements added later, and a page that swaps its whole body", async () => {
  const { page, asked, close } = await arrive("");
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.type = "text/plain";
    script.dataset.service = "vimeo";
    script.dataset.src = "http://tiers.localhost/late";
    document.body.append(script);
    document
      .querySelector("main")
      .insertAdjacentHTML(
        "beforeend",
        '<iframe title="Film" data-service="vimeo" data-src="http://tiers.localhost/film"></iframe>',
      );
  });
  await page.locator(".temoin-placeholder").waitFor();
  assert.deepEqual(asked, []);
  await page.evaluate(() => {
    const body = document.createElement("body");
    body.innerHTML =
      '<main><h1>Autre</h1><iframe title="Film 2" data-service="vimeo" data-src="http://tiers.localhost/film2"></iframe></main>';
    document.body.replaceWith(body);
    history.pushState({}, "", "/essai/autre");
  });
  await page.locator(".temoin-placeholder").waitFor();
  await part(page, "banner").waitFor();
  assert.ok(await page.evaluate(() => document.body.firstElementChild.id === "temoin"));
  await part(page, "accept").click();
  await settle(page);
  await eventually(async () => assert.ok(asked.some((url) => /\/film2\?/.test(url))));
  assert.ok(!asked.some((url) => /\/film\?/.test(url)));
  await close();
});

test("a placeholder names the embed and its purpose; one key allows that service alone and leads to the frame", async () => {
  const { page, asked, close } = await arrive(
    '<iframe title="Le vaccin expliqué" width="640" height="360" data-service="vimeo" data-src="http://tiers.localhost/film"></iframe>',
  );
  const cover = page.locator(".temoin-placeholder");
  await cover.waitFor();
  assert.ok(await cover.getByRole("heading", { name: "Le vaccin expliqué" }).isVisible());
  assert.match(await cover.locator("[part=root]").innerText(), /Finalité/);
  const box = await cover.locator("[part=root]").boundingBox();
  assert.ok(box.height >= 360 && box.width <= 650, JSON.stringify(box));
  await cover.getByRole("button", { name: "Autoriser Vimeo" }).focus();
  await page.keyboard.press("Enter");
  await settle(page);
  await cover.waitFor({ state: "detached" });
  await eventually(async () => assert.equal(asked.length, 1));
  assert.match(asked[0], /dnt=1/);
  await eventually(async () => assert.equal(await focused(page), "Le vaccin expliqué"));
  const { services } = await page.evaluate(() => window.temoin.state());
  assert.deepEqual(
    Object.keys(services)
      .filter((id) => services[id])
      .sort(),
    ["ameli", "cloudflare", "piano-analytics", "vimeo"],
  );
  assert.equal(await part(page, "banner").count(), 0);
  await close();
});

test("withdrawal: cookies on host, parents and paths, both storages, and the page is told", async () => {
  const { page, context, close } = await arrive(
    '<script type="text/plain" data-service="adform">window.ticks = 0; setInterval(() => ++window.ticks, 20);</script>',
    {},
    (config) => {
      // The revision, fetched ahead for the preferences, does not have what this test adds.
      config.excerpt = false;
      const adform = config.purposes
        .flatMap((purpose) => purpose.services)
        .find((each) => each.id === "adform");
      const more = (name, kind) => ({
        name,
        host: "",
        kind,
        set_on_site: true,
        purpose: { fr: "…" },
        lifetime: "P1D",
      });
      adform.trackers.push(
        more("suivi_<id>", "cookie"),
        more("local_<id>", "local-storage"),
        more("seance", "session-storage"),
      );
    },
  );
  await part(page, "accept").click();
  await settle(page);
  await page.evaluate(() => {
    document.cookie = "suivi_1=1; path=/";
    document.cookie = "suivi_2=1; path=/; domain=ameli.localhost";
    document.cookie = "suivi_3=1; path=/essai";
    document.cookie = "suivi=garde; path=/";
    localStorage.setItem("local_1", "1");
    localStorage.setItem("autre", "1");
    sessionStorage.setItem("seance", "1");
    document.addEventListener("temoin:withdrawn", (event) => (window.told = event.detail));
  });
  assert.equal((await cookieNames(context)).filter((name) => name.startsWith("suivi")).length, 4);
  await page.evaluate(() => window.temoin.withdraw());
  await settle(page);
  assert.deepEqual(
    (await cookieNames(context)).filter((name) => name.startsWith("suivi")),
    ["suivi"],
  );
  assert.deepEqual(
    await page.evaluate(() => [
      localStorage.getItem("local_1"),
      localStorage.getItem("autre"),
      sessionStorage.getItem("seance"),
    ]),
    [null, "1", null],
  );
  const told = await page.evaluate(() => window.told);
  assert.ok(told.services.includes("adform"));
  assert.deepEqual(told.reload, ["adform"]);
  // A script that runs cannot be stopped from outside: the visitor is told, with the remedy at
  // hand.
  const message = part(page, "message");
  assert.match(await message.innerText(), /rechargement.*Adform/s);
  await message.getByRole("button", { name: "Recharger la page" }).click();
  await page.waitForFunction(() => window.temoin && window.ticks === undefined);
  assert.equal(await part(page, "banner").count(), 0, "a withdrawal counts as an answer");
  await close();
});

test("guard: injected scripts, frames, pixels, beacons and requests are held, tagged or not", async () => {
  const { page, context, close } = await arrive("");
  const asked = await standIn(
    context,
    /^https:\/\/([\w-]+\.)*(adform\.net|doubleclick\.net)\//,
    "window.ran = (window.ran || 0) + 1;",
  );
  const inject = () =>
    page.evaluate(async () => {
      const at = (name) => `https://track.adform.net/${name}`;
      const byProperty = document.createElement("script");
      byProperty.src = at("property");
      document.head.append(byProperty);
      const byAttribute = document.createElement("script");
      byAttribute.setAttribute("src", at("attribute"));
      document.body.appendChild(byAttribute);
      new Image().src = at("pixel");
      document
        .querySelector("main")
        .insertAdjacentHTML(
          "beforeend",
          `<img alt="" src="${at("markup")}"><iframe title="Pub" src='${at("frame")}'></iframe>`,
        );
      const division = document.createElement("div");
      division.innerHTML = `<img alt="" src=${at("inner")}>`;
      document.body.append(division);
      // The order some vendors write it in: the type comes after the address.
      const typedLate = document.createElement("script");
      typedLate.src = at("typed");
      typedLate.type = "text/javascript";
      document.head.append(typedLate);
      const candidates = document.createElement("img");
      candidates.srcset = `${at("set")} 1x, ${at("set2")} 2x`;
      division.append(candidates);
      const shaded = document.createElement("div");
      document.body.append(shaded);
      shaded.attachShadow({ mode: "open" }).innerHTML = `<img alt="" src="${at("shaded")}">`;
      division.append(
        document
          .createRange()
          .createContextualFragment(`<img alt="" srcset="${at("fragment")} 1x">`),
      );
      navigator.sendBeacon(at("beacon"), "1");
      const fetched = await fetch(at("fetch")).then(
        () => "sent",
        () => "refused",
      );
      const asked = new XMLHttpRequest();
      asked.open("GET", at("xhr"));
      const xhr = new Promise(
        (done) => ((asked.onerror = () => done("refused")), (asked.onload = () => done("sent"))),
      );
      asked.send();
      return [fetched, await xhr];
    });
  assert.deepEqual(await inject(), ["refused", "refused"]);
  await quiet(page);
  assert.deepEqual(asked, []);
  await page.evaluate(() => window.temoin.accept("adform"));
  await settle(page);
  await page.waitForFunction(() => window.ran >= 2);
  const names = () => new Set(asked.map((url) => url.split("/").pop()));
  const arrived = (...all) =>
    eventually(async () =>
      assert.deepEqual(
        all.filter((name) => !names().has(name)),
        [],
      ),
    );
  await arrived("property", "attribute", "markup", "frame", "inner", "typed", "set", "fragment");
  assert.deepEqual(await inject(), ["sent", "sent"]);
  await arrived("beacon", "pixel", "shaded");
  await page.evaluate(() => window.temoin.refuse("adform"));
  await settle(page);
  asked.length = 0;
  assert.deepEqual(await inject(), ["refused", "refused"]);
  await quiet(page);
  assert.deepEqual(
    asked,
    [],
    "nothing of the service fires after the withdrawal, without a reload",
  );
  await close();
});

test("what a parser adds piece by piece is looked through once", async () => {
  const { page, asked, close } = await arrive("");
  await page.evaluate(() => {
    const own = Element.prototype.querySelectorAll;
    window.looks = 0;
    Element.prototype.querySelectorAll = function (...given) {
      if (/data-service/.test(given[0])) ++window.looks;
      return own.apply(this, given);
    };
    // As a parser does: the element first, then what it holds, each a record of its own.
    const list = document.createElement("ul");
    document.querySelector("main").append(list);
    for (let turn = 0; turn < 200; ++turn) list.append(document.createElement("li"));
    const image = new Image();
    image.alt = "";
    image.dataset.service = "adform";
    image.dataset.src = "http://tiers.localhost/deep";
    list.lastChild.append(image);
  });
  await page.waitForFunction(() => window.looks > 0);
  assert.ok((await page.evaluate(() => window.looks)) < 10, "not once for each of 200 elements");
  await page.evaluate(() => window.temoin.accept("adform"));
  await eventually(async () => assert.equal(asked.length, 1));
  await close();
});

test("the script twice by mistake: one banner, one choice", async () => {
  const browser = await open();
  const { page, context } = browser;
  let posts = 0;
  context.on(
    "request",
    (request) => (posts += request.method() === "POST" && request.url().endsWith("/consents")),
  );
  const html = pageOf(
    '<script type="text/plain" data-service="vimeo">window.times = (window.times || 0) + 1;</script>',
  );
  await place(
    context,
    "double",
    html.replace("</main>", '</main><script src="/v1/sites/ameli.fr/banner.js"></script>'),
  );
  await visit(page, service.address("/essai/double"));
  await part(page, "banner").waitFor();
  assert.equal(await part(page, "banner").count(), 1);
  await part(page, "accept").click();
  await settle(page);
  assert.equal(posts, 1);
  assert.equal(await page.evaluate(() => window.times), 1);
  await browser.close();
});
