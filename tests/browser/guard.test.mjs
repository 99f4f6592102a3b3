// What the guard holds of what a page or a tag injects, way by way. The list in docs/integrate.md
// is written by this test: UPDATE_GUIDE=1 node --test guard.test.mjs
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { closeAll, open } from "./lib/browser.mjs";
import { eventually, part, quiet, visit } from "./lib/demo.mjs";
import { pageOf, place, standIn } from "./lib/page.mjs";
import { copyCatalog, kRepository, Service } from "./lib/service.mjs";

let service;
before(async () => (service = await Service.start()));
after(async () => {
  await closeAll();
  await service.stop();
});

/** `u(name)` is an address of the vendor's; `make(tag, {attributes})` an element in the page. */
const kHelpers = `
const u = (name) => "https://player.vimeo.com/" + name;
const make = (tag, given, into = document.body) => { const e = document.createElement(tag); Object.assign(e, given); into.append(e); return e; };
const markup = (html) => document.body.insertAdjacentHTML("beforeend", html);
const parsed = (html) => new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
const frame = () => make("iframe", {});
`;

/** Words of the guide, then ways to do it: each asks for `NAME`, the name that the test gives it. */
const kCaught = [
  [
    "scripts, frames, images, media, `object`, `embed`, `input type=image`, `link`, set as a property or an attribute",
    [
      'make("script", { src: u("NAME") })',
      'make("iframe", { src: u("NAME") })',
      'make("img", { src: u("NAME") })',
      'make("img", { srcset: u("NAME") + " 1x" })',
      'new Image().src = u("NAME")',
      'make("embed", { src: u("NAME") })',
      'make("object", { data: u("NAME") })',
      'make("video", { preload: "auto", src: u("NAME") })',
      'make("video", { poster: u("NAME") })',
      'make("audio", { preload: "auto", src: u("NAME") })',
      'new Audio(u("NAME")).load()',
      'make("source", { src: u("NAME") }, make("video", { preload: "auto" }))',
      'make("input", { type: "image", src: u("NAME") })',
      'make("link", { rel: "stylesheet", href: u("NAME") }, document.head)',
      'make("link", { rel: "prefetch", href: u("NAME") }, document.head)',
      'make("link", { rel: "preload", as: "image", href: u("NAME") }, document.head)',
      'make("link", { rel: "preload", as: "image", imageSrcset: u("NAME") + " 1x" }, document.head)',
      'make("link", { rel: "modulepreload", href: u("NAME") }, document.head)',
      'make("link", { href: u("NAME") }, document.head).rel = "stylesheet"',
      'make("img", {}).setAttribute("SRC", u("NAME"))',
      'make("img", {}).setAttributeNS(null, "src", u("NAME"))',
    ],
  ],
  [
    "the same in markup: `innerHTML`, `insertAdjacentHTML`, `setHTMLUnsafe`, `document.write`, `execCommand`, templates, however it is quoted",
    [
      `markup('<img src="' + u("NAME") + '">')`,
      `markup("<img alt='a>b' src=" + u("NAME") + ">")`,
      `markup('<img/src="' + u("NAME") + '">')`,
      `markup('<img src="' + u("NAME").replace(/[/]/g, "&#x2f;").replace(":", "&colon;") + '">')`,
      `markup('<iframe srcdoc="' + ('<img src="' + u("NAME") + '">').replace(/"/g, "&quot;") + '"></iframe>')`,
      `markup('<video poster="' + u("NAME") + '"></video>')`,
      `markup('<picture><source srcset="' + u("NAME") + '"><img alt=""></picture>')`,
      `markup('<svg width="5" height="5"><image href="' + u("NAME") + '" width="5" height="5"/></svg>')`,
      `markup('<svg width="5" height="5"><image xlink:href="' + u("NAME") + '" width="5" height="5"/></svg>')`,
      `markup('<object data="' + u("NAME") + '"></object>')`,
      `make("div", {}).setHTMLUnsafe?.('<img src="' + u("NAME") + '">')`,
      `make("div", {}).attachShadow({ mode: "open" }).setHTMLUnsafe?.('<img src="' + u("NAME") + '">')`,
      `document.body.append(document.createRange().createContextualFragment('<img src="' + u("NAME") + '">'))`,
      `{ const d = make("div", { contentEditable: "true" }); d.focus(); document.execCommand("insertHTML", false, '<img src="' + u("NAME") + '">'); }`,
      `{ const t = document.createElement("template"); t.innerHTML = '<img src="' + u("NAME") + '">'; document.body.append(t.content.cloneNode(true)); }`,
    ],
  ],
  [
    "elements that another document made: `DOMParser`, `importNode`, `adoptNode`, wherever they are put",
    [
      `document.body.insertAdjacentElement("beforeend", document.importNode(parsed('<img src="' + u("NAME") + '">'), true))`,
      `document.importNode(parsed('<img src="' + u("NAME") + '">'), true)`,
      `{ const f = document.createDocumentFragment(); f.append(document.adoptNode(parsed('<img src="' + u("NAME") + '">'))); document.body.append(f); }`,
      `{ const t = document.createTextNode(""); document.body.append(t); t.after(parsed('<iframe src="' + u("NAME") + '"></iframe>')); }`,
      `{ const r = document.createRange(); r.selectNodeContents(document.body); r.insertNode(parsed('<img src="' + u("NAME") + '">')); }`,
    ],
  ],
  [
    "frames of the page's own making: all of this in `about:blank` and `srcdoc` frames",
    [
      `frame().contentDocument.write('<script src="' + u("NAME") + '"></' + 'script>')`,
      `frame().contentDocument.write('<scr', 'ipt src="' + u("NAME") + '"></scr', 'ipt>')`,
      `make("script", { src: u("NAME") }, frame().contentDocument.body)`,
      `{ const d = frame().contentDocument; const s = d.createElement("script"); s.src = u("NAME"); d.body.append(s); }`,
      `new (frame().contentWindow.Image)().src = u("NAME")`,
      `frame().contentWindow.fetch(u("NAME")).catch(() => {})`,
      `{ markup("<iframe></iframe>"); frames[frames.length - 1].fetch(u("NAME")).catch(() => {}); }`,
      `frame().srcdoc = '<script src="' + u("NAME") + '"></' + 'script>'`,
      `frame().setAttribute("srcdoc", '<img src="' + u("NAME") + '">')`,
    ],
  ],
  [
    "requests by script: `fetch`, `XMLHttpRequest`, `sendBeacon`, `EventSource`, `WebSocket`, `Cache.add`; each fails as without a network",
    [
      `fetch(u("NAME")).catch(() => {})`,
      `fetch(new URL(u("NAME"))).catch(() => {})`,
      `fetch(new Request(u("NAME"))).catch(() => {})`,
      `{ const x = new XMLHttpRequest(); x.open("GET", u("NAME")); x.send(); }`,
      `navigator.sendBeacon(u("NAME"), "x")`,
      `new EventSource(u("NAME"))`,
      `new WebSocket(u("NAME").replace("https", "wss"))`,
      `caches?.open("c").then((cache) => cache.add(u("NAME"))).catch(() => {})`,
      `caches?.open("c").then((cache) => cache.addAll([new Request(u("NAME"))])).catch(() => {})`,
    ],
  ],
  [
    "what a script sends into a frame by the frame's name: `form.submit()`, `window.open`",
    [
      `{ make("iframe", { name: "into-NAME" }); const f = make("form", { target: "into-NAME", action: u("NAME") }); f.submit(); }`,
      `{ make("iframe", { name: "into-NAME" }); const f = make("form", { target: "into-NAME", action: u("NAME") }); f.requestSubmit(); }`,
      `{ make("iframe", { name: "into-NAME" }); window.open(u("NAME"), "into-NAME"); }`,
    ],
  ],
];

