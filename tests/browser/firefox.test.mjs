// The main flows in Debian's Firefox too, over WebDriver BiDi.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import puppeteer from "puppeteer-core";
import { Service } from "./lib/service.mjs";

const kFirefox = process.env.FIREFOX || "/usr/bin/firefox-esr";
const skip = existsSync(kFirefox) ? false : "no Firefox here";

let service;
let browser;
before(async () => {
  if (skip) return;
  service = await Service.start();
  browser = await puppeteer.launch({ browser: "firefox", executablePath: kFirefox, headless: true, extraPrefsFirefox: { "intl.accept_languages": "fr", "network.cookie.cookieBehavior": 0 } });
});
after(() => browser?.close());
after(() => service?.stop());

async function arrive() {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.goto(service.address(), { waitUntil: "load" });
  await page.waitForFunction(() => document.getElementById("temoin")?.shadowRoot?.querySelector("[part=banner]"), { timeout: 20000 });
  return { page, context };
}

const press = (page, name) => page.evaluate((part) => document.getElementById("temoin").shadowRoot.querySelector(`[part~=${part}]`).click(), name);
const settled = (page) => page.waitForFunction(() => window.temoin.state().status === "valid", { timeout: 20000 });
const requests = (page) => page.evaluate(() => performance.getEntriesByType("resource").map((entry) => new URL(entry.name).hostname));

test("Firefox: nothing before a choice, everything after accepting", { skip }, async () => {
  const { page, context } = await arrive();
  assert.ok(!(await requests(page)).some((host) => /adform|doubleclick|vimeo/.test(host)));
  await press(page, "accept");
  await settled(page);
  await page.waitForFunction(() => document.cookie.includes("_gcl_au"), { timeout: 20000 });
  assert.ok((await requests(page)).includes("adform.localhost"));
  await context.close();
});

test("Firefox: refusing leaves only what is necessary, and a reload does not ask again", { skip }, async () => {
  const { page, context } = await arrive();
  await press(page, "refuse");
  await settled(page);
  await page.reload({ waitUntil: "load" });
  await page.waitForFunction(() => window.temoin?.state().status === "valid", { timeout: 20000 });
  const [asked, cookies] = await page.evaluate(() => [!!document.getElementById("temoin").shadowRoot?.querySelector("[part=banner]"), document.cookie]);
  assert.equal(asked, false);
  assert.match(cookies, /^pctx=[^;]*$/);
  assert.ok(!(await requests(page)).some((host) => /adform|doubleclick|vimeo|piano/.test(host)));
  await context.close();
});

test("Firefox: the second layer opens, is worded and styled, and Escape gives the focus back", { skip }, async () => {
  const { page, context } = await arrive();
  await page.evaluate(() => document.getElementById("temoin").shadowRoot.querySelector("[part~=choose]").focus());
  await press(page, "choose");
  await page.waitForFunction(() => document.getElementById("temoin").shadowRoot.querySelector("dialog[open]"), { timeout: 20000 });
  const [title, display] = await page.evaluate(() => {
    const dialog = document.getElementById("temoin").shadowRoot.querySelector("dialog");
    return [dialog.querySelector("h2").textContent, getComputedStyle(dialog).display];
  });
  assert.deepEqual([title, display], ["Gestion des cookies", "flex"]);
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.getElementById("temoin").shadowRoot.querySelector("dialog"), { timeout: 20000 });
  assert.equal(await page.evaluate(() => document.getElementById("temoin").shadowRoot.activeElement?.textContent), "Personnaliser");
  await context.close();
});
