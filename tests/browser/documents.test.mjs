// The documents' site in Chromium, opened from its folder: keyboard, search, look, phone.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { closeAll, listenTo, open } from "./lib/browser.mjs";

const folder = mkdtempSync(join(tmpdir(), "temoin-documents-"));
const at = (file) => `file://${folder}/${file}`;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

before(() => {
  const script = fileURLToPath(new URL("../../scripts/docs", import.meta.url));
  execFileSync(script, [folder], { stdio: "pipe" });
});
after(async () => {
  await closeAll();
  rmSync(folder, { recursive: true, force: true });
});

test("a reader with a keyboard skips, searches and arrives", async () => {
  const { context, page } = await open();
  const hosts = listenTo(context);
  await page.goto(at("docs/operate.html"));
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "text");

  await page.keyboard.press("/");
  await page.keyboard.type("acknowledge los");
  await page.locator("#hits a").first().waitFor();
  assert.match(await page.locator(".search [role=status]").textContent(), /^[1-9]/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#hits").isVisible(), false);
  await page.keyboard.type("s");
  await page.locator("#hits a").first().waitFor();
  await page.keyboard.press("ArrowDown");
  const wanted = await page.evaluate(() => document.activeElement.href);
  await page.keyboard.press("Enter");
  await page.waitForURL(wanted);
  assert.deepEqual([...hosts].filter(Boolean), []);
});

test("a French page speaks French, and a search finds it without accents", async () => {
  const { page } = await open();
  await page.goto(at("docs/console.html"));
  assert.equal(await page.locator(".search input").getAttribute("aria-label"), "Rechercher");
  await page.locator(".search input").fill("version anterieure");
  const hit = page.locator("#hits a").first();
  await hit.waitFor();
  assert.match(await hit.textContent(), /Revenir à une version antérieure/);
});

test("an anchor below pictures is where the page stops", async () => {
  const { page } = await open({ viewport: { width: 1440, height: 900 } });
  await page.goto(at("docs/guide-webmestre.html#6-le-lien-de-pied-de-page"));
  await page.waitForLoadState("load");
  const { y } = await page.locator("[id='6-le-lien-de-pied-de-page']").boundingBox();
  assert.ok(y >= 0 && y < 200, `it stands at ${y}`);
});

test("what was chosen of dark and light stands on the next page", async () => {
  const { page } = await open({ colorScheme: "light" });
  await page.goto(at("index.html"));
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.locator(".look").press("Enter");
  const dark = await ground();
  assert.notEqual(dark, light);
  await page.goto(at("docs/operate.html"));
  assert.equal(await ground(), dark);
});

test("the contents of a page are read whole", async () => {
  for (const width of [1280, 1920]) {
    const { page } = await open({ viewport: { width, height: 900 } });
    for (const file of ["api", "staff-api", "configuration"]) {
      await page.goto(at(`docs/${file}.html`));
      const links = page.locator(".contents a");
      assert.ok((await links.count()) > 3, file);
      const cut = await links.evaluateAll((all) =>
        all.filter((link) => link.scrollWidth > link.clientWidth).map((link) => link.textContent),
      );
      assert.deepEqual(cut, [], `${file} at ${width}`);
    }
  }
});

test("a phone reads it without scrolling sideways, and has the menu", async () => {
  const { page } = await open({ viewport: { width: 390, height: 844 } });
  for (const file of ["index", "docs/operate", "docs/api", "docs/catalogue", "CHANGELOG"]) {
    await page.goto(at(`${file}.html`));
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(over, 0, file);
  }
  await page.locator(".search input").fill("safari");
  await page.locator("#hits a").first().waitFor();
  const hits = await page.locator("#hits").boundingBox();
  assert.ok(hits.x >= 0 && hits.x + hits.width <= 390, "results are cut");
  await page.keyboard.press("Escape");
  await page.locator(".menu summary").press("Enter");
  await page.getByRole("link", { name: "Threat model" }).first().click();
  await page.waitForURL(/threat-model/);
});

test("axe finds nothing, dark or light", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, close } = await open({ colorScheme });
    for (const file of ["index.html", "docs/operate.html", "docs/api.html", "docs/console.html"]) {
      await page.goto(at(file));
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      const named = violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`);
      assert.deepEqual(named, [], `${file}, ${colorScheme}`);
    }
    await close();
  }
});
