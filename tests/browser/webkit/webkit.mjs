// The main flows in WebKit, Safari's engine, and one page of each kind that once failed. A campaign
// of its own (scripts/test-webkit): too slow for every change.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { bundle, renderHere } from "../lib/bundle.mjs";
import { eventually } from "../lib/demo.mjs";
import { kSnippet, pageOf } from "../lib/page.mjs";
import { arrive, asked, flow, pages, scripts, tiers } from "../lib/webkit.mjs";

const turbo = () =>
  readFileSync(
    createRequire(import.meta.url).resolve("@hotwired/turbo/dist/turbo.es2017-umd.js"),
    "utf8",
  );

const kBanner = () =>
  !!document
    .querySelector("#temoin, [data-temoin-host]")
    ?.shadowRoot?.querySelector("[part=banner]");
const held =
  () => `<iframe title="Film" width="300" height="200" data-service="vimeo" data-temoin-src="${tiers("frame")}"></iframe>
<script type="text/plain" data-service="vimeo" data-temoin-src="${tiers("tag.js")}"></script>
<script type="text/plain" data-service="vimeo">window.runs = (window.runs || 0) + 1</script>`;

flow("nothing before a choice; a refusal stands, is kept, and is not asked for again", async () => {
  const page = await arrive(held());
  await page.until(kBanner, true);
  await page.part("refuse");
  await page.settled();
  await page.until(
    () =>
      /enregistré jusqu’au/.test(
        document
          .querySelector("#temoin, [data-temoin-host]")
          .shadowRoot.querySelector("[part=message]")?.textContent,
      ),
    true,
  );
  await page.load();
  await page.settled();
  assert.equal(await page.evaluate(kBanner), false);
  assert.deepEqual(asked, []);
});

flow("accepting lets everything in, a reload too; a withdrawal takes it back", async () => {
  const page = await arrive(held());
  await page.part("accept");
  await page.settled();
  await page.until(() => [window.runs, window.ran], [1, ["tag.js"]]);
  await page.load();
  await page.until(() => [window.runs, window.ran], [1, ["tag.js"]]);
  await page.evaluate(() => window.temoin.withdraw());
  await page.until(() => document.querySelectorAll("main iframe[src*=tiers]").length, 0);
  asked.length = 0;
  await page.load();
  await page.settled();
  await page.until(() => document.querySelectorAll(".temoin-placeholder").length, 1);
  assert.deepEqual(asked, []);
});

flow("the preferences: opened by a button, one service saved, closed by Escape", async () => {
  const page = await arrive(held());
  const dialog = () =>
    !!document
      .querySelector("#temoin, [data-temoin-host]")
      .shadowRoot.querySelector("dialog[open]");
  await page.click(() => document.querySelector("[data-temoin=preferences]"));
  await page.until(dialog, true);
  await page.press("\uE00C");
  await page.until(dialog, false);
  await page.part("choose");
  await page.until(dialog, true);
  await page.evaluate(() =>
    document
      .querySelector("#temoin, [data-temoin-host]")
      .shadowRoot.querySelector("input[name=s-vimeo]")
      .click(),
  );
  await page.part("save");
  await page.settled();
  await page.until(() => window.temoin.allowed("vimeo") && !window.temoin.allowed("adform"), true);
  await page.until(() => window.runs, 1);
});

flow("a stand-in in each wrapper: the frame's box, and a button that lets it in", async () => {
  const frame = `<iframe title="Film" data-service="vimeo" data-temoin-src="${tiers("frame")}"></iframe>`;
  for (const [name, style] of [
    [
      "padding",
      ".w{position:relative;height:0;padding-bottom:56.25%;overflow:hidden}.w iframe{position:absolute;inset:0;width:100%;height:100%;border:0}",
    ],
    [
      "ratio",
      ".w{position:relative}.w::before{display:block;padding-top:56.25%;content:''}.w>*{position:absolute;top:0;left:0;width:100%;height:100%;border:0}",
    ],
    [
      "aspect-ratio",
      ".w{aspect-ratio:16/9}.w iframe{width:100%;height:100%;border:0;display:block}",
    ],
  ]) {
    const page = await arrive(`<div style="max-width:640px"><div class="w">${frame}</div></div>`, {
      head: `<style>${style}</style>`,
    });
    await page.until(() => {
      const [box, wrapper] = [".temoin-placeholder", ".w"].map((each) =>
        document.querySelector(each)?.getBoundingClientRect(),
      );
      return (
        !!box &&
        ["x", "y", "width", "height"].every((side) => Math.abs(box[side] - wrapper[side]) < 2)
      );
    }, true);
    await page.evaluate(() => window.temoin.refuse());
    await page.settled();
    await page.click(() =>
      document.querySelector(".temoin-placeholder")?.shadowRoot.querySelector("[part~=allow]"),
    );
    await eventually(async () => assert.deepEqual(asked, ["frame"], name));
  }
});

