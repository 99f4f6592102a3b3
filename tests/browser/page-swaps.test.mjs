// Pages that a script swaps for the next one: Turbo 8 (snapshots, morphs, frames), htmx with its
// history, Astro-like view transitions, lazysizes. What was let in lives on in what they keep.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { closeAll } from "./lib/browser.mjs";
import { canBePressed, eventually, part, quiet } from "./lib/demo.mjs";
import { pageOf, place } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";
import { arrive } from "./lib/tiers.mjs";

const need = createRequire(import.meta.url);
const library = (name) => readFileSync(need.resolve(name), "utf8");
const kTurbo = library("@hotwired/turbo/dist/turbo.es2017-umd.js");
const kHtmx = library("htmx.org/dist/htmx.min.js");

let service;
before(async () => (service = await Service.start()));
after(async () => {
  await closeAll();
  await service.stop();
});

const kHeld = `<iframe title="Film" width="300" height="200" data-service="vimeo" data-src="http://tiers.localhost/frame"></iframe>
<script type="text/plain" data-service="vimeo" data-src="http://tiers.localhost/tag.js"></script>
<script type="text/plain" data-service="vimeo">window.runs = (window.runs || 0) + 1;</script>`;

const kLink = '<p><a id="go" href="/essai/next">suite</a></p>';

/** Two pages of one site, "Essai" and "Suite", joined by this library. */
async function site(head, { first = kLink + kHeld, next = "<p>rien</p>", options } = {}) {
  const browser = await arrive(service, first, {
    head,
    options,
    scripts: { "turbo.js": kTurbo, "htmx.js": kHtmx },
  });
  await place(
    browser.context,
    "next",
    pageOf(next, { head }).replace("<h1>Essai</h1>", "<h1>Suite</h1>"),
  );
  browser.at = (title) => browser.page.locator("h1", { hasText: title }).waitFor();
  browser.go = async () => {
    await browser.page.locator("#go").click();
    await browser.at("Suite");
    await quiet(browser.page);
  };
  browser.back = async () => {
    await browser.page.goBack();
    await browser.at("Essai");
    await quiet(browser.page);
  };
  browser.refuse = async () => {
    await browser.value(
      () =>
        new Promise((done) => {
          document.addEventListener("temoin:choice", () => done(), { once: true });
          window.temoin.refuse();
        }),
    );
    await quiet(browser.page);
    browser.asked.length = 0;
  };
  browser.names = () => browser.asked.filter((name) => !/^(turbo|htmx)\.js$/.test(name)).sort();
  await quiet(browser.page);
  assert.deepEqual(browser.names(), []);
  browser.asked.length = 0;
  return browser;
}

const kScript = (name) => `<script src="http://tiers.localhost/${name}" defer></script>`;

/** The driver trips over a frame that changes its process while its page is morphed. */
const kOneProcess = {
  flags: ["--disable-site-isolation-trials", "--disable-features=IsolateOrigins,site-per-process"],
};

/** The frame is held, under one stand-in that says so; the banner's element is alive. */
const held = (browser) =>
  browser.until(
    () => [
      [...document.querySelectorAll(".temoin-placeholder")].map((each) => !!each.shadowRoot),
      document.querySelectorAll("main [src*=frame]").length,
      [...document.querySelectorAll("#temoin, [data-temoin-host]")].map(
        (each) => !!each.shadowRoot,
      ),
    ],
    [[true], 0, [true]],
  );

async function snapshots(browser) {
  await browser.accept();
  await quiet(browser.page);
  assert.deepEqual(browser.names(), ["frame", "tag.js"]);
  await browser.go();
  await browser.back();
  assert.equal(browser.names().filter((name) => name === "tag.js").length, 1);
  assert.equal(await browser.value(() => window.runs), 1);
  await browser.go();
  await browser.refuse();
  await browser.back();
  assert.deepEqual(browser.names(), []);
  assert.equal(await browser.value(() => window.runs), 1);
  await held(browser);
  // And let in again, once, from what came back.
  await browser.page.locator(".temoin-placeholder button").first().click();
  await eventually(async () => assert.ok(browser.names().includes("frame")));
  assert.deepEqual(browser.errors, []);
  await browser.close();
}

test("Turbo: a snapshot of what was allowed runs nothing twice, and nothing after a refusal", async () => {
  await snapshots(await site(kScript("turbo.js")));
});

test("Turbo: an unanswered first layer and stand-ins survive visits and the way back", async () => {
  const browser = await site(kScript("turbo.js"));
  for (const move of [browser.go, browser.back]) {
    await move();
    await canBePressed(part(browser.page, "accept"));
  }
  await held(browser);
  await part(browser.page, "refuse").click();
  await browser.settled();
  await browser.go();
  assert.equal(await part(browser.page, "banner").count(), 0);
  await browser.close();
});

