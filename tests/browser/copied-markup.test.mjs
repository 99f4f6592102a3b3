// What was let in lives on in copies of the page's markup: nothing runs twice, and nothing that may
// not run now loads from them.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { closeAll, open } from "./lib/browser.mjs";
import { eventually, quiet, visit } from "./lib/demo.mjs";
import { pageOf, place, standIn } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";
import { arrive } from "./lib/tiers.mjs";

let service;
before(async () => (service = await Service.start()));
after(async () => {
  await closeAll();
  await service.stop();
});

const kZone = `<div id="zone"><script type="text/plain" data-service="vimeo">window.views = (window.views || 0) + 1</script>
<script type="text/plain" data-service="vimeo" data-src="http://tiers.localhost/tag.js"></script>
<iframe title="Film" data-service="vimeo" data-src="http://tiers.localhost/frame"></iframe>
<img alt="" data-service="vimeo" data-src="http://tiers.localhost/pixel">
<template data-service="vimeo"><img alt="" src="http://tiers.localhost/inner"><script>window.inner = (window.inner || 0) + 1</script></template></div>`;

/** A page that was accepted, with the requests to the third party. */
async function accepted(body = kZone) {
  const browser = await open();
  browser.asked = await standIn(
    browser.context,
    "http://tiers.localhost/**",
    "window.tags = (window.tags || 0) + 1;",
  );
  browser.names = () => browser.asked.map((address) => new URL(address).pathname.slice(1)).sort();
  await place(browser.context, "page", pageOf(body));
  await visit(browser.page, service.address("/essai/page"));
  await browser.page.evaluate(() => window.temoin.accept("vimeo"));
  await browser.page.waitForFunction(
    () => window.temoin.state().status === "valid" && window.tags === 1 && window.inner === 1,
  );
  await eventually(async () =>
    assert.deepEqual(browser.names(), ["frame", "inner", "pixel", "tag.js"]),
  );
  return browser;
}

const kRefuse = () =>
  new Promise((done) => {
    document.addEventListener("temoin:choice", () => done(), { once: true });
    window.temoin.refuse();
  });

const ran = () => [window.views, window.tags, window.inner];

for (const [name, save, restore] of [
  ["innerHTML +=", () => {}, () => (document.getElementById("zone").innerHTML += "<p>autre</p>")],
  [
    "history kept as HTML",
    () => (window.kept = document.querySelector("main").innerHTML),
    () => (document.querySelector("main").innerHTML = window.kept),
  ],
  [
    "a cloned body",
    () => (window.kept = document.body.cloneNode(true)),
    () => document.body.replaceWith(window.kept),
  ],
  [
    "a body that is put in as a property",
    () => (window.kept = document.body.cloneNode(true)),
    () => (document.body = window.kept),
  ],
  [
    "insertAdjacentHTML",
    () => (window.kept = document.getElementById("zone").outerHTML),
    () => document.querySelector("main").insertAdjacentHTML("beforeend", window.kept),
  ],
  [
    "a parsed document",
    () => (window.kept = document.documentElement.outerHTML),
    () =>
      document
        .querySelector("main")
        .append(
          ...new DOMParser().parseFromString(window.kept, "text/html").querySelector("main")
            .childNodes,
        ),
  ],
  [
    "a fragment",
    () => (window.kept = document.getElementById("zone").outerHTML),
    () =>
      document
        .querySelector("main")
        .append(document.createRange().createContextualFragment(window.kept)),
  ],
  [
    "a shadow root",
    () => (window.kept = document.getElementById("zone").outerHTML),
    () => (document.querySelector("h1").attachShadow({ mode: "open" }).innerHTML = window.kept),
  ],
]) {
  test(name + ": nothing runs twice while it may", async () => {
    const browser = await accepted();
    await browser.page.evaluate(save);
    await browser.page.evaluate(restore);
    await quiet(browser.page);
    assert.deepEqual(await browser.page.evaluate(ran), [1, 1, 1]);
    await browser.close();
  });

  test(name + ": after a refusal nothing loads or runs", async () => {
    const browser = await accepted();
    await browser.page.evaluate(save);
    await browser.page.evaluate(kRefuse);
    await quiet(browser.page);
    browser.asked.length = 0;
    await browser.page.evaluate(restore);
    await quiet(browser.page);
    assert.deepEqual(browser.asked, []);
    assert.deepEqual(await browser.page.evaluate(ran), [1, 1, 1]);
    assert.equal(
      await browser.page.evaluate(() => document.querySelectorAll("main [src*=tiers]").length),
      0,
    );
    await browser.close();
  });
}

