// Ways to the preferences, the words after a choice and our own control, wherever a page has its
// places: shadow roots, routers, bodies in which nothing is fixed. One browser; new visitors each.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeAll } from "./lib/browser.mjs";
import { eventually, part, quiet } from "./lib/demo.mjs";
import { pageOf } from "./lib/page.mjs";
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

/** A page without a way back of its own. */
const bare = (body, options) => pageOf(body, options).replace(/<footer>[^]*<\/footer>/, "");
const kLong = "<p>ligne</p>".repeat(120);

/** Whether the middle of this part lies in the window and is what a press there meets. */
const reachable = (name) => {
  const { shadowRoot } = document.querySelector("#temoin, [data-temoin-host]");
  const each = shadowRoot.querySelector(`[part~=${name}]`);
  if (!each) return undefined;
  const { x, y, width, height } = each.getBoundingClientRect();
  return each.contains(shadowRoot.elementFromPoint(x + width / 2, y + height / 2));
};
const isReachable = (name) =>
  eventually(async () => assert.equal(await browser.value(reachable, name), true, name), 10_000);

for (const [name, style] of Object.entries({
  "a filter": "body{filter:grayscale(1)}",
  "a transform": "body{transform:translateZ(0)}",
  "an off-canvas menu": "body{position:relative;transform:translateX(240px);overflow-x:hidden}",
  "a will-change": "body{will-change:transform}",
  containment: "body{contain:paint}",
  perspective: "html{perspective:1px}body{perspective:800px}",
  "a scroller": "html,body{height:100%;overflow:hidden}main{height:100vh;overflow:auto}",
  "a bubble":
    "main::after{content:'';position:fixed;left:0;right:0;bottom:0;height:300px;z-index:2147483647}",
}))
  test(`a body with ${name}: the words after a choice and our control are seen and work`, async () => {
    await browser.first("", { html: bare(kLong, { head: `<style>${style}</style>` }) });
    const { page } = browser;
    await part(page, "refuse").click();
    await isReachable("message");
    await isReachable("reopen");
    await browser.value(() => scrollTo(0, 700));
    await isReachable("message");
    await page.getByRole("button", { name: "Fermer" }).click();
    await part(page, "reopen").click();
    await part(page, "dialog").waitFor();
    await page.keyboard.press("Escape");
    await isReachable("reopen");
  });

test("on a small screen our control lies under the words after a choice, as long as they stand", async () => {
  await browser.page.setViewportSize({ width: 390, height: 700 });
  await browser.first("", { html: bare(kLong) });
  await part(browser.page, "refuse").click();
  await isReachable("message");
  await part(browser.page, "reopen").waitFor();
  const covered = () => {
    const { shadowRoot } = document.querySelector("#temoin, [data-temoin-host]");
    const message = shadowRoot.querySelector("[part=message]");
    const { left, right, top, bottom } = message.getBoundingClientRect();
    const out = [];
    for (let x = left + 8; x < right - 8; x += 12)
      for (let y = top + 8; y < bottom - 8; y += 8)
        if (!message.contains(shadowRoot.elementFromPoint(x, y))) out.push([x, y]);
    return out;
  };
  await browser.until(covered, []);
  await browser.page.getByRole("button", { name: "Fermer" }).click();
  await isReachable("reopen");
  await browser.page.setViewportSize({ width: 1280, height: 900 });
});

test("the words after a choice wait under a modal dialog of the page's, and rise when it closes", async () => {
  await browser.first("", {
    html: bare(
      `<dialog id="d" style="inset:auto 0 0;width:100%;height:50vh"><button id="in">Fermer le menu</button></dialog>`,
    ),
  });
  const { page } = browser;
  await part(page, "banner").waitFor();
  await browser.value(() => {
    document.getElementById("d").showModal();
    document.getElementById("in").onclick = () => document.getElementById("d").close();
    window.temoin.refuse();
  });
  await browser.settled();
  await page.locator("#in").click();
  await isReachable("message");
  await isReachable("reopen");
});

test("a body that is swapped: the control and a message are there again", async () => {
  await browser.first("", { html: bare("<p>x</p>") });
  await part(browser.page, "refuse").click();
  await isReachable("message");
  await browser.value(() => {
    const body = document.createElement("body");
    body.innerHTML = "<main><h1>Autre</h1></main>";
    document.body.replaceWith(body);
  });
  await isReachable("reopen");
  await isReachable("message");
});

const kFooter = `<script>customElements.define("site-footer", class extends HTMLElement { connectedCallback() {
  this.attachShadow({ mode: "open" }).innerHTML = this.dataset.html; } });</script>`;

