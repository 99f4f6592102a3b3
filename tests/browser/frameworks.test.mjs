// Pages that a framework renders on the server and takes over in the browser: React 18 and 19, Vue.
// It finds its page as it was sent, keeps its nodes, and may take them away at any time.
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { closeAll } from "./lib/browser.mjs";
import { bundle, renderHere } from "./lib/bundle.mjs";
import { eventually, part, quiet } from "./lib/demo.mjs";
import { focused, kSnippet } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";
import { arrive } from "./lib/tiers.mjs";

const need = createRequire(import.meta.url);
const kOlder = { react: "react18", "react-dom": "react-dom18" };

let service;
before(async () => (service = await Service.start()));
after(async () => {
  await closeAll();
  await service.stop();
});

/** What both sides render; `e` makes an element. A whole document, or what stands in its root. */
const kReactPage = `(e, { whole, host }) => {
  const main = e("main", null, e("h1", null, "Essai"),
    e("div", { className: "w" }, e("iframe", { title: "Film", width: 300, height: 200, "data-service": "vimeo", "data-temoin-src": "http://tiers.localhost/frame" })),
    e("script", { type: "text/plain", "data-service": "vimeo", dangerouslySetInnerHTML: { __html: "window.runs = (window.runs || 0) + 1" } }),
    e("script", { type: "text/plain", "data-service": "vimeo", "data-temoin-src": "http://tiers.localhost/tag.js" }),
    e("button", { id: "more", onClick: () => (window.clicks = (window.clicks || 0) + 1) }, "plus"));
  return !whole ? main : e("html", { lang: "fr" },
    e("head", null, e("meta", { charSet: "utf-8" }), e("title", null, "Essai"), e("script", { src: "/v1/sites/ameli.fr/banner.js", "data-cfasync": "false" })),
    e("body", null, host && e("div", { "data-temoin-host": true }), e("div", { id: "root" }, main), e("button", { type: "button", "data-temoin": "preferences" }, "Cookies")));
}`;

/** The framework comes after what lets scripts in, and before the script that is let in. */
const slowly = (browser) =>
  Promise.all(
    Object.entries({ "client.js": 500, "tag.js": 1500 }).map(([name, time]) =>
      browser.context.route(`http://tiers.localhost/${name}`, async (route) => {
        await new Promise((done) => setTimeout(done, time));
        await route.fallback();
      }),
    ),
  );

/** The server's markup, and the script that takes it over. */
async function reactPage(version, shape, when = "(start) => start()") {
  const alias = version === 18 ? kOlder : {};
  const inner = await renderHere(
    `import { createElement } from "react"; import { renderToString } from "react-dom/server";
    given.result = renderToString((${kReactPage})(createElement, ${JSON.stringify(shape)}));`,
    { alias },
  );
  const client = await bundle(
    `import { createElement } from "react"; import { hydrateRoot } from "react-dom/client";
    const page = ${kReactPage};
    window.recovered = []; window.mine = document.querySelector("main");
    (${when})(() => hydrateRoot(${shape.whole ? "document" : 'document.getElementById("root")'}, page(createElement, ${JSON.stringify(shape)}),
      { onRecoverableError: (error) => window.recovered.push(error.message) }));`,
    { alias },
  );
  // Last in the body, where React leaves alone what it did not render.
  const script = '<script src="http://tiers.localhost/client.js"></script>';
  const html = shape.whole
    ? "<!doctype html>" + inner.replace("</body>", script + "</body>")
    : `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title>${kSnippet}</head>
<body>${shape.host ? "<div data-temoin-host></div>" : ""}<div id="root">${inner}</div>
<button type="button" data-temoin="preferences">Cookies</button>${script}</body></html>`;
  return { html, client };
}

const shapes = [18, 19].flatMap((version) =>
  [true, false].flatMap((whole) => [true, false].map((host) => ({ version, whole, host }))),
);

for (const { version, ...shape } of shapes) {
  const what = `React ${version}, ${shape.whole ? "the whole document" : "a root"}, ${shape.host ? "with" : "without"} a host`;
  test(what + ": taken over as it was sent, on a first visit and when it is allowed", async () => {
    const { html, client } = await reactPage(version, shape);
    const browser = await arrive(service, "", { html, scripts: { "client.js": client } });
    const sound = async () => {
      await browser.page.waitForFunction(() => window.recovered);
      await quiet(browser.page);
      await browser.page.locator("#more").click();
      assert.deepEqual(
        await browser.value(() => [
          window.recovered,
          document.querySelector("main") === window.mine,
          window.clicks,
        ]),
        [[], true, 1],
      );
      assert.deepEqual(browser.errors, []);
    };
    await sound();
    await part(browser.page, "banner").waitFor();
    await browser.page.locator(".temoin-placeholder button").first().waitFor();
    assert.deepEqual(
      browser.asked.filter((name) => name !== "client.js"),
      [],
    );
    await browser.accept();
    await browser.until(() => window.runs, 1);
    await slowly(browser);
    await browser.load();
    await sound();
    await browser.until(() => [window.runs, window.ran], [1, ["tag.js"]]);
    await browser.close();
  });
}