test("refusing after a copy takes the copy's addresses, too, and its frame is empty", async () => {
  const browser = await accepted();
  await browser.page.evaluate(() => (document.getElementById("zone").innerHTML += "<p>autre</p>"));
  await quiet(browser.page);
  await browser.page.evaluate(kRefuse);
  await eventually(async () =>
    assert.equal(
      await browser.page.evaluate(() => document.querySelectorAll("main [src*=tiers]").length),
      0,
    ),
  );
  await eventually(async () =>
    assert.ok(!browser.page.frames().some((frame) => /tiers/.test(frame.url()))),
  );
  await browser.close();
});

for (const [name, show] of [
  ["srcdoc", (html) => Object.assign(document.createElement("iframe"), { srcdoc: html })],
  [
    "srcdoc as an attribute",
    (html) => {
      const frame = document.createElement("iframe");
      frame.setAttribute("srcdoc", html);
      return frame;
    },
  ],
  [
    "a frame's innerHTML",
    (html) => {
      const frame = document.createElement("iframe");
      document.body.append(frame);
      frame.contentDocument.body.innerHTML = html;
    },
  ],
  [
    "a frame's document.write",
    (html) => {
      const frame = document.createElement("iframe");
      document.body.append(frame);
      frame.contentDocument.write(html);
      frame.contentDocument.close();
    },
  ],
  ["a window's document.write", (html) => void window.open("").document.write(html)],
  ["a window's append", () => void window.open("").document.body.append(...window.nodes())],
])
  test(`what was let in, kept and put into ${name} after a refusal: nothing loads`, async () => {
    const browser = await accepted();
    await browser.page.evaluate(() => {
      const zone = document.getElementById("zone");
      window.kept = zone.outerHTML;
      const copy = zone.cloneNode(true);
      window.nodes = () => copy.childNodes;
    });
    await browser.page.evaluate(kRefuse);
    await quiet(browser.page);
    const before = browser.asked.length;
    await browser.page.evaluate(`document.body.append((${show})(window.kept) || "")`);
    await browser.page.waitForTimeout(300);
    assert.deepEqual(browser.asked.slice(before), []);
    await browser.close();
  });

test("a page put together anew by its framework runs what is new in it, and finds the banner", async () => {
  const browser = await accepted();
  await browser.page.evaluate(() => {
    const body = document.createElement("body");
    body.innerHTML =
      '<main><div data-service="vimeo"></div><iframe title="Autre" data-service="vimeo" data-src="http://tiers.localhost/new"></iframe></main>';
    document.body.replaceWith(body);
  });
  await eventually(async () => assert.ok(browser.names().includes("new")));
  assert.equal(
    await browser.page.evaluate(
      () => [...document.querySelectorAll("*")].filter((each) => each.shadowRoot).length,
    ),
    1,
  );
  await browser.close();
});

test("markup kept by an earlier page loads nothing once it may not, in whatever page it comes back", async () => {
  const browser = await accepted();
  await place(browser.context, "other", pageOf("<p>autre</p>"));
  await browser.page.evaluate(() =>
    sessionStorage.setItem("kept", document.getElementById("zone").outerHTML),
  );
  await visit(browser.page, service.address("/essai/other"));
  await browser.page.evaluate(kRefuse);
  const restore = () => {
    document.querySelector("main").innerHTML += sessionStorage.getItem("kept");
  };
  for (const again of [false, true]) {
    if (again) await visit(browser.page, service.address("/essai/other"));
    await quiet(browser.page);
    browser.asked.length = 0;
    await browser.page.evaluate(restore);
    await quiet(browser.page);
    assert.deepEqual(browser.asked, []);
    assert.equal(
      await browser.page.evaluate(() => document.querySelectorAll("main [src*=tiers]").length),
      0,
    );
  }
  await browser.close();
});

