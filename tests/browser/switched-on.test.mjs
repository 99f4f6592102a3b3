// What a site's settings switch on: adapters, and counting how often the banner is shown.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { after, before, test } from "node:test";
import { closeAll, open } from "./lib/browser.mjs";
import { eventually, part, quiet, settle, visit } from "./lib/demo.mjs";
import { kSnippet, pageOf, place, standIn } from "./lib/page.mjs";
import { Service, catalogWith } from "./lib/service.mjs";

let service;
before(async () => (service = await Service.start()));
after(() => closeAll());
after(() => service.stop());

test("impressions: one anonymous count when the page is left, and none where the site counts none", async () => {
  for (const share of [100, 0]) {
    const catalog = catalogWith({ impressions: share });
    const own = await Service.start({ catalog });
    const browser = await open();
    try {
      const { page, context } = browser;
      await place(context, "page", pageOf(""));
      const counted = [];
      context.on(
        "request",
        (request) => request.url().endsWith("/impressions") && counted.push(request),
      );
      await visit(page, own.address("/essai/page"));
      await part(page, "banner").waitFor();
      assert.equal(counted.length, 0, "batched until the page is left");
      await page.goto("about:blank");
      if (!share) {
        await quiet(page);
        assert.equal(counted.length, 0);
        continue;
      }
      await eventually(async () => assert.equal(counted.length, 1));
      const body = JSON.parse(counted[0].postData());
      assert.deepEqual(Object.keys(body).sort(), ["language", "revision", "shown"]);
      assert.equal(body.shown, 1);
      assert.equal((await counted[0].allHeaders()).cookie, undefined);
    } finally {
      await browser.close();
      await own.stop();
      rmSync(catalog, { recursive: true });
    }
  }
});

test("adapters that load a vendor's tag, switched on in the catalogue, wait for the visitor", async () => {
  const catalog = catalogWith({ adapters: ["adform", "campaign-manager"] });
  const own = await Service.start({ catalog });
  const settings =
    "<script>window._adftrack = [{ pm: 42 }]; window.dataLayer = []; function gtag() { dataLayer.push(arguments); } gtag('config', 'DC-123');</script>";
  const browser = await open();
  try {
    const { page, context } = browser;
    const asked = await standIn(
      context,
      /^https:\/\/(s2\.adform\.net|www\.googletagmanager\.com)\//,
    );
    await place(context, "page", pageOf("").replace(kSnippet, settings + kSnippet));
    await visit(page, own.address("/essai/page"));
    await part(page, "banner").waitFor();
    assert.deepEqual(asked, []);
    await page.evaluate(() => window.temoin.accept("adform"));
    await eventually(async () =>
      assert.deepEqual(
        asked.map((url) => url.split("/").pop()),
        ["trackpoint-async.js"],
      ),
    );
    await page.evaluate(() => window.temoin.accept("campaign-manager"));
    await eventually(async () => assert.equal(asked.length, 2));
    assert.ok(asked[1].endsWith("gtag/js?id=DC-123"));
    await page.evaluate(() => window.temoin.refuse());
    await settle(page);
    await page.reload();
    await page.waitForFunction(() => window.temoin?.state().status === "valid");
    await quiet(page);
    assert.equal(asked.length, 2);
  } finally {
    await browser.close();
    await own.stop();
    rmSync(catalog, { recursive: true });
  }
});
