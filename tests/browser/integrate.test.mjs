// docs/integrate.md, followed to the letter: the pages below are made of the guide's own code
// blocks and tables, behind the path the guide uses. A guide that stops being true fails here.
import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { closeAll, open } from "./lib/browser.mjs";
import { eventually, part, quiet, settle, visit } from "./lib/demo.mjs";
import { place, standIn } from "./lib/page.mjs";
import { Service, catalogWith, kRepository } from "./lib/service.mjs";

const guide = readFileSync(join(kRepository, "docs/integrate.md"), "utf8");

/** The part of the guide under the heading that begins so. */
function section(title) {
  const from = guide.indexOf("\n## " + title);
  assert.ok(from >= 0, `the guide has no section "${title}"`);
  const to = guide.indexOf("\n## ", from + 1);
  return guide.slice(from, to < 0 ? undefined : to);
}

const blocks = (text, language) =>
  [...text.matchAll(new RegExp("```" + language + "\\n([^]*?)```", "g"))].map((found) => found[1]);

/** The rows of a table, cell by cell, the code in each cell alone. */
const rows = (text) =>
  text
    .split("\n")
    .filter((line) => /^\|(?!-)/.test(line))
    .slice(1)
    .map((line) => line.replace(/\\\|/g, "\u0001").split("|").slice(1, -1))
    .map((cells) =>
      cells.map((cell) =>
        [...cell.matchAll(/`([^`]+)`/g)].map((found) => found[1].replace(/\u0001/g, "|")),
      ),
    );

/** What the guide leaves open, filled in. */
const complete = (code) =>
  code
    .replace(/data-(temoin-)?(src|href)( |>|$)/, 'data-$1$2="…"$3')
    .replace(/data-service="…"/g, 'data-service="adform"')
    .replace(/data-category( |>|$)/, 'data-category="campaigns"$1')
    .replace(
      /(data-(?:temoin-)?(?:src|href))="(?:https:\/\/)?…"/g,
      '$1="http://tiers.localhost/tag"',
    )
    .replace(/title="…"/g, 'title="Film"')
    .replace(/https:\/\/player\.vimeo\.com\//g, "http://tiers.localhost/");

const [script, host] = blocks(section("1."), "html");
const back = blocks(section("3."), "html")[0];

const pageWith = (
  body,
  { head = "", before = "" } = {},
) => `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Guide</title>${before}${script}${head}</head>
<body>${host}<main><h1>Guide</h1>${body}</main><footer>${back}</footer></body></html>`;

let service;
before(async () => (service = await Service.start({ base: "/consentement" })));
after(() => closeAll());
after(() => service.stop());

async function arrive(html, headers) {
  const browser = await open();
  browser.asked = await standIn(
    browser.context,
    "http://tiers.localhost/**",
    "window.ran = (window.ran || 0) + 1;",
  );
  await place(browser.context, "guide", html, headers);
  await visit(browser.page, service.address("/essai/guide"));
  await part(browser.page, "banner").waitFor();
  return browser;
}

test("steps 1 to 4: loaded, held back, a way back, and what one is told to look at", async () => {
  const tags = rows(section("2.")).map(([, written]) => complete(written[0]));
  assert.equal(tags.length, 8);
  const body = tags
    .map((tag) =>
      /^<script[^>]*data-temoin-src/.test(tag)
        ? tag + "</script>"
        : /^<iframe/.test(tag)
          ? tag + "</iframe>"
          : /^<video/.test(tag)
            ? tag + "</video>"
            : tag,
    )
    .join("\n");
  assert.match(body, /inline\(\)/);
  const { page, asked, close } = await arrive(
    pageWith(body, { head: "<script>function inline() { window.inlined = 1; }</script>" }),
  );
  assert.ok(
    await page.evaluate(() => document.body.firstElementChild.matches("[data-temoin-host]")),
  );
  // 1. Before an answer.
  await quiet(page);
  assert.deepEqual(asked, []);
  assert.equal(await page.evaluate(() => window.inlined), undefined);
  // 2. All refused, reloaded: still none.
  await page.getByRole("button", { name: "Tout refuser" }).click();
  await settle(page);
  await page.reload();
  await page.waitForFunction(() => window.temoin?.state().status === "valid");
  await quiet(page);
  assert.deepEqual(asked, []);
  assert.equal(await page.evaluate(() => window.temoin.allowed("piano-analytics")), false);
  // 3. One service allowed: its tags run, no other does.
  await page.getByRole("button", { name: "Gestion des cookies" }).click();
  await page.getByRole("group", { name: "Pour Adform" }).getByLabel("Autoriser").check();
  await page.getByRole("button", { name: "Enregistrer mes choix" }).click();
  await settle(page);
  await page.waitForFunction(() => window.inlined === 1 && window.ran >= 1);
  assert.ok(!asked.some((url) => url.includes("/video/")), "Vimeo was not allowed");
  assert.equal(await page.locator(".temoin-placeholder").count(), 1);
  const { services } = await page.evaluate(() => window.temoin.state());
  assert.ok(services.adform && !services.vimeo);
  await close();
});

test("step 3: each of the ways back leads to the preferences", async () => {
  const { page, close } = await arrive(pageWith(""));
  for (const way of await page.locator("footer :is(button, a[href^='#'])").all()) {
    await way.click();
    await page.getByRole("dialog", { name: "Gestion des cookies" }).waitFor();
    await page.keyboard.press("Escape");
    await eventually(async () => assert.equal(await page.getByRole("dialog").count(), 0));
  }
  await page.locator("footer a:not([href^='#'])").click();
  await page.getByRole("heading", { level: 1, name: "Gestion des cookies" }).waitFor();
  for (const [name, verb] of [
    ["withdraw", /valid/],
    ["accept", /valid/],
    ["refuse", /valid/],
  ]) {
    const inner = await arrive(pageWith(`<button data-temoin="${name}">Essai</button>`));
    await inner.page.getByRole("button", { name: "Essai" }).click();
    await inner.page.waitForFunction(() => window.temoin.state().status === "valid");
    assert.match(await inner.page.evaluate(() => window.temoin.state().status), verb);
    await inner.close();
  }
  const { page: own, close: end } = await arrive(pageWith("")).then(async (browser) => {
    await place(
      browser.context,
      "guide",
      pageWith([...section("3.").matchAll(/`(<div data-temoin-preferences><\/div>)`/g)][0][1]),
    );
    await browser.page.reload();
    return browser;
  });
  await own.locator("main [part~=save]").waitFor();
  assert.equal(await part(own, "banner").count(), 0);
  await end();
  await close();
});

test("step 5: the policy of the table, and nothing more", async () => {
  const needs = Object.fromEntries(
    rows(section("5.")).map(([directive]) => [directive[0], "'self'"]),
  );
  assert.deepEqual(Object.keys(needs), ["script-src", "connect-src", "style-src"]);
  delete needs["style-src"]; // "nothing"
  const policy =
    "default-src 'none'; " +
    Object.entries(needs)
      .map(([name, value]) => `${name} ${value}`)
      .join("; ");
  const { page, close } = await arrive(pageWith(""), { "content-security-policy": policy });
  assert.equal(
    await part(page, "accept").evaluate((button) => getComputedStyle(button).minHeight),
    "48px",
  );
  await part(page, "choose").click();
  await page.getByRole("dialog").waitFor();
  await part(page, "save").click();
  await settle(page);
  await close();
});

test("a tag manager: held back like a tag, or, with the guard, what it inserts waits", async () => {
  const catalog = catalogWith({ guard: true });
  const own = await Service.start({ catalog, base: "/consentement" });
  try {
    const browser = await open();
    const { page, context } = browser;
    const vendor = await standIn(context, "https://player.vimeo.com/**");
    const manager = `for (const [name, src] of [["script", "https://player.vimeo.com/api.js"], ["img", "https://player.vimeo.com/p.png"]]) {
      const tag = document.createElement(name); tag.src = src; document.body.append(tag); }
      const late = document.createElement("script"); late.type = "text/plain"; late.dataset.service = "vimeo"; late.text = "window.custom = 1"; document.body.append(late);`;
    const asked = await standIn(context, "http://tiers.localhost/**", manager);
    await place(
      context,
      "guide",
      pageWith(
        `<script src="http://tiers.localhost/manager.js" async></script>
         <script type="text/plain" data-service="adform" data-temoin-src="http://tiers.localhost/held.js"></script>`,
      ),
    );
    await visit(page, own.address("/essai/guide"));
    await part(page, "banner").waitFor();
    await quiet(page);
    assert.deepEqual(
      [asked.length, vendor, await page.evaluate(() => window.custom)],
      [1, [], undefined],
    );
    await page.evaluate(() => window.temoin.accept("vimeo"));
    await settle(page);
    await eventually(async () => {
      assert.deepEqual(vendor.map((each) => each.slice(-6)).sort(), ["/p.png", "api.js"]);
      assert.equal(await page.evaluate(() => window.custom), 1);
    });
    assert.equal(asked.length, 1, "the other one waits for its own service");
    await browser.close();
  } finally {
    await own.stop();
    rmSync(catalog, { recursive: true });
  }
});

test("its look: the style sheet of the guide takes effect", async () => {
  const [css] = blocks(section("Its look"), "css");
  const { page, close } = await arrive(pageWith("", { head: `<style>${css}</style>` }));
  assert.equal(
    await part(page, "accept").evaluate((button) => getComputedStyle(button).backgroundColor),
    "rgb(11, 110, 110)",
  );
  assert.equal(
    await part(page, "title").evaluate((title) => getComputedStyle(title).letterSpacing),
    "normal",
  );
  // Every part the guide names is there.
  const named = [
    ...section("Its look")
      .match(/Parts: ([^]*?)\. /)[1]
      .matchAll(/`([a-z]+)`/g),
  ].map((found) => found[1]);
  const met = new Set();
  const note = async () => {
    for (const name of await page.evaluate(() =>
      [
        ...document.querySelector("[data-temoin-host]").shadowRoot.querySelectorAll("[part]"),
      ].flatMap((each) => each.getAttribute("part").split(" ")),
    ))
      met.add(name);
  };
  await note();
  await part(page, "choose").click();
  await page.getByRole("dialog").waitFor();
  await note();
  await part(page, "save").click();
  await settle(page);
  await note();
  met.add("reopen"); // shown where a page has no control of its own: accessibility.test.mjs
  assert.deepEqual(
    named.filter((name) => !met.has(name)),
    [],
  );
  await close();
});

test("for developers: the code block runs as it stands", async () => {
  const [code] = blocks(section("For developers"), "js");
  const cut = code.indexOf("\n\n");
  const queue = code.slice(0, cut);
  const calls = code
    .slice(cut)
    .split("\n")
    .map((line) => line.replace(/\/\/.*/, "").trim())
    .filter(Boolean);
  assert.ok(calls.length >= 9);
  const { page, close } = await arrive(
    pageWith("", {
      before: `<script>function startPlayers() { window.played = (window.played || 0) + 1; }\n${queue}</script>`,
    }),
  );
  for (const call of calls) {
    await page.evaluate(call);
    if (/accept|refuse|save|withdraw/.test(call))
      await page.waitForFunction(() => window.temoin.state().status === "valid");
  }
  assert.ok(
    await page.evaluate(() => window.played >= 1),
    "onChange was called with Vimeo allowed",
  );
  await part(page, "banner").waitFor(); // reset asks again
  assert.equal(await page.evaluate(() => document.querySelector("[data-temoin-host]").lang), "en");
  await close();
});

test("switched on in the catalogue: every setting of the table is taken", async () => {
  const cells = rows(section("Switched on")).map(([setting]) => setting[0]);
  const settings = { adapters: [] };
  for (const cell of cells) {
    if (/^"[a-z-]+"$/.test(cell)) settings.adapters.push(JSON.parse(cell));
    else {
      const [[name, value]] = Object.entries(JSON.parse(`{${cell}}`));
      settings[name] = Array.isArray(value) ? [...settings.adapters, ...value] : value;
    }
  }
  assert.deepEqual(settings.adapters, [
    "google-consent-mode",
    "piano",
    "matomo",
    "data-layer",
    "vimeo-dnt",
    "adform",
    "campaign-manager",
  ]);
  const catalog = catalogWith(settings);
  const own = await Service.start({ catalog });
  try {
    const browser = await open();
    await visit(browser.page, own.address("/v1/sites/ameli.fr/preferences"));
    const plugged = await browser.page.evaluate(() =>
      fetch("config.json")
        .then((answer) => answer.json())
        .then((config) => config.settings),
    );
    assert.deepEqual(plugged.adapters, settings.adapters);
    const { guard, gpc, impressions, reload } = plugged;
    assert.deepEqual([guard, gpc, impressions, reload], [true, "refuse", 100, true]);
    await browser.close();
  } finally {
    await own.stop();
    rmSync(catalog, { recursive: true });
  }
});

test("coming from another banner: what one is told to write is held back, and let in", async () => {
  const written = rows(section("Coming from"))
    .map(([, cells]) => complete(cells[0] || ""))
    .map((code, index) => {
      const attributes = code.includes("data-src")
        ? code
        : code + ' data-src="http://tiers.localhost/tag"';
      // An address each: the browser asks once for what several scripts name.
      const numbered = attributes.replace("/tag", "/tag" + index);
      if (code.startsWith("<iframe"))
        return code.includes("data-src=") ? numbered + "</iframe>" : null;
      return `<script ${code.includes("type=") ? "" : 'type="text/plain" '}${numbered}></script>`;
    })
    .filter((code) => code && /data-(service|category)="[a-z-]+"/.test(code) && !/="…"/.test(code));
  assert.ok(written.length >= 7, written.join("\n"));
  const { page, asked, close } = await arrive(pageWith(written.join("\n")));
  await quiet(page);
  assert.deepEqual(asked, []);
  await part(page, "accept").click();
  await settle(page);
  await eventually(async () => assert.equal(asked.length, written.length, written.join("\n")));
  await close();
});