const kWriter = `<div id="zone"><script type="text/plain" data-service="vimeo">
document.write('<img alt="" src="http://tiers.localhost/written"><iframe title="Film" src="http://tiers.localhost/film"></iframe><script src="http://tiers.localhost/nested.js"></' + 'script><script>window.inner = (window.inner || 0) + 1</' + 'script><script type="application/json" id="data">{"a":1}</' + 'script>')</script></div>`;

test("what a held script wrote is known in copies, goes with a withdrawal, and is written once", async () => {
  const browser = await open();
  const asked = await standIn(
    browser.context,
    "http://tiers.localhost/**",
    "window.tags = (window.tags || 0) + 1;",
  );
  const { page } = browser;
  await place(browser.context, "page", pageOf(kWriter));
  await visit(page, service.address("/essai/page"));
  await page.evaluate(() => window.temoin.accept("vimeo"));
  await page.waitForFunction(() => window.tags === 1 && window.inner === 1);
  await eventually(async () => assert.equal(asked.length, 3));
  assert.equal(await page.evaluate(() => document.getElementById("data").text), '{"a":1}');
  await page.evaluate(() => (window.kept = document.getElementById("zone").outerHTML));
  const restore = () => document.querySelector("main").insertAdjacentHTML("beforeend", window.kept);
  await page.evaluate(restore);
  await quiet(page);
  assert.deepEqual(await page.evaluate(() => [window.tags, window.inner]), [1, 1]);
  await page.evaluate(kRefuse);
  await quiet(page);
  asked.length = 0;
  assert.equal(await page.evaluate(() => document.querySelectorAll("main img[src]").length), 0);
  await page.evaluate(restore);
  await quiet(page);
  assert.deepEqual(asked, []);
  assert.deepEqual(await page.evaluate(() => [window.tags, window.inner]), [1, 1]);
  await browser.close();
});

for (const [name, put] of Object.entries({
  innerHTML: "zone.innerHTML = kept",
  insertAdjacentHTML: 'zone.insertAdjacentHTML("afterbegin", kept)',
  "document.write": "document.write(kept)",
  "a template's clone":
    '{ const t = document.createElement("template"); t.innerHTML = kept; zone.append(t.content.cloneNode(true)); }',
  "a fragment": "zone.append(document.createRange().createContextualFragment(kept))",
}))
  for (const host of [true, false])
    test(`markup that an earlier page kept, put in by ${name} while the page is parsed${host ? "" : ", without a host"}: nothing of it loads after a refusal`, async () => {
      const browser = await open();
      const asked = await standIn(browser.context, "http://tiers.localhost/**", "window.tags = 1;");
      const body = `<div id="zone">${kZone.replace(/<.?div[^>]*>/g, "")}</div>
<script>{ const kept = localStorage.getItem("kept"); const zone = document.getElementById("zone"); if (kept) { ${put}; } }</script><p>fin</p>`;
      await place(browser.context, "page", pageOf(body, { host }));
      const { page } = browser;
      await visit(page, service.address("/essai/page"));
      await page.evaluate(() => window.temoin.accept("vimeo"));
      await page.waitForFunction(() => window.tags === 1);
      await quiet(page);
      await page.evaluate(() =>
        localStorage.setItem("kept", document.getElementById("zone").innerHTML),
      );
      await page.evaluate(kRefuse);
      for (let turn = 0; turn < 2; ++turn) {
        asked.length = 0;
        await visit(page, service.address("/essai/page"));
        await quiet(page);
        assert.deepEqual(asked, []);
      }
      await page.evaluate(() => window.temoin.accept("vimeo"));
      await eventually(() => assert.ok(asked.some((each) => each.includes("/frame"))));
      await browser.close();
    });

