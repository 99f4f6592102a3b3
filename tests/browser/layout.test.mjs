// Where it stands: nothing is covered, cut or shifted, on small screens and with large text.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeAll, open } from "./lib/browser.mjs";
import { part, settle, visit } from "./lib/demo.mjs";
import { pageOf, place } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";

let service;
before(async () => (service = await Service.start()));
after(() => closeAll());
after(() => service.stop());

test("the focused element is never hidden behind it, and nothing shifts", async () => {
  const browser = await open({ viewport: { width: 390, height: 844 } });
  const { page } = browser;
  await page.addInitScript(() => {
    window.shifts = 0;
    new PerformanceObserver((list) =>
      list.getEntries().forEach((each) => (window.shifts += each.value)),
    ).observe({ type: "layout-shift", buffered: true });
  });
  await visit(page, service.address());
  await part(page, "banner").waitFor();
  for (let turn = 0; turn < 40; ++turn) {
    await page.keyboard.press("Tab");
    const hidden = await page.evaluate(() => {
      const at = document.activeElement;
      if (
        at === document.body ||
        at.id === "temoin" ||
        at.shadowRoot?.activeElement?.closest("[part=banner]")
      )
        return "";
      const top = document
        .getElementById("temoin")
        .shadowRoot.querySelector("[part=banner]")
        .getBoundingClientRect().top;
      const box = (at.shadowRoot?.activeElement || at).getBoundingClientRect();
      return box.height && box.bottom > top + 1 && box.height < top
        ? (at.textContent || at.tagName).trim()
        : "";
    });
    assert.equal(hidden, "");
  }
  assert.equal(await page.evaluate(() => window.shifts), 0);
  await browser.close();
});

test("nothing shifts on a desktop either: first layer, choice and message, with or without the host element", async () => {
  for (const host of [true, false]) {
    const browser = await open();
    const { page, context } = browser;
    await page.addInitScript(() => {
      window.shifts = [];
      new PerformanceObserver((list) =>
        list.getEntries().forEach((each) => window.shifts.push(each.value)),
      ).observe({ type: "layout-shift", buffered: true });
    });
    await place(
      context,
      "page",
      pageOf(
        '<p>…</p><iframe title="Film" width="640" height="360" data-service="vimeo" data-src="http://vimeo.localhost/x"></iframe>',
        { host },
      ),
    );
    await visit(page, service.address("/essai/page"));
    await page.locator(".temoin-placeholder").waitFor();
    await part(page, "refuse").click();
    await settle(page);
    await part(page, "message").waitFor();
    assert.deepEqual(
      await page.evaluate(() => window.shifts),
      [],
      host ? "with its host" : "without",
    );
    await browser.close();
  }
});

/** The words of an element that a line break cuts in two. */
const brokenWords = (locator) =>
  locator.evaluate((element) => {
    const found = [];
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (texts.nextNode())
      for (const { index, 0: word } of texts.currentNode.data.matchAll(/[\p{L}]+/gu)) {
        const range = document.createRange();
        range.setStart(texts.currentNode, index);
        range.setEnd(texts.currentNode, index + word.length);
        if (new Set(Array.from(range.getClientRects(), (box) => Math.round(box.top))).size > 1)
          found.push(word);
      }
    return found;
  });

test("320 px and 200 % text: no sideways scrolling, every button reachable and whole", async () => {
  const browser = await open({ viewport: { width: 320, height: 640 } });
  const { page, context } = browser;
  await place(
    context,
    "petit",
    pageOf(
      '<p>…</p><iframe title="Film" width="320" height="180" data-service="vimeo" data-src="http://vimeo.localhost/x"></iframe>',
    ),
  );
  await visit(page, service.address("/essai/petit"));
  for (const size of ["100%", "200%"]) {
    await page.evaluate((to) => (document.documentElement.style.fontSize = to), size);
    for (const name of ["accept", "refuse", "choose"]) {
      const button = part(page, name);
      await button.scrollIntoViewIfNeeded();
      const box = await button.boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= 320, `${name} at ${size}`);
      assert.ok(
        await button.evaluate((each) => each.scrollWidth <= each.clientWidth + 1),
        `${name} cut at ${size}`,
      );
    }
    for (const where of [".temoin-placeholder button", "[part=banner] button"])
      for (const button of await page.locator(where).all())
        assert.deepEqual(await brokenWords(button), [], `${where} at ${size}`);
    await part(page, "choose").click();
    await page.getByRole("dialog").waitFor();
    const wide = await page.evaluate(() => {
      const body = document.getElementById("temoin").shadowRoot.querySelector("dialog .bd");
      return body.scrollWidth - body.clientWidth;
    });
    assert.ok(wide <= 1, `second layer ${wide} px too wide at ${size}`);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
  await browser.close();
});