const kMissed = [
  [
    "`import()` and `import` of a module: no script can stand before them",
    [
      `import(u("NAME")).catch(() => {})`,
      `{ const s = document.createElement("script"); s.type = "module"; s.textContent = 'import "' + u("NAME") + '"'; document.body.append(s); }`,
    ],
  ],
  [
    "addresses in CSS: `style` attributes, `<style>`, `@import`, sheets and fonts made by script; the attribute `background`",
    [
      `make("div", { style: "width:9px;height:9px;background:url(" + u("NAME") + ")" })`,
      `make("style", { textContent: "@import url(" + u("NAME") + ")" })`,
      `make("style", { textContent: "h1 { background: url(" + u("NAME") + ") }" })`,
      `new FontFace("NAME", "url(" + u("NAME") + ")").load().catch(() => {})`,
      `{ const s = make("style", {}); s.sheet.insertRule("main { background: url(" + u("NAME") + ") }"); }`,
      `document.body.setAttribute("background", u("NAME"))`,
    ],
  ],
  [
    "a frame that a script sends elsewhere by its `location`",
    [
      `frame().contentWindow.location = u("NAME")`,
      `frame().contentWindow.location.replace(u("NAME"))`,
    ],
  ],
  ["windows that a script opens", [`window.open(u("NAME"))`]],
  [
    "an SVG image whose `href.baseVal` is set",
    [
      `{ markup('<svg id="NAME" width="9" height="9"><image width="9" height="9"/></svg>'); setTimeout(() => (document.querySelector("#NAME image").href.baseVal = u("NAME")), 50); }`,
    ],
  ],
  [
    "workers, which have a world of their own",
    [
      `new Worker(URL.createObjectURL(new Blob(['fetch("' + u("NAME") + '").catch(() => {})'])))`,
      `new Worker(URL.createObjectURL(new Blob(['importScripts("' + u("NAME") + '")'])))`,
    ],
  ],
  [
    "what a frame holds whose address is `data:`, `blob:` or `javascript:`",
    [
      `make("iframe", { src: "data:text/html," + encodeURIComponent('<img src="' + u("NAME") + '">') })`,
      `make("iframe", { src: URL.createObjectURL(new Blob(['<img src="' + u("NAME") + '">'], { type: "text/html" })) })`,
    ],
  ],
  [
    "a `link` whose `relList` a script changes",
    [
      `{ const l = make("link", { rel: "author", href: u("NAME") }, document.head); l.relList.replace("author", "stylesheet"); }`,
      `{ const l = make("link", { rel: "author", href: u("NAME") }, document.head); l.relList.add("stylesheet"); }`,
    ],
  ],
  [
    "a link or a button that a script clicks, with a frame as its `target`; `open` of a frame's window",
    [
      `{ make("iframe", { name: "click-NAME" }); make("a", { target: "click-NAME", href: u("NAME") }).click(); }`,
      `{ make("iframe", { name: "press-NAME" }); const f = make("form", { target: "press-NAME", action: "/" }); make("button", { formAction: u("NAME") }, f).click(); }`,
      `frame().contentWindow.open(u("NAME"), "_self")`,
    ],
  ],
  [
    "an attribute node",
    [
      `{ const i = make("img", {}); const a = document.createAttribute("src"); a.value = u("NAME"); setTimeout(() => i.setAttributeNode(a), 50); }`,
    ],
  ],
];

