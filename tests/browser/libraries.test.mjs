// Libraries that put pieces of markup into a page, or swap its parts: jQuery, Alpine, Swup, htmx's
// out-of-band pieces, Turbo's streams, lazy loaders. What they bring is held, and let in once.
import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { after, before, test } from "node:test";
import { closeAll } from "./lib/browser.mjs";
import { eventually, quiet } from "./lib/demo.mjs";
import { pageOf, place } from "./lib/page.mjs";
import { catalogWith, Service } from "./lib/service.mjs";
import { arrive } from "./lib/tiers.mjs";

const scripts = Object.fromEntries(
  Object.entries({
    "jquery.js": "jquery/dist/jquery.min.js",
    "alpine.js": "alpinejs/dist/cdn.min.js",
    "swup.js": "swup/dist/Swup.umd.js",
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "turbo.js": "@hotwired/turbo/dist/turbo.es2017-umd.js",
    "lazysizes.js": "lazysizes/lazysizes.min.js",
    "lozad.js": "lozad/dist/lozad.min.js",
  }).map(([name, path]) => [
    name,
    readFileSync(new URL("node_modules/" + path, import.meta.url), "utf8"),
  ]),
);

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

const kPiece = `<div class="piece"><iframe title="Film" width="300" height="200" data-service="vimeo" data-src="http://tiers.localhost/frame"></iframe>
<script type="text/plain" data-service="vimeo" data-src="http://tiers.localhost/tag.js"></script>
<script type="text/plain" data-service="vimeo">window.runs = (window.runs || 0) + 1;</script></div>`;

const lib = (name) =>
  `<script src="http://tiers.localhost/${name}.js" ${name === "alpine" ? "defer" : ""}></script>`;

/** A new visitor on this page; `pieces` lie beside it, by name. */
async function first(library, body, pieces = {}) {
  for (const [name, html] of Object.entries(pieces)) await place(browser.context, name, html);
  await browser.first(body, { head: lib(library) });
  browser.asked.splice(0, 1);
}

const held = async () => {
  await browser.page.locator(".temoin-placeholder button").first().waitFor();
  await quiet(browser.page, 200);
  assert.deepEqual(browser.asked, []);
  assert.equal(await browser.value(() => window.runs), undefined);
};

/** What was held runs now, as often as there are pieces; after a withdrawal nothing does. */
async function letIn(act, times = 1) {
  await held();
  await browser.accept();
  await browser.until(() => window.runs, times);
  await eventually(async () => assert.ok(browser.asked.includes("frame")));
  await eventually(() =>
    assert.equal(browser.asked.filter((name) => name === "tag.js").length, times),
  );
  await browser.value(
    () =>
      new Promise((done) => {
        document.addEventListener("temoin:choice", () => done(), { once: true });
        window.temoin.withdraw();
      }),
  );
  browser.asked.length = 0;
  await act();
  await held2(times);
  assert.deepEqual(browser.errors, []);
}

async function held2(times) {
  await browser.page.locator(".temoin-placeholder button").first().waitFor();
  await quiet(browser.page, 200);
  assert.deepEqual(browser.asked, []);
  assert.equal(await browser.value(() => window.runs), times);
}

for (const [name, call] of Object.entries({
  "html()": "$('#zone').html(piece)",
  "append()": "$('#zone').append(piece)",
  "a made node": "$(piece).appendTo('#zone')",
  "replaceWith()": "$('#zone').children().first().replaceWith(piece)",
  "load()": "$('#zone').load('/essai/piece')",
  "clone(true)": "$('#zone').append($('<div>').html(piece).children().clone(true))",
}))
  test("jQuery, " + name, async () => {
    await first("jquery", '<div id="zone"><p>x</p></div>', { piece: kPiece });
    const act = () =>
      browser.value(
        ([call, piece]) => {
          document.getElementById("zone").innerHTML = "<p>x</p>";
          return new Function("piece", call)(piece) && null;
        },
        [call, kPiece],
      );
    await act();
    await letIn(act);
  });

