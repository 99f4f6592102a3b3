// What pages do that nobody thinks of when a banner is written: names of the browser's taken for
// their own, queues that are started anew, keys and clicks that the whole page listens to, embeds
// that are moved, shown later or larger than their box. One browser; new visitors each.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { after, before, test } from "node:test";
import { closeAll } from "./lib/browser.mjs";
import { eventually, part, quiet } from "./lib/demo.mjs";
import { pageOf, place, tweak } from "./lib/page.mjs";
import { catalogWith, Service } from "./lib/service.mjs";
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

const kTiers = "http://tiers.localhost/";
const frame = (more = 'width="640" height="360"') =>
  `<iframe title="Film" ${more} data-service="vimeo" data-temoin-src="${kTiers}frame"></iframe>`;
const held = (code) => `<script type="text/plain" data-service="vimeo">${code}</script>`;

/** A new visitor on this page. */
async function first(body, options) {
  await browser.first(body, options);
  return browser.page;
}

/** What follows the first layer has come. */
const followed = () =>
  browser.page.waitForFunction(() =>
    document.querySelector("#temoin").shadowRoot.querySelector("[part=status]"),
  );

const standIn = () => browser.page.locator(".temoin-placeholder");
const allow = () => standIn().locator("button").first();
const boxOf = (selector) =>
  browser.value((each) => {
    const { x, y, width, height } = document.querySelector(each).getBoundingClientRect();
    return [x, y, width, height].map(Math.round);
  }, selector);
const near = (found, wanted, what) =>
  found.forEach((each, at) =>
    assert.ok(Math.abs(each - wanted[at]) <= 6, `${what}: ${found} for ${wanted}`),
  );

test("names of the browser's that a page takes for its own do not keep the first layer away", async () => {
  const { page } = browser;
  const names = ["parent", "self", "length", "screen", "origin", "performance"];
  // Come to from a page of the site, as from the page around a frame.
  await place(
    browser.context,
    "named",
    pageOf(frame() + held("addEventListener('load', () => (window.ran = 1))"), {
      head: `<script>${names.map((each) => `var ${each} = document.documentElement;`).join("")}
        function fetch() {} function open() {} function close() {} function load() {}</script>`,
    }),
  );
  await first('<a id="go" href="/essai/named">suite</a>');
  await page.locator("#go").click();
  await part(page, "accept").click();
  await browser.settled();
  await browser.until(() => window.ran, 1);
  await eventually(async () => assert.deepEqual(browser.asked, ["frame"]));
  assert.deepEqual(browser.errors, []);
});

test("fields of a form called like its own members: its page's scripts go on, and nothing gets by", async () => {
  const names = ["localName", "nodeType", "hasAttribute", "parentNode", "parentElement", "closest"];
  names.push("dataset", "attributes", "childNodes", "isConnected", "getRootNode");
  const guarded = await Service.start({ catalog: catalogWith({ guard: true, adapters: [] }) });
  for (const [guard, other] of [
    [false, browser],
    [true, await arrive(guarded, "")],
  ]) {
    const vendor = "https://player.vimeo.com/";
    const asked = [];
    await other.context.route(vendor + "**", (route) => {
      asked.push(new URL(route.request().url()).pathname.slice(1));
      return route.fulfill({ body: "", contentType: "text/javascript" });
    });
    for (const name of names) {
      await other.first("");
      asked.length = 0;
      const thrown = await other.value(
        ([field, inner, load]) => {
          const form = document.createElement("form");
          form.innerHTML = `<input name="${field}">` + inner;
          const script = document.createElement("script");
          if (load) Element.prototype.append.call(form, Object.assign(script, { src: load }));
          try {
            document.querySelector("main").append(form);
            document.querySelector("main").append(form);
          } catch (error) {
            return error.message;
          }
        },
        [name, held("window.got = 1") + frame(), guard ? vendor + name : undefined],
      );
      assert.equal(thrown, undefined, name);
      await other.page.locator(".temoin-placeholder").waitFor();
      await quiet(other.page);
      assert.deepEqual(
        [asked, other.asked, await other.value(() => window.got)],
        [[], [], undefined],
      );
      await other.accept();
      await other.until(() => window.got, 1);
      if (guard) await eventually(() => assert.deepEqual(asked, [name]));
      assert.deepEqual(other.errors, [], name);
    }
    if (guard) await other.close();
  }
  await guarded.stop();
});