const kNoMove = "<script>delete Element.prototype.moveBefore</script>";
const lateShapes = [...shapes, { version: 19, whole: true, host: false, older: true }];

for (const { version, older, ...shape } of lateShapes) {
  const what = `React ${version}, ${shape.whole ? "the whole document" : "a root"}, ${shape.host ? "with" : "without"} a host${older ? ", in an older browser" : ""}`;
  test(
    what + ": taken over long after the page has loaded, without an error, and all of ours stands",
    async () => {
      const { html, client } = await reactPage(version, shape, "(start) => (window.go = start)");
      const browser = await arrive(service, "", {
        html: older ? html.replace("</body>", kNoMove + "</body>") : html,
        scripts: { "client.js": client },
      });
      const takenOver = async (boxes) => {
        await browser.value(() => window.go());
        await browser.until(
          () => [
            window.recovered,
            document.querySelector("main") === window.mine,
            [...document.querySelectorAll(".temoin-placeholder")].map((each) => !!each.shadowRoot),
            Object.keys(document.querySelector("main")).length > 0,
          ],
          [[], true, Array(boxes).fill(true), true],
        );
      };
      const works = async () => {
        await quiet(browser.page);
        await browser.page.locator("#more").click();
        await browser.until(() => [window.recovered, window.clicks], [[], 1]);
        assert.deepEqual(browser.errors, []);
      };
      await part(browser.page, "accept").focus();
      await browser.page.locator(".temoin-placeholder button").first().waitFor();
      await takenOver(1);
      await part(browser.page, "banner").waitFor();
      assert.equal(await focused(browser.page), "Tout accepter");
      await works();
      await browser.page.locator(".temoin-placeholder button").first().click();
      await browser.settled();
      await browser.until(() => window.runs, 1);
      await browser.load();
      await browser.until(() => window.runs, 1);
      await takenOver(0);
      await works();
      assert.equal(await browser.value(() => window.runs), 1);
      await browser.close();
    },
  );
}

test("React: a piece that is taken over later than its page gets its stand-in then", async () => {
  const page = `(e, { Suspense, lazy, gate }) => {
    const film = () => e("section", null, e("iframe", { title: "Film", width: 300, height: 200, "data-service": "vimeo", "data-temoin-src": "http://tiers.localhost/frame" }));
    const Later = gate ? lazy(() => gate.then(() => ({ default: film }))) : film;
    return e("main", null, e("h1", null, "Essai"), e(Suspense, { fallback: "…" }, e(Later)));
  }`;
  const inner = await renderHere(
    `import * as react from "react"; import { renderToString } from "react-dom/server";
    given.result = renderToString((${page})(react.createElement, react));`,
  );
  const client = await bundle(
    `import * as react from "react"; import { hydrateRoot } from "react-dom/client";
    window.recovered = []; const gate = new Promise((done) => (window.go = done));
    hydrateRoot(document.getElementById("root"), (${page})(react.createElement, { ...react, gate }),
      { onRecoverableError: (error) => window.recovered.push(error.message) });`,
  );
  const browser = await arrive(
    service,
    `<div id="root">${inner}</div><script src="http://tiers.localhost/client.js"></script>`,
    { scripts: { "client.js": client } },
  );
  await part(browser.page, "banner").waitFor();
  await quiet(browser.page);
  assert.equal(await browser.page.locator(".temoin-placeholder").count(), 0);
  await browser.value(() => window.go());
  await browser.page.locator(".temoin-placeholder button").first().waitFor();
  await browser.until(() => window.recovered, []);
  assert.deepEqual(browser.errors, []);
  await browser.close();
});

for (const version of [18, 19]) {
  test(`React ${version}: addresses follow the state, lists and frames go, a withdrawal breaks nothing`, async () => {
    const client = await bundle(
      `import { createElement as e, StrictMode, useState } from "react"; import { createRoot } from "react-dom/client";
      function Page() {
        const [now, set] = useState({ show: true, film: 1, list: [1, 2, 3] });
        window.set = (more) => set({ ...now, ...more });
        const frame = (name) => e("iframe", { key: name, title: name, width: 300, height: 200, "data-service": "vimeo", "data-src": "http://tiers.localhost/" + name });
        return e("div", null, e("p", { id: "app" }, "page"), now.show && frame("film-" + now.film), e("section", null, now.list.map((each) => frame("l" + each))));
      }
      createRoot(document.getElementById("root")).render(e(StrictMode, null, e(Page)));`,
      { alias: version === 18 ? kOlder : {} },
    );
    await takesTurns(
      '<div id="root"></div><script src="http://tiers.localhost/client.js"></script>',
      client,
    );
  });
}