for (const spelling of ["data-src", "data-temoin-src"]) {
  test(`Turbo: a page that is refreshed by morphing keeps what was let in, and holds what was not (${spelling})`, async () => {
    const browser = await site(
      kScript("turbo.js") + '<meta name="turbo-refresh-method" content="morph">',
      { first: kHeld.replaceAll("data-src", spelling), options: kOneProcess },
    );
    const refresh = async () => {
      await browser.value(
        () =>
          new Promise((done) => {
            document.addEventListener("turbo:render", () => done(), { once: true });
            window.Turbo.visit(location.href, { action: "replace" });
          }),
      );
      await quiet(browser.page);
    };
    await refresh();
    await held(browser);
    await canBePressed(part(browser.page, "accept"));
    assert.deepEqual(browser.names(), []);
    await browser.accept();
    await quiet(browser.page);
    await refresh();
    await browser.until(
      () => [
        document.querySelectorAll(".temoin-placeholder").length,
        document.querySelectorAll("main iframe[src*=frame]").length,
      ],
      [0, 1],
    );
    assert.equal(await browser.value(() => window.runs), 1);
    assert.equal(browser.names().filter((name) => name === "tag.js").length, 1);
    await browser.refuse();
    await refresh();
    await held(browser);
    assert.deepEqual(browser.names(), []);
    assert.deepEqual(browser.errors, []);
    await browser.close();
  });
}

test("Turbo: what a frame brings is held and let in like the page's own", async () => {
  const browser = await site(kScript("turbo.js"), {
    first: '<turbo-frame id="f"><a id="in" href="/essai/next">dedans</a></turbo-frame>',
    next: `<turbo-frame id="f">${kHeld}</turbo-frame>`,
  });
  await browser.page.locator("#in").click();
  await browser.page.locator("turbo-frame .temoin-placeholder button").first().waitFor();
  assert.deepEqual(browser.names(), []);
  await browser.accept();
  await quiet(browser.page);
  assert.deepEqual(browser.names(), ["frame", "tag.js"]);
  await browser.close();
});

test("htmx: its history, kept as HTML, runs nothing twice, and nothing after a refusal", async () => {
  const head = kScript("htmx.js");
  const boosted = `<div hx-boost="true">${kLink}</div>`;
  await snapshots(await site(head, { first: boosted + kHeld }));
});

test("htmx: a swapped piece is held and let in like the page's own", async () => {
  const browser = await site(kScript("htmx.js"), {
    first:
      '<button id="load" hx-get="/essai/piece" hx-target="#zone">plus</button><div id="zone"></div>',
  });
  await place(browser.context, "piece", kHeld);
  await browser.page.locator("#load").click();
  await held(browser);
  assert.deepEqual(browser.names(), []);
  await browser.accept();
  await quiet(browser.page);
  await browser.page.locator("#load").click();
  await quiet(browser.page);
  assert.equal(await browser.value(() => window.runs), 2, "another piece, another tag");
  await browser.close();
});

/** What Astro's router does with a page: a parsed document, its head merged, its body put in. */
const kRouter = `<script>
  const swap = async (address) => {
    const fresh = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    for (const { name } of [...document.documentElement.attributes]) document.documentElement.removeAttribute(name);
    for (const { name, value } of fresh.documentElement.attributes) document.documentElement.setAttribute(name, value);
    for (const each of [...document.head.children]) {
      const same = [...fresh.head.children].find((other) => other.isEqualNode(each));
      if (same) same.remove(); else each.remove();
    }
    document.head.append(...fresh.head.children);
    const kept = document.body;
    document.body.replaceWith(fresh.body);
    for (const each of kept.querySelectorAll("[data-persist]"))
      document.querySelector('[data-persist="' + each.dataset.persist + '"]')?.replaceWith(each);
  };
  const to = (address) => document.startViewTransition ? document.startViewTransition(() => swap(address)).updateCallbackDone : swap(address);
  addEventListener("click", (event) => { const link = event.target.closest?.("a#go"); if (!link) return; event.preventDefault(); history.pushState(null, "", link.href); to(link.href); });
  addEventListener("popstate", () => to(location.href));
</script>`;

test("a router that puts in the next page's body, as Astro's: held, let in, and still there", async () => {
  const browser = await site(kRouter);
  await held(browser);
  await browser.go();
  await canBePressed(part(browser.page, "accept"));
  await browser.back();
  await held(browser);
  await browser.accept();
  await quiet(browser.page);
  assert.deepEqual(browser.names(), ["frame", "tag.js"]);
  await browser.go();
  await browser.refuse();
  await browser.back();
  await held(browser);
  assert.deepEqual(browser.names(), []);
  assert.deepEqual(browser.errors, []);
  await browser.close();
});

test("a router that keeps an element over its pages leaves what was let in as it is", async () => {
  const player = `<div data-persist="player">${kHeld}</div>`;
  const browser = await site(kRouter, { first: kLink + player, next: player });
  await browser.accept();
  await quiet(browser.page);
  await browser.go();
  assert.equal(await browser.value(() => window.runs), 1);
  await browser.until(() => document.querySelectorAll("main iframe[src*=frame]").length, 1);
  await browser.value(() => window.temoin.withdraw());
  await held(browser);
  await browser.close();
});
