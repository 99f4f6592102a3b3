// What is fetched, when, and how much; and what happens when it cannot be.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { closeAll, open } from "./lib/browser.mjs";
import { eventually, part, quiet, settle, visit } from "./lib/demo.mjs";
import { pageOf, place } from "./lib/page.mjs";
import { Service, ask } from "./lib/service.mjs";

let service;
before(async () => (service = await Service.start()));
after(() => closeAll());
after(() => service.stop());

test("ameli.fr's configuration costs at most 5 KB brotli beside the banner's code", async () => {
  const { body } = await ask(service.port, "/v1/sites/ameli.fr/banner.js");
  const at = body.lastIndexOf('})({"config":');
  const weigh = (text) => brotliCompressSync(text).length;
  const boot = JSON.parse(body.slice(at + 3, body.lastIndexOf(");")));
  assert.equal(boot.config.purposes.length, 5);
  assert.ok(weigh(body) - weigh(body.slice(0, at)) <= 5 * 1024);
});

test("one request before the first layer; the rest comes while it is read, and nothing when a button is pressed", async () => {
  const browser = await open();
  const { page, context } = browser;
  await place(context, "page", pageOf("<p>…</p>"));
  const asked = [];
  context.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.addInitScript(() =>
    document.addEventListener("temoin:shown", () => {
      window.beforeShown = performance.getEntriesByType("resource").map(({ name }) => name);
    }),
  );
  await visit(page, service.address("/essai/page"));
  await part(page, "banner").waitFor();
  await quiet(page);
  const before = await page.evaluate(() => window.beforeShown);
  assert.deepEqual(
    before.map((address) => new URL(address).pathname).filter((path) => path.startsWith("/v1/")),
    ["/v1/sites/ameli.fr/banner.js"],
  );
  const { revision } = await page.evaluate(() => window.temoin.state());
  await eventually(() => assert.ok(asked.includes("/v1/revisions/" + revision)));
  const chunk = /^\/v1\/banner\/[0-9a-f]{64}\.js$/;
  assert.equal(asked.filter((path) => chunk.test(path)).length, 2);
  asked.length = 0;
  await part(page, "choose").click();
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await part(page, "choose").click();
  await page.getByRole("dialog").waitFor();
  assert.deepEqual(
    asked.filter((path) => !path.endsWith("/consents/current")),
    [],
  );
  await browser.close();
});

test("details that cannot be fetched: said so, and the first layer goes on working", async () => {
  const browser = await open();
  const { page, context } = browser;
  await place(context, "page", pageOf("<p>…</p>"));
  await context.route("**/v1/revisions/*", (route) => route.abort());
  await visit(page, service.address("/essai/page"));
  await part(page, "choose").click();
  await eventually(async () =>
    assert.match(await page.getByRole("status").innerText(), /n’a pas pu être chargé/),
  );
  await context.unroute("**/v1/revisions/*");
  await part(page, "choose").click();
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await part(page, "refuse").click();
  await settle(page);
  await browser.close();
});

test("what is folded away in the preferences is made once they stand, or when it is unfolded", async () => {
  const browser = await open();
  const { page } = browser;
  await visit(page, service.address());
  await part(page, "banner").waitFor();
  await quiet(page);
  const made = () =>
    page.evaluate(() => {
      window.temoin.showPreferences();
      const { shadowRoot } = document.querySelector("[data-temoin-host],#temoin");
      const folded = [...shadowRoot.querySelectorAll("dialog details")];
      return folded.map((each) => each.children.length);
    });
  const first = await made();
  assert.ok(first.length > 0);
  assert.deepEqual(new Set(first), new Set([1]), "their summary alone");
  await eventually(async () => assert.ok((await made()).every((count) => count > 1)));
  await page.keyboard.press("Escape");
  await page.evaluate(() => (window.requestIdleCallback = () => 0));
  assert.deepEqual(new Set(await made()), new Set([1]));
  await page.locator("dialog summary").last().click();
  await page.locator("dialog details[open] dl").first().waitFor();
  await browser.close();
});