test("Vue: addresses follow the state, lists and frames go, a withdrawal breaks nothing", async () => {
  const client = await bundle(`import { createApp, h, reactive } from "vue";
    const now = reactive({ show: true, film: 1, list: [1, 2, 3] });
    window.set = (more) => Object.assign(now, more);
    const frame = (name, film) => h("iframe", { key: film ? "film" : name, title: name, width: 300, height: 200, "data-service": "vimeo", "data-src": "http://tiers.localhost/" + name });
    createApp({ render: () => h("div", [h("p", { id: "app" }, "page"), now.show ? frame("film-" + now.film, true) : null, h("section", now.list.map((each) => frame("l" + each)))]) }).mount("#root");`);
  await takesTurns(
    '<div id="root"></div><script src="http://tiers.localhost/client.js"></script>',
    client,
  );
});

/** What a page made in the browser goes through; `window.set` changes its state. */
async function takesTurns(body, client) {
  const browser = await arrive(service, body, { scripts: { "client.js": client } });
  const boxes = (count) =>
    browser.until(() => document.querySelectorAll(".temoin-placeholder").length, count);
  const asked = async (...names) => {
    await quiet(browser.page);
    assert.deepEqual([...browser.asked].sort(), names);
    browser.asked.length = 0;
  };
  await boxes(4);
  await browser.value(() => window.set({ film: 2 }));
  await browser.value(() => window.set({ list: [3, 2, 1] }));
  await boxes(4);
  await asked("client.js");
  await browser.accept();
  await boxes(0);
  await asked("film-2", "l1", "l2", "l3");
  await browser.value(() => window.set({ film: 3 }));
  await asked("film-3");
  await browser.value(() => window.temoin.withdraw());
  await boxes(4);
  await browser.value(() => window.set({ list: [1, 2] }));
  await boxes(3);
  await browser.value(() => window.set({ show: false }));
  await boxes(2);
  await browser.value(() => window.set({ show: true, list: [] }));
  await boxes(1);
  assert.equal(await browser.page.locator("#app").textContent(), "page");
  assert.deepEqual(browser.errors, []);
  await asked();
  await browser.close();
}

for (const late of [false, true])
  test(`Vue: the server's page is taken over as it was sent, on a first visit and when it is allowed${late ? ", in Nuxt's root long after it has loaded" : ""}`, async () => {
    const page = `({ h }) => ({ data: () => ({ n: 0 }), render() {
    return h("main", [h("h1", "Essai"), h("iframe", { title: "Film", width: 300, height: 200, "data-service": "vimeo", "data-temoin-src": "http://tiers.localhost/frame" }),
      h("script", { type: "text/plain", "data-service": "vimeo", innerHTML: "window.runs = (window.runs || 0) + 1" }),
      h("script", { type: "text/plain", "data-service": "vimeo", "data-temoin-src": "http://tiers.localhost/tag.js" }),
      h("button", { id: "more", onClick: () => this.n++ }, this.n)]); } })`;
    const vue = need("vue");
    const { renderToString } = need("vue/server-renderer");
    const inner = await renderToString(vue.createSSRApp(new Function("return " + page)()(vue)));
    const client = await bundle(`import * as vue from "vue";
    window.told = []; for (const name of ["error", "warn"]) { const own = console[name]; console[name] = (...given) => (window.told.push(String(given[0])), own(...given)); }
    window.mine = document.querySelector("main main");
    window.go = () => { vue.createSSRApp((${page})(vue)).mount("main > div"); window.done = 1; };
    ${late ? "" : "window.go();"}`);
    const browser = await arrive(
      service,
      `<div id="${late ? "__nuxt" : "root"}">${inner}</div><script src="http://tiers.localhost/client.js"></script>`,
      { scripts: { "client.js": client } },
    );
    const sound = async () => {
      if (late) {
        await part(browser.page, "banner")
          .or(browser.page.locator("[data-temoin-in]").first())
          .first()
          .waitFor({ state: "attached" });
        await quiet(browser.page);
        await browser.value(() => window.go());
      }
      await browser.page.waitForFunction(() => window.done);
      await quiet(browser.page);
      await browser.page.locator("#more").click();
      await browser.until(
        () => [
          window.told,
          document.querySelector("main main") === window.mine,
          document.getElementById("more").textContent,
        ],
        [[], true, "1"],
      );
      assert.deepEqual(browser.errors, []);
    };
    await sound();
    await browser.page.locator(".temoin-placeholder button").first().waitFor();
    await browser.accept();
    await browser.until(() => window.runs, 1);
    await slowly(browser);
    await browser.load();
    await sound();
    await browser.until(() => window.ran, ["tag.js"]);
    await eventually(async () => assert.ok(browser.asked.includes("frame")));
    await browser.close();
  });
