// How a site has the banner, and what stands beside it, in WebKit (scripts/test-webkit): the npm
// package, a service that hangs, measurement of the site's own, partitioned cookies, the guide's
// lines, pages that stop clicks or keep copies.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { eventually } from "../lib/demo.mjs";
import { kSnippet, pageOf } from "../lib/page.mjs";
import { arrive, asked, flow, hang, hosts, pages, posts, scripts, tiers } from "../lib/webkit.mjs";

const frame = () =>
  `<iframe title="Film" width="300" height="200" data-service="vimeo" data-temoin-src="${tiers("frame")}"></iframe>`;
const kHeld =
  '<script type="text/plain" data-service="vimeo">window.runs = (window.runs || 0) + 1</script>';
const kAsks = () =>
  !!document
    .querySelector("#temoin, [data-temoin-host]")
    ?.shadowRoot?.querySelector("[part=banner]");
const pause = () => new Promise((done) => setTimeout(done, 700));

flow("the package of npm: asks, finds its parts by itself, guards, lets in", async () => {
  const kDist = new URL("../../../banner-js/dist/", import.meta.url);
  scripts["temoin.mjs"] = readFileSync(new URL("temoin.mjs", kDist), "utf8");
  const load = `<script type="module">import { start } from "${tiers("temoin.mjs")}";
    fetch("/v1/sites/ameli.fr/config.json").then((answer) => answer.json()).then((config) => start({ config, base: "/" })).catch((error) => (window.failed = error.message));</script>`;
  const page = await arrive("", { html: pageOf(frame() + kHeld).replace(kSnippet, load) });
  await page.until(kAsks, true);
  assert.equal(await page.evaluate(() => window.failed), undefined);
  assert.deepEqual(await page.evaluate(() => [...window.dataLayer[0]].slice(0, 2)), [
    "consent",
    "default",
  ]);
  await page.part("accept");
  await page.settled();
  await page.until(() => window.runs, 1);
  await eventually(async () => assert.ok(asked.includes("frame"), String(asked)));
  await page.click(() => document.querySelector("[data-temoin=preferences]"));
  await page.until(
    () =>
      !!document
        .querySelector("#temoin, [data-temoin-host]")
        .shadowRoot.querySelector("dialog[open]"),
    true,
  );
});

flow("a service that hangs: a refusal holds at once, and is sent in the end", async () => {
  posts().length = 0;
  const page = await arrive(frame() + kHeld);
  await page.until(
    () => !!document.querySelector("#temoin").shadowRoot?.querySelector("[part=status]"),
    true,
  );
  hang(true);
  try {
    await page.part("refuse");
    await page.until(kAsks, false);
    const seen = () => {
      const { status, services } = window.temoin.state();
      return [status, services.vimeo, window.runs ?? 0];
    };
    assert.deepEqual(await page.evaluate(seen), ["pending", false, 0]);
    hang(false);
    await page.settled();
    await page.evaluate(pause);
    assert.deepEqual([asked, await page.evaluate(seen)], [[], ["valid", false, 0]]);
    assert.deepEqual(
      posts().map(({ action }) => action),
      ["refuse_all"],
    );
  } finally {
    hang(false);
  }
});

flow(
  "measurement on a host of the site's own: a refusal blocks that host and no other",
  async () => {
    const names = ["stats", "media"];
    const kPasted = `<script>window._paq = window._paq || [];
    for (const at of ${JSON.stringify(names.map((name) => tiers(name + "/matomo.js", name + ".ameli")))}) {
      const s = document.createElement("script"); s.src = at; document.body.append(s); new Image().src = at.replace("js", "php"); }</script>`;
    const page = await arrive(kPasted);
    await page.until(kAsks, true);
    await page.evaluate(pause);
    assert.deepEqual([...hosts], ["media.ameli.localhost"]);
    assert.deepEqual(await page.evaluate(() => window._paq.map(([command]) => command)), [
      "requireConsent",
      "forgetConsentGiven",
    ]);
    await page.evaluate(() => window.temoin.accept("matomo"));
    await page.settled();
    await page.load();
    await eventually(async () =>
      assert.deepEqual([...hosts].sort(), ["media.ameli.localhost", "stats.ameli.localhost"]),
    );
    await page.until(() => window._paq.some(([command]) => command === "setConsentGiven"), true);
    await page.refuse();
    await page.evaluate(pause);
    hosts.clear();
    await page.load();
    await page.evaluate(pause);
    assert.deepEqual([...hosts], ["media.ameli.localhost"]);
  },
);