test("a library that spells texts and lists in JSON itself: the choice is recorded, and kept as it is", async () => {
  const prototype = `String.prototype.toJSON = function () { return '"' + this + '"'; };
    Array.prototype.toJSON = function () { return "[" + this.join(", ") + "]"; };
    Array.prototype.reduce = function () { return this.length > 1 ? this : this[0]; };`;
  const { context } = browser;
  const page = await first(frame(), { head: `<script>${prototype}</script>` });
  await context.route("**/consents", (route) => route.abort());
  await part(page, "accept").click();
  await page.getByText("retenu sur cet appareil").waitFor();
  await context.unroute("**/consents");
  await page.reload();
  await browser.settled();
  assert.equal(await browser.page.locator("iframe").getAttribute("src"), kTiers + "frame?dnt=1");
});

test("queues that a page starts anew below the banner's script keep what was said first", async () => {
  const catalog = catalogWith({
    guard: true,
    adapters: ["google-consent-mode", "piano", "adform", "campaign-manager"],
  });
  const own = await Service.start({ catalog });
  const other = await arrive(own, "");
  try {
    const head = `<script>dataLayer = [{ page: "accueil" }]; function gtag() { dataLayer.push(arguments); }
      gtag("config", "DC-123"); window._adftrack = [{ pm: 42 }]; window.pdl = { site: 1 };</script>`;
    for (const address of [/googletagmanager\.com/, /s2\.adform\.net/])
      await other.context.route(address, (route) => {
        other.asked.push(new URL(route.request().url()).hostname);
        return route.fulfill({ body: "", contentType: "text/javascript" });
      });
    const said = () =>
      other.value(() => [
        [...window.dataLayer].map((each) => each.page || each[0] + " " + each[1]),
        window.dataLayer.map((each) => each[2]?.ad_storage).filter(Boolean),
        window.pdl.site,
        window.pdl.consent.defaultPreset.PA,
      ]);
    await other.first("", { head });
    const before = ["consent default", "accueil", "config DC-123"];
    assert.deepEqual(await said(), [before, ["denied"], 1, "essential"]);
    assert.deepEqual(other.asked, []);
    await other.value(() =>
      window.temoin.save({ adform: true, "campaign-manager": true, "piano-analytics": false }),
    );
    await other.settled();
    await eventually(() =>
      assert.deepEqual(other.asked.sort(), ["s2.adform.net", "www.googletagmanager.com"]),
    );
    // The next page of this visitor: what is allowed and refused is said before the page's own.
    other.asked.length = 0;
    await other.page.reload();
    await eventually(() =>
      assert.deepEqual(other.asked.sort(), ["s2.adform.net", "www.googletagmanager.com"]),
    );
    assert.deepEqual(await said(), [
      ["consent default", "consent update", ...before.slice(1)],
      ["denied", "granted"],
      1,
      "opt-out",
    ]);
  } finally {
    await other.close();
    await own.stop();
    rmSync(catalog, { recursive: true });
  }
});

test("a page that is closed off in a sandbox: nothing runs, and nobody is asked what cannot be kept", async () => {
  const other = await arrive(service, "");
  // The test's own server lies on an address that a closed-off page may not ask.
  await tweak(other.context, () => {});
  await place(
    other.context,
    "sandbox",
    pageOf(`${held("window.ran = 1")}<script src="https://player.vimeo.com/api.js"></script>`),
    { "content-security-policy": "sandbox allow-scripts" },
  );
  await other.context.route("https://player.vimeo.com/**", (route) =>
    route.fulfill({ body: "window.past = 1", contentType: "text/javascript" }),
  );
  await other.page.goto(service.address("/essai/sandbox"));
  await quiet(other.page);
  assert.deepEqual(
    await other.value(() => [window.ran, window.past, window.temoin.allowed("vimeo")]),
    [undefined, undefined, false],
  );
  assert.equal(await part(other.page, "banner").count(), 0);
  assert.deepEqual(other.errors, []);
  await other.close();
});