for (const [name, html] of Object.entries({
  "a button": "<button type='button' data-temoin='preferences'>Cookies</button>",
  "a link": "<a href='#temoin-preferences'>Cookies</a>",
}))
  test(`${name} in an open shadow root is a way back: no control of ours, and the focus goes there`, async () => {
    await browser.first("", {
      html: bare(`<site-footer data-html="${html}"></site-footer>${kFooter}`),
    });
    const { page } = browser;
    await part(page, "refuse").click();
    await browser.settled();
    await eventually(async () =>
      assert.equal(
        await browser.value(
          () => document.querySelector("site-footer").shadowRoot.activeElement?.textContent,
        ),
        "Cookies",
      ),
    );
    assert.equal(await part(page, "reopen").count(), 0);
    // It goes: ours comes.
    await browser.value(() => document.querySelector("site-footer").remove());
    await part(page, "reopen").waitFor();
    // And comes late: ours goes.
    await browser.value((inner) => {
      const late = document.createElement("div");
      late.attachShadow({ mode: "open" }).innerHTML = inner;
      document.body.append(late);
    }, html);
    await eventually(async () => assert.equal(await part(page, "reopen").count(), 0));
  });

test("preferences whose place is in an open shadow root stand there, without a first layer", async () => {
  await browser.first("", {
    html: bare(
      `<site-footer data-html="<div><div data-temoin-preferences></div></div>"></site-footer>${kFooter}`,
    ),
  });
  const { page } = browser;
  await page.locator("site-footer [data-temoin-preferences] [part~=preferences]").first().waitFor();
  await eventually(async () => assert.equal(await part(page, "banner").count(), 0));
  await quiet(page);
  assert.equal(await part(page, "banner").count(), 0);
  await browser.value(() => document.querySelector("site-footer").remove());
  await part(page, "banner").waitFor();
});

test("a router that leaves the page of the preferences without an answer: the first layer asks", async () => {
  await browser.first('<div id="route">accueil</div>');
  const { page } = browser;
  await part(page, "banner").waitFor();
  for (let turn = 0; turn < 2; ++turn) {
    await browser.value(
      () => (document.getElementById("route").innerHTML = "<div data-temoin-preferences></div>"),
    );
    await page.locator("[data-temoin-preferences] [part~=preferences]").first().waitFor();
    await eventually(async () => assert.equal(await part(page, "banner").count(), 0));
    await quiet(page);
    await eventually(async () => assert.equal(await part(page, "banner").count(), 0));
    await browser.value(() => (document.getElementById("route").innerHTML = "accueil"));
    await part(page, "banner").waitFor();
  }
  await part(page, "refuse").click();
  await browser.settled();
  await browser.value(
    () => (document.getElementById("route").innerHTML = "<div data-temoin-preferences></div>"),
  );
  await page.locator("[data-temoin-preferences] [part~=preferences]").first().waitFor();
  await browser.value(() => (document.getElementById("route").innerHTML = "accueil"));
  await quiet(page);
  // An answer is not asked for again.
  await eventually(async () => assert.equal(await part(page, "banner").count(), 0));
});

for (const [name, style] of Object.entries({
  "html and body of full height":
    "html,body{height:100%;margin:0}body{display:flex;flex-direction:column}main{flex:1}",
  "the same, in border boxes":
    "*{box-sizing:border-box}html,body{height:100%;margin:0}body{display:flex;flex-direction:column}main{flex:1}",
  "a body of at least that":
    "html{height:100%}body{min-height:100%;margin:0;position:relative}footer{position:absolute;bottom:0}",
  "a root that is a grid":
    "*{box-sizing:border-box}html{min-height:100vh;display:grid}body{margin:0;display:grid;grid-template-rows:1fr auto}",
  "a sticky footer": "body{margin:0}footer{position:sticky;bottom:0;background:#eee}",
  "a fixed footer": "html,body{height:100%;margin:0}footer{position:fixed;bottom:0;left:0;right:0}",
}))
  test(`a footer at the end of the window (${name}) does not move, and can be used`, async () => {
    const html = pageOf("<p>court</p>", { head: `<style>${style}</style>` });
    const top = () =>
      Math.round(document.querySelector("footer button").getBoundingClientRect().top);
    const plain = html.replace(/<script src[^]*?<\/script>|<div id="temoin"><\/div>/g, "");
    await browser.first("", { html: plain, plain: true });
    const right = await browser.value(top);
    await browser.first("", { html });
    const { page } = browser;
    await part(page, "banner").waitFor();
    await quiet(page);
    await browser.until(top, right); // with the first layer
    // Nothing focused lies behind it.
    await page.locator("footer button").focus();
    await browser.until(() => {
      const { top, bottom } = document.querySelector("footer button").getBoundingClientRect();
      const layer = document
        .querySelector("#temoin")
        .shadowRoot.querySelector("[part=banner]")
        .getBoundingClientRect();
      return bottom <= layer.top + 1 || top >= layer.bottom - 1;
    }, true);
    await part(page, "refuse").click();
    await browser.settled();
    await quiet(page);
    await browser.value(() => scrollTo(0, 0));
    await browser.until(top, right); // after the answer
  });