flow("held scripts: events, document.write, defer and modules, ids", async () => {
  scripts["mod.js"] = "window.module = document.readyState;";
  const page =
    await arrive(`<script type="text/plain" data-service="vimeo" data-temoin-src="${tiers("a.js")}" onload="window.loaded = 1"></script>
    <script type="text/plain" data-service="vimeo">document.write('<b id="written">x</b>'); addEventListener("load", () => (window.late = 1));</script><p id="after">x</p>
    <script type="text/plain" data-service="vimeo" data-type="module" data-temoin-src="${tiers("mod.js")}"></script>`);
  await page.accept();
  await page.until(
    () => [
      window.loaded,
      window.late,
      !!window.module,
      document.getElementById("written")?.nextElementSibling?.id,
    ],
    [1, 1, true, "after"],
  );
});

flow(
  "copies of the page's markup run nothing twice, and load nothing after a refusal",
  async () => {
    const page = await arrive(`<div id="zone">${held()}</div>`);
    await page.accept();
    await page.until(() => window.runs, 1);
    await page.evaluate(() => {
      window.kept = document.getElementById("zone").outerHTML;
      document.getElementById("zone").innerHTML += "<p>autre</p>";
    });
    await page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
    await page.until(() => [window.runs, window.ran], [1, ["tag.js"]]);
    await page.refuse();
    asked.length = 0;
    await page.evaluate(() => (document.querySelector("main").innerHTML = window.kept));
    await page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
    assert.deepEqual(asked, []);
  },
);

flow("Turbo: a snapshot runs nothing after a refusal", async () => {
  scripts["turbo.js"] = turbo();
  const head = `<script src="${tiers("turbo.js")}" defer></script>`;
  pages["/next"] = pageOf("<p>rien</p>", { head }).replace("<h1>Essai</h1>", "<h1>Suite</h1>");
  const page = await arrive('<a id="go" href="/next">suite</a>' + held(), { head });
  const title = (text) => page.until(() => document.querySelector("h1").textContent, text);
  await page.accept();
  await page.until(() => window.runs, 1);
  await page.click(() => document.getElementById("go"));
  await title("Suite");
  await page.refuse();
  asked.length = 0;
  await page.back();
  await title("Essai");
  await page.until(() => document.querySelectorAll(".temoin-placeholder").length, 1);
  assert.deepEqual(asked, []);
  await page.until(() => window.runs, 1);
});

flow("back in a page whose frame was let in, refused elsewhere: it does not load", async () => {
  const page = await arrive(
    `<iframe title="Film" data-service="vimeo" data-temoin-src="${tiers("frame")}"></iframe>`,
  );
  await page.accept();
  await eventually(() => assert.deepEqual(asked, ["frame"]));
  pages["/elsewhere"] = pageOf("<p>suite</p>");
  await page.load("/elsewhere");
  await page.refuse();
  asked.length = 0;
  await page.back();
  await page.settled();
  await eventually(async () =>
    assert.ok(
      await page.evaluate(() => !!document.querySelector(".temoin-placeholder")?.shadowRoot),
    ),
  );
  assert.deepEqual(asked, []);
});

flow("the API before the script, which is deferred or at the end", async () => {
  const queue =
    '<script>(window.temoin = window.temoin?.push ? window.temoin : []).push(["onChange", () => (window.told = 1)]);</script>';
  for (const html of [
    pageOf("").replace(kSnippet, queue + kSnippet.replace("<script ", "<script defer ")),
    pageOf("")
      .replace(kSnippet, queue)
      .replace("</body>", kSnippet + "</body>"),
  ]) {
    const page = await arrive("", { html });
    await page.until(kBanner, true);
    await page.until(() => window.told, 1);
  }
});