test("a page of XML: asked, held, covered, let in, and again at the next visit", async () => {
  const html = `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" lang="fr"><head><title>x</title>
    <script src="/v1/sites/ameli.fr/banner.js"></script></head><body><div data-temoin-host=""></div><main><h1>x</h1>${frame()}</main></body></html>`;
  const page = await first("", { html, headers: { "content-type": "application/xhtml+xml" } });
  await allow().click();
  await eventually(() => assert.deepEqual(browser.asked, ["frame"]));
  await browser.settled();
  await page.reload();
  await eventually(() => assert.deepEqual(browser.asked, ["frame", "frame"]));
  assert.deepEqual(browser.errors, []);
});

test("a page that undoes what the banner does, each time, goes on working", async () => {
  const undo = (where, act) =>
    `<script>addEventListener("DOMContentLoaded", () => new MutationObserver(() => { ${act} }).observe(${where}, { childList: true, attributes: true }))</script>`;
  const works = () =>
    browser.until(() => new Promise((done) => setTimeout(done, 50, "works")), "works");
  await first("", {
    html: pageOf("", {
      host: false,
      head: undo(
        "document.body",
        "for (const each of [...document.body.children]) if (each.localName === 'div') each.remove()",
      ),
    }),
  });
  await quiet(browser.page);
  await works();
  await first(frame(), {
    head: undo(
      "document.querySelector('main')",
      "document.querySelectorAll('.temoin-placeholder').forEach((each) => each.remove())",
    ),
  });
  await quiet(browser.page);
  await works();
  await first("", {
    head: undo(
      "document.getElementById('temoin')",
      "const host = document.getElementById('temoin'); if (!host.inert) host.inert = true",
    ),
  });
  await part(browser.page, "banner").waitFor();
  await quiet(browser.page);
  await browser.value(() => document.getElementById("temoin").setAttribute("inert", ""));
  await works();
});

test("keys that the page listens to are the banner's own while it has the focus", async () => {
  const keys = `<script>document.addEventListener("keydown", (event) => {
    if (/^(INPUT|BUTTON|A|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    (window.heard = window.heard || []).push(event.key); event.preventDefault(); });</script>`;
  const page = await first(frame(), { head: keys });
  await followed();
  await part(page, "choose").focus();
  await page.keyboard.press("Enter");
  await part(page, "dialog").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  await part(page, "dialog").waitFor({ state: "detached" });
  await allow().focus();
  await page.keyboard.press("Space");
  await eventually(() => assert.deepEqual(browser.asked, ["frame"]));
  assert.equal(await browser.value(() => window.heard), undefined);
});

test("a stand-in in a card that is a link, or a label: its clicks are its own", async () => {
  const page = await first(
    `<div onclick="window.went = 1"><a href="#away" id="card">${frame()}</a></div>`,
  );
  await allow().click();
  await eventually(() => assert.deepEqual(browser.asked, ["frame"]));
  assert.deepEqual(await browser.value(() => [window.went, location.hash]), [undefined, ""]);
  await browser.value(() => window.temoin.refuse());
  await standIn().locator("h2").click();
  assert.deepEqual(await browser.value(() => [window.went, location.hash]), [undefined, ""]);
  assert.ok(page);
});

test("a modal of the page's script that takes the focus back does not take the button from under the pointer", async () => {
  const page = await first(
    `<div id="m" tabindex="-1" style="position:fixed;inset:20% 20% 0;background:#ccc"><button>x</button></div>
    <script>m.focus(); document.addEventListener("focusin", ({ target }) => { if (target !== m && !m.contains(target)) m.focus(); });</script>`,
  );
  await followed();
  await part(page, "choose").click();
  await part(page, "dialog").waitFor();
  await part(page, "refuse").last().click();
  await browser.settled();
});