flow("partitioned cookies of a service are deleted with the others", async () => {
  const page = await arrive("");
  await page.evaluate(() => window.temoin.accept("campaign-manager"));
  await page.settled();
  const set = () => {
    for (const part of ["", ";Partitioned"])
      document.cookie = "_gcl_au=1;Secure;SameSite=None;path=/" + part;
    document.cookie = "mine=1;Secure;SameSite=None;Partitioned;path=/";
    return document.cookie.split("; ").filter((each) => /^(_gcl_au|mine)=/.test(each)).length;
  };
  assert.ok((await page.evaluate(set)) >= 2, "they are there first");
  await page.evaluate(() => window.temoin.withdraw());
  await page.until(
    () => document.cookie.split("; ").filter((each) => /^(_gcl_au|mine)=/.test(each)),
    ["mine=1"],
  );
});

flow(
  "the guide's lines: calls wait for a script that is blocked; no word of ours in a search",
  async () => {
    const line = `<script>window.seen = []; (window.temoin = window.temoin?.push ? window.temoin : []).push(["onChange", (state) => window.seen.push(state.services.vimeo)]);</script>`;
    const page = await arrive(line + frame());
    await page.until(() => window.seen, [false]);
    await page.until(() => document.querySelectorAll(".temoin-placeholder").length, 1);
    assert.deepEqual(
      await page.evaluate(() =>
        [document.querySelector("#temoin"), document.querySelector(".temoin-placeholder")].map(
          (each) => each.hasAttribute("data-nosnippet"),
        ),
      ),
      [true, true],
    );
    await page.accept();
    await page.until(() => window.seen.at(-1), true);
    pages["/blocked"] = pageOf(line).replace(kSnippet, "");
    await page.go(page.at("/blocked"));
    assert.deepEqual(await page.evaluate(() => [window.seen, window.temoin.length]), [[], 1]);
  },
);

flow("a page that stops and prevents every click: our buttons do what they say, once", async () => {
  const head = `<script>addEventListener("click", (event) => { event.stopImmediatePropagation(); event.preventDefault(); }, true);</script>`;
  for (const late of [false, true]) {
    posts().length = 0;
    const html = pageOf("<p>x</p>");
    const page = await arrive("", {
      html: late
        ? html.replace(kSnippet, head + kSnippet.replace("<script", "<script defer"))
        : html.replace(kSnippet, kSnippet + head),
    });
    await page.until(
      () => !!document.querySelector("#temoin").shadowRoot?.querySelector("[part=status]"),
      true,
    );
    await page.part("refuse");
    await page.settled();
    await page.evaluate(pause);
    assert.deepEqual(
      posts().map(({ action }) => action),
      ["refuse_all"],
    );
  }
});

flow("copies of what was let in load nothing after a refusal where they are made", async () => {
  const page = await arrive(
    `${frame()}<img alt="" data-service="vimeo" data-temoin-src="${tiers("img")}">`,
  );
  await page.accept();
  await eventually(async () => assert.deepEqual([...asked].sort(), ["frame", "img"]));
  await page.evaluate(() => void (window.kept = document.body.cloneNode(true)));
  await page.refuse();
  await page.evaluate(pause);
  asked.length = 0;
  await page.evaluate(() => void (document.body = window.kept.cloneNode(true)));
  await page.evaluate(pause);
  assert.deepEqual(asked, []);
});

flow("preferences that are open stay when a page hides what is around them", async () => {
  const html = pageOf("<p>x</p>", { host: false }).replace(
    "<body>",
    "<body><div id='w'><div data-temoin-host></div></div>",
  );
  const page = await arrive("", { html });
  await page.part("choose");
  const open = () => {
    const dialog = document
      .querySelector("[data-temoin-host]")
      ?.shadowRoot?.querySelector("dialog[open]");
    return !!dialog?.offsetHeight && dialog.matches(":modal");
  };
  await page.until(open, true);
  for (const act of [(w) => (w.style.display = "none"), (w) => w.remove()]) {
    await page.evaluate(`() => void (${act})(document.getElementById("w"))`);
    await page.until(open, true);
  }
  await page.part("save");
  await page.settled();
});
