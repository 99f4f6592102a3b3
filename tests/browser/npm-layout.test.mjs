// The npm layout: a site that bundles the banner itself starts it with its config.json. What that
// switches on is there or `start` throws, the parts come from the service unasked for, and one that
// the service does not have is said.
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { closeAll, open } from "./lib/browser.mjs";
import { eventually, part, quiet, settle, visit } from "./lib/demo.mjs";
import { kSnippet, pageOf, place } from "./lib/page.mjs";
import { ask, Service } from "./lib/service.mjs";

let service;
before(async () => (service = await Service.start()));
after(async () => {
  await closeAll();
  await service.stop();
});

const kDist = new URL("../../banner-js/dist/", import.meta.url);
const kModule = (boot) =>
  `<script type="module">import { start } from "/essai/temoin.mjs"; ${boot}</script>`;
const kIife = (boot) =>
  `<script src="/essai/temoin.iife.js"></script><script>const { start } = temoinBanner; ${boot}</script>`;
const kStart =
  'fetch("/v1/sites/ameli.fr/config.json").then((answer) => answer.json()).then((config) => start({ config, base: "/" })).catch((error) => (window.failed = error.message));';

/** A page that bundles the banner; `settings` of the site, `change` of the bundle. */
async function bundled(body, { settings = {}, load = kModule, change = (code) => code } = {}) {
  const browser = await open();
  const { page, context } = browser;
  browser.warnings = [];
  page.on(
    "console",
    (message) => message.type() === "warning" && browser.warnings.push(message.text()),
  );
  for (const name of ["temoin.mjs", "temoin.iife.js"])
    await place(context, name, change(readFileSync(new URL(name, kDist), "utf8")), {
      "content-type": "text/javascript",
    });
  const config = JSON.parse((await ask(service.port, "/v1/sites/ameli.fr/config.json")).body);
  await context.route("**/config.json*", (route) =>
    route.fulfill({
      contentType: "application/json",
      body: JSON.stringify({ ...config, settings: { ...config.settings, ...settings } }),
    }),
  );
  await place(context, "page", pageOf(body).replace(kSnippet, load(kStart)));
  return browser;
}

for (const [name, load] of [
  ["a module", kModule],
  ["a script", kIife],
]) {
  test(`bundled as ${name}: asks, finds its parts by itself, lets in`, async () => {
    const browser = await bundled(
      '<template data-service="vimeo"><p id="inside">ici</p></template>',
      { load },
    );
    const { page } = browser;
    await visit(page, service.address("/essai/page"));
    await part(page, "choose").click();
    await page.getByRole("group", { name: "Pour Vimeo" }).getByLabel("Autoriser").check();
    await part(page, "save").click();
    await settle(page);
    await page.locator("#inside").waitFor();
    assert.deepEqual(browser.warnings, []);
    await browser.close();
  });
}

test("guard and adapters that the settings switch on are at work", async () => {
  const browser = await bundled(
    "<script>window.dataLayer = []; addEventListener('temoin:ready', () => {});</script>",
    { settings: { guard: true, adapters: ["google-consent-mode"] } },
  );
  const { page, context } = browser;
  const asked = [];
  await context.route("https://player.vimeo.com/**", (route) => {
    asked.push(route.request().url());
    return route.fulfill({ body: "", contentType: "text/html" });
  });
  await visit(page, service.address("/essai/page"));
  assert.deepEqual(await page.evaluate(() => [...window.dataLayer[0]].slice(0, 2)), [
    "consent",
    "default",
  ]);
  await page.evaluate(() => {
    const frame = document.createElement("iframe");
    frame.src = "https://player.vimeo.com/video/1";
    document.body.append(frame);
  });
  await quiet(page);
  assert.deepEqual(asked, []);
  await page.evaluate(() => window.temoin.accept("vimeo"));
  await eventually(async () => assert.equal(asked.length, 1));
  await browser.close();
});

test("an adapter that this version does not have: `start` throws and names the remedy", async () => {
  const browser = await bundled("", { settings: { adapters: ["of-tomorrow"] } });
  await browser.page.goto(service.address("/essai/page"));
  await browser.page.waitForFunction(() => window.failed);
  assert.match(
    await browser.page.evaluate(() => window.failed),
    /"of-tomorrow".*Update the package to the version of the service/,
  );
  await browser.close();
});

test("a service of another version: its missing parts are said, and the first layer stands", async () => {
  const { chunks } = JSON.parse(readFileSync(new URL("manifest.json", kDist), "utf8"));
  const browser = await bundled("", {
    change: (code) =>
      Object.values(chunks).reduce(
        (text, { sha256 }) => text.replaceAll(sha256, "0".repeat(64)),
        code,
      ),
  });
  await visit(browser.page, service.address("/essai/page"));
  await part(browser.page, "banner").waitFor();
  await eventually(async () =>
    assert.ok(
      browser.warnings.some((text) => /0{64}\.js did not load.*version/.test(text)),
      browser.warnings.join("\n"),
    ),
  );
  await browser.close();
});