test("an embed that its page moves takes its stand-in along", async () => {
  await first(frame() + '<section id="there" style="width:400px"></section>');
  await allow().waitFor();
  await browser.value(() =>
    document.getElementById("there").append(document.querySelector("iframe")),
  );
  await browser.page.locator("#there .temoin-placeholder button").first().waitFor();
  assert.equal(await standIn().count(), 1);
  await allow().click();
  await eventually(() => assert.deepEqual(browser.asked, ["frame"]));
  assert.ok(await browser.page.locator("#there iframe").isVisible());
});

for (const [name, hidden, show] of [
  ["a class", "", () => (document.querySelector(".v").className = "v open")],
  [
    "a style",
    'style="display:none"',
    () => (document.querySelector("iframe").style.display = "block"),
  ],
  ["the attribute hidden", "hidden", () => (document.querySelector("iframe").hidden = false)],
  [
    "its size",
    'class="none" width="0" height="0"',
    () => {
      const { firstElementChild: frame } = document.querySelector(".v");
      Object.assign(frame, { className: "", width: 600, height: 300 });
    },
  ],
])
  test(`an embed that is shown later, by ${name}: the stand-in comes then`, async () => {
    const hide = hidden
      ? ""
      : "<style>.v iframe{display:none}.v.open iframe{display:block}</style>";
    await first(`${hide}<div class="v">${frame(hidden || 'width="600" height="300"')}</div>`);
    await followed();
    assert.equal(await standIn().count(), 0);
    await browser.value(show);
    await allow().click();
    await eventually(() => assert.deepEqual(browser.asked, ["frame"]));
    assert.ok(await browser.page.locator("iframe").isVisible());
  });

test("an embed that its page shows or hides itself while a stand-in hides it", async () => {
  await first(frame());
  await allow().waitFor();
  const style = (display) =>
    browser.value((each) => (document.querySelector("iframe").style.display = each), display);
  await style("none");
  await standIn().waitFor({ state: "detached" });
  await style("block");
  await allow().waitFor();
  assert.ok(!(await browser.page.locator("iframe").isVisible()));
  await allow().click();
  await eventually(() => assert.deepEqual(browser.asked, ["frame"]));
  assert.equal(await browser.page.locator("iframe").getAttribute("style"), "display: block;");
});

test("the attribute hidden is the page's: while a stand-in hides the embed, and once it is let in", async () => {
  await first(frame());
  await allow().waitFor();
  const hidden = (yes) =>
    browser.value((each) => (document.querySelector("iframe").hidden = each), yes);
  await hidden(true);
  await standIn().waitFor({ state: "detached" });
  await hidden(false);
  await allow().waitFor();
  assert.ok(!(await browser.page.locator("iframe").isVisible()));
  await hidden(true);
  await standIn().waitFor({ state: "detached" });
  await browser.accept();
  await eventually(() => assert.deepEqual(browser.asked, ["frame"]));
  assert.ok(await browser.value(() => document.querySelector("iframe").hidden));
  await hidden(false);
  assert.ok(await browser.page.locator("iframe").isVisible());
});

test("an embed that is hidden when its service is allowed: loaded, and seen when its page shows it", async () => {
  await first(frame("hidden"));
  await followed();
  await browser.accept();
  await eventually(() => assert.deepEqual(browser.asked, ["frame"]));
  assert.ok(!(await browser.page.locator("iframe").isVisible()));
  await browser.value(() => (document.querySelector("iframe").hidden = false));
  assert.ok(await browser.page.locator("iframe").isVisible());
  assert.equal(await standIn().count(), 0);
  // Refused again while it is hidden: its stand-in comes with it.
  await browser.value(() => (document.querySelector("iframe").hidden = true));
  await browser.value(() => window.temoin.refuse());
  await followed();
  assert.equal(await standIn().count(), 0);
  await browser.value(() => (document.querySelector("iframe").hidden = false));
  await allow().waitFor();
});

test("an embed that a class hides while a stand-in hides it: the stand-in goes and comes with it", async () => {
  await first("<style>.off{display:none}</style>" + frame());
  await allow().waitFor();
  const named = (name) =>
    browser.value((each) => (document.querySelector("iframe").className = each), name);
  await named("off");
  await standIn().waitFor({ state: "detached" });
  assert.ok(!(await browser.page.locator("iframe").isVisible()));
  await named("");
  await allow().waitFor();
  // Another class leaves the stand-in as it is.
  await browser.value(() => (window.box = document.querySelector(".temoin-placeholder")));
  await named("lazyloaded");
  await followed();
  assert.ok(await browser.value(() => window.box.isConnected));
  await allow().click();
  await eventually(() => assert.deepEqual(browser.asked, ["frame"]));
  assert.ok(await browser.page.locator("iframe").isVisible());
});

