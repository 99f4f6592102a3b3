// Cookies and storage that are blocked, forgotten, full or broken: nothing runs, nobody is asked in
// a loop.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeAll, kChromium, open } from "./lib/browser.mjs";
import { part, quiet, visit } from "./lib/demo.mjs";
import { pageOf, place } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";

let service;
before(async () => (service = await Service.start()));
after(() => closeAll());
after(() => service.stop());

const kConsents = "**/v1/sites/*/consents";
const kBody =
  '<script type="text/plain" data-service="vimeo">window.ran = (window.ran || 0) + 1;</script>';

test("cookies blocked in the browser's settings: nothing runs, and no banner on every page", async () => {
  const browser = await open({ preferences: { default_content_setting_values: { cookies: 2 } } });
  const { page, context } = browser;
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await place(context, "page", pageOf(kBody));
  for (let turn = 0; turn < 2; ++turn) {
    await visit(page, service.address("/essai/page"));
    await quiet(page);
    const blocked = await page.evaluate(() => {
      document.cookie = "essai=1";
      return document.cookie;
    });
    assert.equal(blocked, "", "the browser really blocks them");
    assert.equal(await part(page, "banner").count(), 0);
    assert.equal(await page.evaluate(() => window.ran), undefined);
  }
  await page.locator("footer button").click();
  await page.getByRole("dialog").waitFor();
  assert.deepEqual(errors, []);
  await browser.close();
});

test("private browsing: asked, answered, remembered as long as the window lives", async () => {
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({
    executablePath: kChromium,
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    for (let window = 0; window < 2; ++window) {
      // Such a context is what Chromium opens as a private window: a jar of its own, in memory.
      const context = await browser.newContext();
      await place(context, "page", pageOf(kBody));
      const page = await context.newPage();
      await visit(page, service.address("/essai/page"));
      await part(page, "accept").click();
      await page.waitForFunction(() => window.ran === 1);
      await page.reload();
      await page.waitForFunction(() => window.ran === 1);
      assert.equal(await part(page, "banner").count(), 0);
      await context.close();
    }
  } finally {
    await browser.close();
  }
});

test("a cookie that does not stay: good for this page, asked at most once", async () => {
  const browser = await open();
  const { page, context } = browser;
  await place(context, "page", pageOf(kBody));
  await context.route(kConsents, (route) => {
    const now = new Date();
    const later = new Date(+now + 864e5 * 300);
    return route.fulfill({
      status: 201,
      contentType: "application/json",
      body: JSON.stringify({
        status: "valid",
        index: 1,
        given_at: now.toISOString(),
        valid_until: later.toISOString(),
      }),
    });
  });
  await visit(page, service.address("/essai/page"));
  await part(page, "accept").click();
  await page.waitForFunction(() => window.ran === 1);
  await page.reload();
  await quiet(page);
  assert.equal(await part(page, "banner").count(), 0);
  assert.equal(await page.evaluate(() => window.ran), undefined);
  await browser.close();
});

test("storage that throws changes nothing for the visitor", async () => {
  const browser = await open();
  const { page, context } = browser;
  await page.addInitScript(() => {
    for (const area of ["localStorage", "sessionStorage"])
      Object.defineProperty(window, area, {
        get: () => {
          throw new DOMException("denied", "SecurityError");
        },
      });
  });
  await place(context, "page", pageOf(kBody));
  await visit(page, service.address("/essai/page"));
  await part(page, "accept").click();
  await page.waitForFunction(() => window.ran === 1);
  await page.reload();
  await page.waitForFunction(() => window.ran === 1);
  assert.equal(await part(page, "banner").count(), 0);
  await browser.close();
});