test("Alpine: x-html, x-teleport, x-if", async () => {
  await first(
    "alpine",
    `<div x-data="{ html: '', on: false }" id="app"><div x-html="html"></div><template x-teleport="#there"><div>${kPiece}</div></template>
     <template x-if="on"><div>${kPiece}</div></template></div><div id="there"></div>`,
  );
  const act = () =>
    browser.value(async (piece) => {
      const data = window.Alpine.$data(document.getElementById("app"));
      data.html = "";
      data.on = false;
      await window.Alpine.nextTick();
      data.html = piece;
      data.on = true;
      await window.Alpine.nextTick();
    }, kPiece);
  await act();
  await letIn(act, 3);
});

test("Swup: containers that it swaps", async () => {
  const body = (inner) => `<div id="swup" class="transition-fade">${inner}</div>`;
  const next = pageOf(body(`<p id="there">x</p>${kPiece}`), { head: lib("swup") });
  await first(
    "swup",
    body('<a id="go" href="/essai/next">suite</a>') +
      "<script>window.swup = new Swup({ animationSelector: false });</script>",
    { next, again: next.replace("there", "again") },
  );
  await browser.page.locator("#go").click();
  await browser.page.locator("#there").waitFor();
  await letIn(async () => {
    await browser.value(() => window.swup.navigate("/essai/again"));
    await browser.page.locator("#again").waitFor();
  });
});

test("htmx: pieces out of band", async () => {
  await first(
    "htmx",
    '<button id="load" hx-get="/essai/oob" hx-target="#one">x</button><div id="one"></div><div id="two"></div>',
    { oob: `<p>un</p><div id="two" hx-swap-oob="true">${kPiece}</div>` },
  );
  const act = async () => {
    await browser.page.locator("#load").click();
    await browser.page.locator("#two .piece").waitFor();
    await quiet(browser.page, 200);
  };
  await act();
  await letIn(act);
});

test("Turbo: streams that append, replace and update", async () => {
  await first("turbo", '<div id="zone"><p id="old">x</p></div>');
  const act = () =>
    browser.value((piece) => {
      document.getElementById("zone").innerHTML = '<p id="old">x</p><p id="more">x</p>';
      for (const [action, target] of [
        ["append", "zone"],
        ["replace", "old"],
        ["update", "more"],
      ])
        window.Turbo.renderStreamMessage(
          `<turbo-stream action="${action}" target="${target}"><template>${piece}</template></turbo-stream>`,
        );
    }, kPiece);
  await act();
  await letIn(act, 3);
});

for (const [library, markup, start] of [
  ["lazysizes", 'class="lazyload" data-src', ""],
  ["lozad", 'class="lozad" data-src', "lozad('.lozad').observe();"],
  ["none", 'loading="lazy" data-src', ""],
])
  test(`lazy loading, ${library}: nothing before consent, once after it`, async () => {
    await first(
      library,
      `<iframe ${markup}="http://tiers.localhost/frame" data-service="vimeo" title="Film" width="300" height="200"></iframe>
       <img ${markup}="http://tiers.localhost/p.png" data-service="vimeo" alt="" width="10" height="10">
       <img ${markup.replace(" data-src", library === "none" ? " src" : " data-src")}="http://tiers.localhost/own.png" alt="" width="10" height="10"><script>${start}</script>`,
    );
    await browser.page.locator(".temoin-placeholder button").first().waitFor();
    await quiet(browser.page, 200);
    const own = (name) => !/^own|js$/.test(name);
    assert.deepEqual(browser.asked.filter(own), []);
    await browser.accept();
    await eventually(() => assert.deepEqual(browser.asked.filter(own).sort(), ["frame", "p.png"]));
    await quiet(browser.page, 200);
    assert.equal(browser.asked.filter(own).length, 2);
  });

