// One page of each further kind that once failed, in WebKit (scripts/test-webkit).
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { bundle } from "../lib/bundle.mjs";
import { eventually } from "../lib/demo.mjs";
import { pageOf } from "../lib/page.mjs";
import { arrive, asked, flow, lost, plainDemo, posts, scripts, tiers } from "../lib/webkit.mjs";

const need = createRequire(import.meta.url);
const inline = (text, more = "") =>
  `<script type="text/plain" data-service="vimeo" ${more}>${text}</script>`;
const kRan = inline("window.runs = (window.runs || 0) + 1");
const bare = (body, options) => pageOf(body, options).replace(/<footer>[^]*<\/footer>/, "");
const kAsks = () =>
  !!document
    .querySelector("#temoin, [data-temoin-host]")
    ?.shadowRoot?.querySelector("[part=banner]");
const pause = () => new Promise((done) => setTimeout(done, 700));

/** Parts that a press in their middle does not meet, or that are not there. */
const unreachable = (...names) =>
  names.filter((name) => {
    const { shadowRoot } = document.querySelector("#temoin, [data-temoin-host]");
    const each = shadowRoot.querySelector(`[part~=${name}]`);
    if (!each) return true;
    const { x, y, width, height } = each.getBoundingClientRect();
    return !each.contains(shadowRoot.elementFromPoint(x + width / 2, y + height / 2));
  });

for (const numbers of [[1], [1, 3]])
  flow(
    `answers ${numbers} to a choice are lost: it holds in the end, under another key`,
    async () => {
      posts().length = 0;
      lost.push(...numbers);
      try {
        const page = await arrive(kRan);
        await page.part("accept");
        await page.settled();
        await page.until(() => window.runs, 1);
        const keys = posts().map(({ key }) => key);
        assert.ok(new Set(keys).size > 1, String(keys));
        assert.ok(keys.includes(posts().at(-1).repeats));
        await page.load();
        await page.settled();
        await page.evaluate(pause);
        assert.deepEqual(
          [await page.evaluate(kAsks), await page.evaluate(() => window.runs), posts().length],
          [false, 1, keys.length],
        );
      } finally {
        lost.length = 0;
      }
    },
  );

for (const years of [5, -5])
  flow(`a clock ${years} years off neither loops nor loses the answer`, async () => {
    posts().length = 0;
    const head = `<script>{ const Own = Date, by = ${years} * 31557600000; window.Date = class extends Own {
      constructor(...given) { super(...(given.length ? given : [Own.now() + by])); } static now() { return Own.now() + by; } }; }</script>`;
    const page = await arrive("", { html: pageOf(kRan).replace("<head>", "<head>" + head) });
    await page.part("accept");
    await page.settled();
    for (let turn = 0; turn < 2; ++turn) {
      await page.load();
      await page.until(() => window.runs, 1);
      await page.evaluate(pause);
      assert.equal(await page.evaluate(kAsks), false);
    }
    assert.equal(posts().length, 1);
  });

flow(
  "markup that an earlier page kept, put in while the page is parsed: nothing after a refusal",
  async () => {
    const page = await arrive(
      `<div id="zone"><iframe title="Film" data-service="vimeo" data-temoin-src="${tiers("frame")}"></iframe></div>
    <script>{ const kept = localStorage.getItem("kept"); if (kept) document.getElementById("zone").innerHTML = kept; }</script><p>fin</p>`,
    );
    await page.accept();
    await eventually(async () => assert.deepEqual(asked, ["frame"]));
    await page.evaluate(() =>
      localStorage.setItem("kept", document.getElementById("zone").innerHTML),
    );
    await page.refuse();
    asked.length = 0;
    await page.load();
    await page.evaluate(pause);
    assert.deepEqual(asked, []);
    await page.evaluate(() => localStorage.removeItem("kept"));
  },
);

flow("modules that are let in late hear of the page's loading", async () => {
  scripts["late.js"] =
    'document.addEventListener("DOMContentLoaded", () => (window.outer = 1)); addEventListener("load", () => (window.loaded = 1));';
  const page = await arrive(
    inline(
      'document.addEventListener("DOMContentLoaded", () => (window.inner = 1));',
      'data-type="module"',
    ) + inline("", `data-type="module" data-temoin-src="${tiers("late.js")}"`),
  );
  await page.until(() => document.readyState, "complete");
  await page.accept();
  await page.until(() => [window.inner, window.outer, window.loaded], [1, 1, 1]);
});

flow(
  "a body with a filter: words and control are in the window; a footer does not move",
  async () => {
    const page = await arrive("", {
      html: bare("<p>x</p>".repeat(120), { head: "<style>body{filter:grayscale(1)}</style>" }),
    });
    await page.part("refuse");
    await page.settled();
    await eventually(async () =>
      assert.deepEqual(await page.evaluate(unreachable, "message", "reopen"), []),
    );
    const full = await arrive("", {
      html: pageOf("<p>x</p>", {
        head: "<style>*{box-sizing:border-box}html,body{height:100%;margin:0}body{display:flex;flex-direction:column}main{flex:1}</style>",
      }),
    });
    await full.until(kAsks, true);
    await full.evaluate(pause);
    await full.until(
      () =>
        Math.round(document.querySelector("footer").getBoundingClientRect().bottom) - innerHeight,
      0,
    );
  },
);