const kMade = `<div id="zone"></div><script>{ const f = document.createElement("iframe"); f.title = "Film"; f.dataset.service = "vimeo";
  f.setAttribute("data-temoin-src", "http://tiers.localhost/frame"); document.getElementById("zone").append(f); }</script>
  <img alt="" data-service="vimeo" data-temoin-src="http://tiers.localhost/img">
  <picture><source data-service="vimeo" data-temoin-srcset="http://tiers.localhost/set"><img alt=""></picture>
  <video data-service="vimeo" data-temoin-poster="http://tiers.localhost/poster" data-temoin-src="http://tiers.localhost/video"></video>`;

/** What a page keeps while it may, and how it makes something of that after a refusal. */
const kCopies = {
  "a copy of a copy": [
    () => (window.kept = document.querySelector("main").cloneNode(true)),
    () => (window.again = window.kept.cloneNode(true)),
  ],
  "the same of one image": [
    () => (window.kept = document.querySelector("main > img").cloneNode()),
    () => (window.again = window.kept.cloneNode()),
  ],
  "a range": [
    () => (window.kept = document.querySelector("main").cloneNode(true)),
    () => {
      const range = document.createRange();
      range.selectNodeContents(window.kept);
      window.again = range.cloneContents();
    },
  ],
  "a template, adopted": [
    () => {
      window.kept = document.createElement("template");
      window.kept.innerHTML = document.querySelector("main").innerHTML;
    },
    () => (window.again = document.adoptNode(window.kept.content)),
  ],
  "a table's caption": [
    () => (window.kept = document.querySelector("main").innerHTML),
    () => {
      const html = `<table><caption>${window.kept}</caption></table>`;
      const made = new DOMParser().parseFromString(html, "text/html").querySelector("caption");
      const table = document.createElement("table");
      document.querySelector("main").append(table);
      table.caption = made;
    },
  ],
  "attribute after attribute": [
    () => (window.kept = document.querySelector("iframe").cloneNode(true)),
    () => {
      const frame = document.createElement("iframe");
      for (const { name, value } of window.kept.attributes) frame.setAttribute(name, value);
      document.querySelector("main").append(frame);
    },
  ],
  "markup written as XML": [
    () => (window.kept = new XMLSerializer().serializeToString(document.querySelector("main"))),
    () => (document.querySelector("main").innerHTML = window.kept),
  ],
  "markup that another tool quotes in its way": [
    () => (window.kept = document.querySelector("main").innerHTML),
    () => {
      const bare = window.kept.replace(/ (data-[a-z-]+|src|title)="([^" ]*)"/g, " $1=$2");
      document.querySelector("main").innerHTML = bare + window.kept.replaceAll('"', "'");
    },
  ],
  "another document's": [
    () => (window.kept = document.querySelector("main").innerHTML),
    () => {
      const other = document.implementation.createHTMLDocument("");
      other.body.innerHTML = window.kept;
      document.querySelector("main").append(...other.body.childNodes);
    },
  ],
  "the state of the history": [
    () => history.replaceState({ html: document.querySelector("main").innerHTML }, ""),
    () => (document.querySelector("main").innerHTML = history.state.html),
  ],
  "a frame's own text": [
    () => (window.kept = document.querySelector("main").innerHTML),
    () => {
      const frame = document.createElement("iframe");
      frame.srcdoc = window.kept;
      document.querySelector("main").append(frame);
    },
  ],
};

test("a frame that a script made, images and media: no copy of them loads after a refusal", async () => {
  const browser = await arrive(service, "");
  for (const [name, [keep, restore]] of Object.entries(kCopies)) {
    await browser.first(kMade);
    await browser.accept();
    await eventually(() =>
      assert.deepEqual([...new Set(browser.asked)].sort(), [
        "frame",
        "img",
        "poster",
        "set",
        "video",
      ]),
    );
    await browser.value(keep);
    await browser.value(kRefuse);
    await quiet(browser.page);
    browser.asked.length = 0;
    await browser.value(restore);
    await quiet(browser.page);
    assert.deepEqual(browser.asked, [], name);
  }
  await browser.close();
});