test("view transitions: within a page, and from page to page", async () => {
  const head = "<style>@view-transition{navigation:auto}</style>";
  await place(browser.context, "seen", pageOf(`<p id="there">x</p>${kPiece}`, { head }));
  await first("none", `<a id="go" href="/essai/seen">x</a><div id="zone"></div>${head}`);
  const act = () =>
    browser.value(
      (piece) =>
        document.startViewTransition(() => {
          document.getElementById("zone").innerHTML = piece;
        }).finished,
      kPiece,
    );
  await act();
  await letIn(act);
  await browser.page.locator("#go").click();
  await browser.page.locator("#there").waitFor();
  await held();
});

/** A loader of the page's own, by what it does with the address that it reads. */
const kLoaders = {
  "gives it at once": "zone.innerHTML = html; const e = zone.firstChild; e[k] = e.dataset[k];",
  "gives it as an attribute":
    "zone.innerHTML = html; const e = zone.firstChild; e.setAttribute(k, e.getAttribute('data-' + k));",
  "keeps it in mind":
    "zone.innerHTML = html; const e = zone.firstChild, a = e.dataset[k]; setTimeout(() => (e[k] = a), 300);",
};
const kLazy = {
  img: ["src", '<img alt="" data-service="vimeo" data-src="AT">'],
  video: ["src", '<video data-service="vimeo" data-src="AT"></video>'],
  srcset: ["srcset", '<img alt="" data-service="vimeo" data-srcset="AT">'],
  frame: [
    "src",
    '<iframe title="Film" width="300" height="200" data-service="vimeo" data-src="AT"></iframe>',
  ],
};
const loader = (kind, code, at) => {
  const [key, html] = kLazy[kind];
  return `{ const zone = document.getElementById("zone"), k = "${key}", html = ${JSON.stringify(html.replace("AT", at))}; ${code} }`;
};
const zone = () => document.querySelector("#zone :is(img, video, iframe)");

for (const [name, code] of Object.entries(kLoaders))
  test(`a loader that reads data-src in the turn in which it puts it in, and ${name}: the address goes again`, async () => {
    for (const kind of Object.keys(kLazy)) {
      await browser.first('<div id="zone"></div>');
      const ready = await browser.page.waitForFunction(() =>
        document.querySelector("#temoin").shadowRoot.querySelector("[part=status]"),
      );
      assert.ok(ready);
      await browser.value(loader(kind, code, "http://tiers.localhost/lazy"));
      await browser.page.waitForTimeout(500);
      const [key] = kLazy[kind];
      assert.equal(
        await browser.value(`(${zone})().getAttribute("${key}")`),
        null,
        `${kind}: ${name}`,
      );
      if (kind !== "frame" && name !== "keeps it in mind")
        assert.deepEqual(browser.asked, [], kind);
      if (name === "keeps it in mind") assert.match(String(browser.warnings), /data-temoin-src/);
      // Let in, it comes.
      await browser.value(() => window.temoin.accept("vimeo"));
      await browser.until(
        `(${zone})().getAttribute("${key}").replace("?dnt=1", "")`,
        "http://tiers.localhost/lazy",
      );
    }
  });

test("under the guard no loader of the page's is quicker", async () => {
  const catalog = catalogWith({ guard: true });
  const own = await Service.start({ catalog });
  const other = await arrive(own, "");
  try {
    await other.context.route("https://player.vimeo.com/**", (route) => {
      other.asked.push(route.request().url());
      return route.fulfill({ body: "" });
    });
    const codes = {
      ...kLoaders,
      "takes it along": `${kLoaders["gives it at once"]} e.removeAttribute("data-" + k);`,
      "gives it to what stands nowhere":
        "const d = document.createElement('div'); d.innerHTML = html; d.firstChild[k] = d.firstChild.dataset[k]; zone.append(d);",
    };
    for (const code of Object.values(codes))
      for (const kind of Object.keys(kLazy)) {
        const script = loader(kind, code, "https://player.vimeo.com/video/1");
        await other.first(`<div id="zone"></div><script>${script}</script>`);
        await quiet(other.page, 600);
        assert.deepEqual(other.asked, [], `${kind}: ${code}`);
      }
  } finally {
    await other.close();
    await own.stop();
    rmSync(catalog, { recursive: true });
  }
});