flow(
  "a way back in a shadow root; a router that leaves the preferences; a stopped click",
  async () => {
    const page = await arrive("", {
      html: bare(
        `<div id="route">accueil</div><div onclick="event.stopPropagation()"><site-footer></site-footer></div>
      <script>customElements.define("site-footer", class extends HTMLElement { connectedCallback() {
        this.attachShadow({ mode: "open" }).innerHTML = '<button type="button" data-temoin="preferences">Cookies</button>'; } });</script>`,
      ),
    });
    await page.until(kAsks, true);
    await page.evaluate(
      () => (document.getElementById("route").innerHTML = "<div data-temoin-preferences></div>"),
    );
    await page.until(kAsks, false);
    await page.until(() => !!document.querySelector("#route > div").shadowRoot, true);
    await page.evaluate(pause);
    await page.evaluate(() => (document.getElementById("route").innerHTML = "accueil"));
    await page.until(kAsks, true);
    await page.part("refuse");
    await page.settled();
    await page.evaluate(pause);
    assert.deepEqual(await page.evaluate(unreachable, "reopen"), ["reopen"], "ours is not needed");
    await page.evaluate(() =>
      document.querySelector("site-footer").shadowRoot.querySelector("button").click(),
    );
    await page.until(
      () =>
        !!document
          .querySelector("#temoin, [data-temoin-host]")
          .shadowRoot.querySelector("dialog[open]"),
      true,
    );
  },
);

flow("an element of the banner's name is left alone; several names on a tag mean all", async () => {
  const html = pageOf(
    `<form id="temoin"><input name="version"></form><script type="text/plain" data-service="vimeo, adform">window.both = 1</script>`,
    { host: false },
  );
  const page = await arrive("", { html });
  await page.until(
    () =>
      !!document.querySelector("[data-temoin-host]")?.shadowRoot?.querySelector("[part=banner]"),
    true,
  );
  assert.equal(await page.evaluate(() => document.querySelector("form input").name), "version");
  await page.accept();
  await page.evaluate(pause);
  assert.equal(await page.evaluate(() => window.both), undefined);
  await page.evaluate(() => window.temoin.accept("adform"));
  await page.until(() => window.both, 1);
});

flow(
  "a cookie that does not stay is said not to; a policy that waits for the next page, too",
  async () => {
    const message = () =>
      document
        .querySelector("#temoin, [data-temoin-host]")
        .shadowRoot.querySelector("[part=message] p")?.textContent;
    const blocked =
      '<script>Object.defineProperty(Document.prototype, "cookie", { get: () => "", set() {} });</script>';
    const page = await arrive("", { html: pageOf("").replace("<head>", "<head>" + blocked) });
    await page.evaluate(() => window.temoin.accept());
    await eventually(async () =>
      assert.match(String(await page.evaluate(message)), /pour cette page, pas au-delà/),
    );
    const policy = `<meta http-equiv="content-security-policy" content="frame-src 'none'">`;
    const body =
      '<iframe title="Film" data-service="vimeo" data-temoin-src="https://player.vimeo.com/video/1"></iframe>';
    const next = await arrive("", { html: pageOf(body).replace("<head>", "<head>" + policy) });
    await next.evaluate(() => window.temoin.accept("vimeo"));
    await eventually(async () =>
      assert.match(String(await next.evaluate(message)), /page suivante.*Vimeo/),
    );
  },
);

flow(
  "over http, where this engine keeps no `Secure` cookie, a choice is said to hold for the page",
  async () => {
    const page = await arrive("");
    await page.go(plainDemo());
    await page.until(kAsks, true);
    await page.part("accept");
    await page.until(
      () =>
        /pour cette page, pas au-delà/.test(
          document
            .querySelector("#temoin, [data-temoin-host]")
            .shadowRoot.querySelector("[part=message] p")?.textContent,
        ),
      true,
    );
    assert.equal(await page.evaluate(() => window.temoin.allowed("vimeo")), true);
  },
);

flow("Vue takes its page over as it was sent", async () => {
  const code = `({ h }) => ({ render: () => h("p", ["x", h("iframe", { title: "Film", width: 300, height: 200, "data-service": "vimeo", "data-temoin-src": "${tiers("frame")}" })]) })`;
  const vue = need("vue");
  const inner = await need("vue/server-renderer").renderToString(
    vue.createSSRApp(new Function("return " + code)()(vue)),
  );
  scripts["vue.js"] =
    await bundle(`import * as vue from "vue"; window.told = []; console.warn = console.error = (text) => window.told.push(String(text));
    const root = document.getElementById("root"), mine = root.firstChild;
    vue.createSSRApp((${code})(vue)).mount(root); window.same = root.firstChild === mine;`);
  const page = await arrive(
    `<div id="root">${inner}</div><script src="${tiers("vue.js")}"></script>`,
  );
  await page.until(() => document.querySelectorAll(".temoin-placeholder").length, 1);
  await page.until(() => [window.told, window.same], [[], true]);
});