const kNotTried = [
  "images, frames and media in the page's own HTML, and the fetching (not the running) of scripts that stand there",
  "markup that is given as `TrustedHTML`",
  "frames of the site's own pages, where they do not carry the banner's script",
  "links and forms that a visitor follows (`ping` among them), and a whole page that a script sends elsewhere",
  "rules for fetching ahead (`speculationrules`), WebRTC",
  "domains that the catalogue does not name",
];

/** A page of the site, the vendor answering anything; `asked` holds the names that it was asked for. */
async function arrive() {
  const browser = await open();
  const asked = new Set();
  await browser.context.route("https://player.vimeo.com/**", (route) => {
    asked.add(new URL(route.request().url()).pathname.slice(1).replace(/[^\w].*/, ""));
    return route.fulfill({
      body: "",
      headers: { "content-type": "text/javascript", "access-control-allow-origin": "*" },
    });
  });
  await browser.context.routeWebSocket("wss://player.vimeo.com/**", (socket) =>
    asked.add(new URL(socket.url()).pathname.slice(1)),
  );
  await place(browser.context, "page", pageOf(""));
  await visit(browser.page, service.address("/essai/page"));
  return { ...browser, asked };
}

/** Does each of these, one after the other, as a script of the page. */
const perform = (page, ways) =>
  page.evaluate(`(() => { ${kHelpers} ${ways.map((way) => `{ ${way} }`).join("\n")} })()`);

const named = (list, letter) =>
  list
    .flatMap(([, ways]) => ways)
    .map((way, at) => ({ name: letter + at, way: way.replaceAll("NAME", letter + at) }));

test("before consent, nothing of what the guide says is caught reaches the vendor", async () => {
  const { page, asked, close } = await arrive();
  const all = named(kCaught, "c");
  await perform(
    page,
    all.map(({ way }) => way),
  );
  await quiet(page);
  assert.deepEqual(
    all.filter(({ name }) => asked.has(name)).map(({ way }) => way),
    [],
  );
  await close();
});

test("what the guide says is not caught is not: the list tells the truth", async () => {
  const { page, asked, close } = await arrive();
  const all = named(kMissed, "m");
  await perform(
    page,
    all.map(({ way }) => way),
  );
  await eventually(() =>
    assert.deepEqual(
      all.filter(({ name }) => !asked.has(name)).map(({ way }) => way),
      [],
    ),
  );
  await close();
});