test("a page that never ends loading is covered all the same", async () => {
  await browser.context.route("**/camera", () => {});
  await place(browser.context, "endless", pageOf(frame() + '<img alt="" src="/camera">'));
  await first("");
  const { page } = browser;
  await page.goto(service.address("/essai/endless"), { waitUntil: "commit" });
  await allow().waitFor();
  assert.equal(await browser.value(() => document.readyState), "interactive");
  await page.goto(service.address("/essai/page"));
});

test("wrappers that place their frame: moved by a transform, larger than its box, in another order", async () => {
  const bare = frame("");
  const kOver = "position:absolute;top:50%;left:50%;transform:translate(-50%,-50%)";
  for (const [name, style, wanted] of [
    ["centred", `width:600px;height:300px;${kOver}`, [100, 50, 600, 300]],
    ["larger", `width:1200px;height:700px;${kOver}`, [0, 0, 800, 400]],
    [
      "moved by translate",
      "position:absolute;top:50%;left:0;translate:0 -50%;width:400px;height:200px",
      [0, 100, 400, 200],
    ],
  ]) {
    await first(
      `<style>main{position:absolute;inset:0 auto auto 0;margin:0}h1{display:none}.w{position:relative;overflow:hidden;width:800px;height:400px}iframe{border:0;${style}}</style><div class="w">${bare}</div>`,
    );
    await allow().waitFor();
    near(await boxOf(".temoin-placeholder"), wanted, name);
    await allow().click();
    await eventually(() => assert.deepEqual(browser.asked, ["frame"], name));
  }
  await first(`<style>.f{display:flex}.f iframe{order:2;width:300px;height:200px;border:0}.f p{width:200px;margin:0}
    .g{display:grid;grid:"t m" / 200px 300px}.g p{grid-area:t;margin:0}.g iframe{grid-area:m;width:100%;height:200px;border:0}
    body{margin:0}</style><div class="f">${bare}<p>Texte</p></div><div class="g">${bare}<p>Texte</p></div>`);
  await allow().waitFor();
  await browser.page.locator(".g .temoin-placeholder").waitFor();
  for (const each of [".f", ".g"]) {
    assert.equal((await boxOf(each + " p"))[0], 0, each);
    assert.equal((await boxOf(each + " .temoin-placeholder"))[0], 200, each);
  }
});

test("a frame as wide as its column: so is its stand-in, after the telephone is turned, too", async () => {
  const { page } = browser;
  await page.setViewportSize({ width: 390, height: 800 });
  const style =
    "<style>body{margin:0}iframe{width:100%;max-width:700px;height:240px;border:0}.f{display:flex}.f iframe{flex:1}.f aside{width:90px}</style>";
  await first(
    `${style}<div class="one">${frame("")}</div><div class="f">${frame("")}<aside>x</aside></div>`,
  );
  await page.locator(".f .temoin-placeholder button").first().waitFor();
  const widths = async () => [
    (await boxOf(".one .temoin-placeholder"))[2],
    (await boxOf(".f .temoin-placeholder"))[2],
  ];
  near(await widths(), [390, 300], "upright");
  await page.setViewportSize({ width: 844, height: 390 });
  near(await widths(), [700, 700], "turned");
  await page.setViewportSize({ width: 1280, height: 900 });
});

test("a script finds what stands before it, as the parser left it", async () => {
  await first(
    `<div id="widget"></div>${held("document.currentScript.previousElementSibling.textContent = 'plein'")}`,
  );
  await browser.accept();
  await browser.until(() => document.getElementById("widget").textContent, "plein");
});

test("a language written as a locale is that language", async () => {
  await first("", { lang: "en_US" });
  assert.equal(await part(browser.page, "accept").innerText(), "Accept all");
});