test("a copy of the whole page in a frame of its own: no error, and nothing runs at a refusal", async () => {
  const { page, asked, ...browser } = await accepted();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.evaluate(() => {
    const frame = document.createElement("iframe");
    frame.id = "copy";
    document.body.append(frame);
    frame.contentDocument.write(document.documentElement.outerHTML);
    frame.contentDocument.close();
  });
  await quiet(page);
  asked.length = 0;
  await page.evaluate(kRefuse);
  await quiet(page);
  assert.deepEqual([asked, errors], [[], []]);
  assert.equal(await page.locator("head script[src*='/v1/banner/']").count(), 0);
  await browser.close();
});

for (const [name, made] of [
  ["a document in an attribute", (inner) => `<iframe title="own" srcdoc="${inner}"></iframe>`],
  [
    "a written one",
    (inner) =>
      `<iframe title="own" id="own"></iframe><script>{ const { contentDocument } = document.getElementById("own"); contentDocument.open(); contentDocument.write(${JSON.stringify(inner)}); contentDocument.close(); }</script>`,
  ],
])
  test(`frames of the page's own, ${name}: what is in them follows each choice`, async () => {
    const inner = `<p>x</p><iframe title='Film' data-service='vimeo' data-temoin-src='http://tiers.localhost/frame'></iframe><img alt='' data-service='vimeo' data-temoin-src='http://tiers.localhost/pixel'>`;
    const browser = await arrive(service, made(inner));
    const names = (...wanted) =>
      eventually(() => assert.deepEqual([...browser.asked].sort(), wanted, name));
    const inside = () =>
      [...document.querySelector("iframe").contentDocument.querySelectorAll("[data-service]")].map(
        (each) => !!each.getAttribute("src"),
      );
    await quiet(browser.page);
    assert.deepEqual(browser.asked, []);
    await browser.accept();
    await names("frame", "pixel");
    browser.asked.length = 0;
    await browser.value(kRefuse);
    await browser.until(inside, [false, false]);
    await quiet(browser.page);
    assert.deepEqual(browser.asked, []);
    const tiers = browser.page.frames().filter((each) => /tiers/.test(each.url()));
    assert.equal(tiers.length, 0);
    await browser.accept();
    await names("frame", "pixel");
    // Made when all is decided already.
    browser.asked.length = 0;
    await browser.page.reload();
    await names("frame", "pixel");
    await browser.close();
  });

test("another page that hears of a refusal, a tab or a frame, loads nothing once more", async () => {
  const body = `<iframe title="Film" data-service="vimeo" data-temoin-src="http://tiers.localhost/frame"></iframe>`;
  const browser = await arrive(service, body);
  const other = await browser.context.newPage();
  await visit(other, service.address("/essai/page"));
  for (let turn = 0; turn < 3; ++turn) {
    await browser.accept();
    await other.waitForFunction(() => window.temoin.allowed("vimeo"));
    await eventually(() => assert.equal(browser.asked.length, 2));
    await quiet(other);
    browser.asked.length = 0;
    await browser.value(kRefuse);
    await other.waitForFunction(() => !window.temoin.allowed("vimeo"));
    await quiet(other);
    assert.deepEqual(browser.asked, []);
  }
  await browser.close();
});

test("a template with a shadow root in it brings what is in that", async () => {
  const browser = await arrive(
    service,
    `<template data-service="vimeo"><div id="host"><template shadowrootmode="open"><img alt="" src="http://tiers.localhost/deep"><p><span><template shadowrootmode="open"><img alt="" src="http://tiers.localhost/deeper"></template></span></p></template></div></template>`,
  );
  assert.deepEqual(browser.asked, []);
  await browser.accept();
  await eventually(() => assert.deepEqual([...browser.asked].sort(), ["deep", "deeper"]));
  await browser.value(kRefuse);
  await browser.until(() => !!document.getElementById("host"), false);
  await browser.close();
});