flow("shadow roots, late languages, and a body that is no viewport", async () => {
  const page = await arrive(
    `<site-video></site-video><script>customElements.define("site-video", class extends HTMLElement { connectedCallback() { this.attachShadow({ mode: "open" }).innerHTML = '<iframe title="Film" data-service="vimeo" data-temoin-src="${tiers("frame")}"></iframe>'; } });</script><div style="height:300vh"></div>`,
    { head: "<style>body{filter:grayscale(1)}</style>" },
  );
  await page.until(
    () => !!document.querySelector("site-video").shadowRoot.querySelector(".temoin-placeholder"),
    true,
  );
  const reachable = () => {
    const root = document.querySelector("#temoin, [data-temoin-host]").shadowRoot;
    return [...root.querySelectorAll("[part~=buttons] button")].map((each) => {
      const box = each.getBoundingClientRect();
      const at = [box.x + box.width / 2, box.y + box.height / 2];
      return root.elementFromPoint(...at) === each;
    });
  };
  await page.until(reachable, [true, true, true]);
  await page.evaluate(() => scrollTo(0, 500));
  await page.until(reachable, [true, true, true]);
  await page.evaluate(() => (document.documentElement.lang = "en"));
  await page.until(
    () =>
      document
        .querySelector("#temoin, [data-temoin-host]")
        .shadowRoot.querySelector("[part~=accept]").textContent,
    "Accept all",
  );
});

flow("guard and Consent Mode: untagged players wait; signals are denied first", async () => {
  const page = await arrive(
    "<script>window.dataLayer = window.dataLayer || []; const one = new Image(); one.src = 'https://player.vimeo.com/x.png'; document.body.insertAdjacentHTML('beforeend', '<iframe title=\"x\" src=\"https://player.vimeo.com/video/1\"></iframe>'); window.one = one;</script>",
  );
  await page.until(
    () => [
      window.one.getAttribute("src"),
      document.querySelectorAll("iframe[src*=vimeo]").length,
      [...window.dataLayer[0]].slice(0, 2),
    ],
    [null, 0, ["consent", "default"]],
  );
});

flow(
  "an address beside a harmless one, and one that changes, wait; a frame comes back empty",
  async () => {
    const page = await arrive(
      `<iframe id="a" title="A" src="about:blank" data-service="vimeo" data-src="${tiers("a")}"></iframe><img id="b" alt="" src="data:," data-service="vimeo" data-src="${tiers("b")}">`,
    );
    await page.until(() => document.querySelectorAll("main [data-src]").length, 0);
    await page.evaluate(
      (address) => document.getElementById("a").setAttribute("data-src", address),
      tiers("a2"),
    );
    assert.deepEqual(asked, []);
    await page.accept();
    await eventually(async () => assert.deepEqual([...new Set(asked)].sort(), ["a2", "b"]));
    await page.refuse();
    await page.until(() => document.querySelectorAll("main [src*=tiers]").length, 0);
  },
);

flow("React takes its page over as it was sent, and may take a held frame away", async () => {
  const markup = `(e, show) => e("main", null, e("h1", null, "Essai"), show && e("iframe", { title: "Film", width: 300, height: 200, "data-service": "vimeo", "data-temoin-src": "${tiers("frame")}" }))`;
  const inner = await renderHere(
    `import { createElement } from "react"; import { renderToString } from "react-dom/server"; given.result = renderToString((${markup})(createElement, true));`,
  );
  scripts["client.js"] =
    await bundle(`import { createElement } from "react"; import { hydrateRoot } from "react-dom/client";
    window.recovered = []; const root = hydrateRoot(document.getElementById("root"), (${markup})(createElement, true), { onRecoverableError: (error) => window.recovered.push(error.message) });
    window.leave = () => root.render((${markup})(createElement, false));`);
  const page = await arrive(
    `<div id="root">${inner}</div><script src="${tiers("client.js")}"></script>`,
  );
  await page.until(() => document.querySelectorAll(".temoin-placeholder").length, 1);
  await page.evaluate(() => window.leave());
  await page.until(
    () => [
      document.querySelectorAll(".temoin-placeholder").length,
      window.recovered,
      document.querySelector("#root h1").textContent,
    ],
    [0, [], "Essai"],
  );
});

flow("a name that the catalogue does not have is told to the developer, once", async () => {
  const tag = '<script type="text/plain" data-service="you-tube">window.never = 1</script>';
  const listen =
    "<script>window.told = []; console.warn = (text) => window.told.push(text);</script>";
  const page = await arrive("", { html: pageOf(tag + tag).replace("<head>", "<head>" + listen) });
  await page.until(() => window.told.map((each) => /you-tube/.test(each)), [true]);
});

flow("a frame of the same site asks nothing", async () => {
  pages["/inner"] = pageOf("");
  const page = await arrive('<iframe id="inner" title="Widget" src="/inner"></iframe>');
  await page.until(kBanner, true);
  await page.until(() => {
    const inner = document.getElementById("inner").contentWindow;
    return [
      typeof inner.temoin?.version,
      !!inner.document.getElementById("temoin")?.shadowRoot?.querySelector("[part=banner]"),
    ];
  }, ["string", false]);
});