test("after consent all of it is let in: what was held, and what comes", async () => {
  const { page, asked, close } = await arrive();
  // What was never put into the page is nobody's to let in, and a request that failed has failed.
  const request =
    /^new |^fetch|XMLHttp|sendBeacon|contentWindow|frames\.length|^caches|[sS]ubmit\(|window\.open/;
  const unplaced = /^document\.importNode|embed|"input"|prefetch|template|imageSrcset/;
  const gone = { test: (way) => request.test(way) || unplaced.test(way) };
  const held = named(kCaught, "h").filter(({ way }) => !gone.test(way));
  await perform(
    page,
    held.map(({ way }) => way),
  );
  await page.evaluate(() => window.temoin.accept("vimeo"));
  await page.waitForFunction(() => window.temoin.state().status === "valid");
  const missing = () => held.filter(({ name }) => !asked.has(name)).map(({ way }) => way);
  await eventually(() => assert.deepEqual(missing(), []));
  const fresh = named(kCaught, "n").filter(({ way }) => !/WebSocket|adoptNode/.test(way));
  await perform(
    page,
    fresh.map(({ way }) => way),
  );
  await eventually(() =>
    assert.deepEqual(
      fresh.filter(({ name }) => !asked.has(name)).map(({ way }) => way),
      [],
    ),
  );
  await close();
});

test("a page whose scripts put names into every object is guarded and goes on working", async () => {
  const browser = await open();
  const errors = [];
  browser.page.on("pageerror", (error) => errors.push(error.message));
  const head = `<script>Object.prototype.each = function () {}; Object.prototype.tag = "x"; Array.prototype.last = function () {};</script>`;
  await place(
    browser.context,
    "page",
    pageOf(
      '<iframe title="F" data-service="vimeo" data-src="https://player.vimeo.com/f"></iframe>',
    ).replace("<head>", "<head>" + head),
  );
  await browser.context.route("https://player.vimeo.com/**", (route) =>
    route.fulfill({ body: "" }),
  );
  await visit(browser.page, service.address("/essai/page"));
  await browser.page.locator(".temoin-placeholder").waitFor();
  await browser.page.evaluate(() => window.temoin.accept("vimeo"));
  await browser.page.waitForFunction(() => window.temoin.state().status === "valid");
  await browser.page.waitForFunction(() =>
    document.querySelector("iframe").src.startsWith("https://player.vimeo.com/f"),
  );
  assert.deepEqual(errors, []);
  await browser.close();
});

test("of a host that others share, only what the service names is held, and let in", async () => {
  const catalog = copyCatalog();
  const file = join(catalog, "sites/ameli.fr.json");
  const site = JSON.parse(readFileSync(file, "utf8"));
  const services = site.purposes.flatMap((purpose) => purpose.services);
  services.find(({ id }) => id === "vimeo").addresses = ["www.google.com/maps/embed"];
  writeFileSync(file, JSON.stringify(site));
  const own = await Service.start({ catalog });
  const browser = await open();
  const asked = [];
  await browser.context.route("https://www.google.com/**", (route) => {
    asked.push(new URL(route.request().url()).pathname);
    return route.fulfill({ body: "" });
  });
  await place(
    browser.context,
    "page",
    pageOf(
      `<script>document.querySelector("main").insertAdjacentHTML("beforeend", '<iframe title="M" src="https://www.google.com/maps/embed?pb=1"></iframe><img alt="" src="https://www.google.com/logo.png">')</script>`,
    ),
  );
  await visit(browser.page, own.address("/essai/page"));
  await quiet(browser.page);
  assert.deepEqual(asked, ["/logo.png"]);
  await browser.page.evaluate(() => window.temoin.accept("vimeo"));
  await eventually(() => assert.ok(asked.includes("/maps/embed")));
  await browser.close();
  await own.stop();
  rmSync(catalog, { recursive: true, force: true });
});

test("the guide's list is this one", () => {
  const file = join(kRepository, "docs/integrate.md");
  const text = readFileSync(file, "utf8");
  const lines = (list) => list.map((each) => `- ${each}\n`).join("");
  const words = (ways) => ways.map(([each]) => each);
  const caught = lines(words(kCaught));
  const missed = lines([...words(kMissed), ...kNotTried]);
  const list = `The guard catches, once the banner's script has run:\n\n${caught}\nIt does not catch:\n\n${missed}`;
  const mark =
    /(<!-- guard: written by tests\/browser\/guard\.test\.mjs -->\n)[^]*?(<!-- guard: end -->)/;
  if (process.env.UPDATE_GUIDE)
    writeFileSync(
      file,
      text.replace(mark, (_, from, to) => from + list + to),
    );
  assert.equal(
    mark.exec(readFileSync(file, "utf8"))?.[0].includes(list),
    true,
    "run this test with UPDATE_GUIDE=1",
  );
});

test("a tag without attributes in the page's own HTML is held too", async () => {
  const browser = await open();
  const { page, context } = browser;
  const asked = await standIn(context, "https://track.adform.net/**", "window.ran = 1;");
  await place(
    context,
    "brut",
    pageOf('<script src="https://track.adform.net/brut"></script><p>fin</p>'),
  );
  await visit(page, service.address("/essai/brut"));
  await part(page, "banner").waitFor();
  assert.equal(await page.evaluate(() => window.ran), undefined);
  await part(page, "accept").click();
  await page.waitForFunction(() => window.ran === 1);
  assert.ok(asked.length >= 1);
  await browser.close();
});