test("what is tagged and not held is named, with what to write; what is held is not", async () => {
  const third = "http://tiers.localhost/";
  await browser.context.route(third + "**", (route) => route.fulfill({ body: "" }));
  await browser.first(
    `<script data-service="vimeo" src="${third}runs.js"></script>` +
      `<iframe data-service="vimeo" src="${third}loads"></iframe>` +
      `<iframe data-service="vimeo" src="about:blank" data-temoin-src="${third}held"></iframe>` +
      `<script data-service="vimeo" type="text/plain" data-temoin-src="${third}held.js"></script>` +
      `<script data-service="vimeo" type="application/json">{}</script>`,
  );
  await part(browser.page, "banner").waitFor();
  await eventually(() => assert.equal(browser.warnings.length, 2, browser.warnings.join("\n")));
  for (const name of ["runs.js", "loads"])
    assert.ok(
      browser.warnings.some(
        (each) => /data-temoin-src.*text\/plain/.test(each) && each.includes(third + name),
      ),
      name,
    );
});

test("what waits for nothing, loads by another attribute or leads nowhere: the console names it, once", async () => {
  const third = "http://tiers.localhost/";
  for (const [body, said] of [
    [
      `<link rel="stylesheet" data-service="vimeo" href="${third}x.css">`,
      /data-temoin-href for href/,
    ],
    [`<object data-service="vimeo" data="${third}x"></object>`, /data-temoin-data for data/],
    [`<img alt="" data-service="vimeo" srcset="${third}x 1x">`, /data-temoin-srcset for srcset/],
    [
      `<svg><image data-service="vimeo" href="${third}x"></image></svg>`,
      /data-temoin-href for href/,
    ],
    [
      `<iframe title="F" data-temoin-src="${third}x"></iframe>`,
      /waits for nothing; write data-service/,
    ],
    [`<img alt="" data-service="" data-temoin-src="${third}x">`, /waits for nothing/],
    [
      `<video data-service="vimeo"><source data-temoin-src="${third}x"></video>`,
      /waits for nothing.*<source/,
    ],
    [
      `<iframe title="F" data-service="vimeo" data-temoin-href="${third}x"></iframe>`,
      /waits without an address; write it as data-temoin-src/,
    ],
    [
      `<iframe title="F" data-service="vimeo" data-lazy-src="${third}x"></iframe>`,
      /without an address/,
    ],
    [`<button type="button" data-temoin="preference">Cookies</button>`, /leads nowhere/],
    [`<a href="#temoin-preference">Cookies</a>`, /leads nowhere/],
    ["<p>rien</p>", undefined],
    [
      `<img alt="" src="/favicon.ico" data-service="vimeo" data-temoin-srcset="${third}x 1x"><a data-service="vimeo" href="${third}">Vimeo</a><video data-service="vimeo" poster="/a.png" data-temoin-src="${third}x"></video><iframe title="F" src="about:blank" data-service="vimeo" data-src="${third}x"></iframe><a href="#temoin-preferences">Cookies</a><button type="button" data-temoin="accept">Oui</button><div data-service="plomberie">Plomberie</div>`,
      undefined,
    ],
  ]) {
    await browser.first(body);
    if (said) {
      await eventually(() => assert.equal(browser.warnings.length, 1, body));
      assert.match(browser.warnings[0], said);
    } else {
      await part(browser.page, "banner").waitFor();
      await quiet(browser.page);
      assert.deepEqual(browser.warnings, [], body);
    }
  }
});

test("an origin that the service refuses: one warning, which says what to do", async () => {
  const { page, context } = browser;
  await browser.first("");
  await context.route("**/consents", (route) =>
    route.fulfill({ status: 403, contentType: "application/json", body: '{"error":"origin"}' }),
  );
  await part(page, "refuse").click();
  await eventually(() => assert.equal(browser.warnings.length, 1));
  assert.match(
    browser.warnings[0],
    /www\.ameli\.localhost:\d+ is not among the "origins" of ameli\.fr\. Add it/,
  );
  // What the page would send again belongs to no later test.
  await page.goto(service.address("/healthz"));
  await context.unroute("**/consents");
});

for (const [name, head] of [
  ["", ""],
  [
    ", in a browser that does not tell of it",
    "<script>Object.defineProperty(window, 'navigation', { value: document.documentElement });</script>",
  ],
])
  test(`an address that a router writes: the preferences open when they come to stand in it${name}`, async () => {
    await browser.first("", { html: bare("<div id='route'>x</div>", { head }) });
    const { page } = browser;
    await part(page, "refuse").click();
    await browser.settled();
    const dialog = part(page, "dialog");
    /** As a router does: the address first, then the page that it names. */
    const go = (method, hash) =>
      browser.value(
        ([how, where]) => {
          window.history[how]({}, "", where);
          document.getElementById("route").innerHTML = `<p>${where}</p>`;
        },
        [method, hash],
      );
    for (const method of ["pushState", "replaceState"]) {
      await go(method, "?a=1#temoin-preferences");
      await dialog.waitFor();
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      // Written once more, or beside another state: it has been opened and closed.
      await go("replaceState", "?a=2#temoin-preferences");
      await quiet(page);
      assert.equal(await dialog.count(), 0);
      await go(method, "?a=2#autre");
    }
    await go("pushState", "#temoin-preferences");
    await dialog.waitFor();
    await page.keyboard.press("Escape");
    await go("pushState", "#loin");
    await page.goBack();
    await dialog.waitFor();
    assert.deepEqual(browser.errors, []);
  });
