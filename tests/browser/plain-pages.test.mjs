// What the banner must leave as it is on an ordinary page: what it measures as its largest paint,
// what a filter list hides, what it prints.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeAll } from "./lib/browser.mjs";
import { eventually, part, settle } from "./lib/demo.mjs";
import { kSnippet, pageOf } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";
import { arrive } from "./lib/tiers.mjs";

let service;
before(async () => (service = await Service.start()));
after(async () => {
  await closeAll();
  await service.stop();
});

/** The same page without the banner: what is right. */
const without = (html) => html.replace(kSnippet, "");

const kLargest = `<script>
new PerformanceObserver((list) => {
  for (const { element, size } of list.getEntries()) window.largest = [element?.localName, size];
}).observe({ type: "largest-contentful-paint", buffered: true });
</script>`;

test("the page's largest paint stays its own: the first layer's words are not taken for it", async () => {
  const html = pageOf(
    `<div style="max-width:60em;font-size:1.5rem"><p>${"Quelques mots de contenu. ".repeat(40)}</p></div>`,
    { head: kLargest },
  );
  const seen = [];
  for (const each of [without(html), html]) {
    const browser = await arrive(service, "", { html: each, plain: each !== html });
    if (each === html) await part(browser.page, "banner").waitFor();
    await browser.page.waitForFunction(() => window.largest);
    seen.push(await browser.value(() => window.largest));
    await browser.close();
  }
  assert.deepEqual(seen[1], seen[0]);
});

/** What is kept free for the first layer at the page's end. */
const room = () => getComputedStyle(document.documentElement).paddingBlockEnd;

test("a page that hides itself until it is ready keeps, empties and restores the style of its root", async () => {
  const browser = await arrive(service, "<p>x</p>".repeat(60), {
    head: `<style>.wait{opacity:0!important}</style>
      <script>document.documentElement.className = "wait"; document.documentElement.style.opacity = 0;</script>`,
  });
  const { page } = browser;
  await part(page, "banner").waitFor();
  await eventually(async () => assert.notEqual(await browser.value(room), "0px"));
  const kept = await browser.value(room);
  await browser.value(() => {
    window.kept = document.documentElement.getAttribute("style");
    document.documentElement.className = "";
    document.documentElement.removeAttribute("style");
  });
  assert.equal(await browser.value(room), kept, "the page's end stays free");
  await part(page, "refuse").click();
  await browser.settled();
  await browser.until(room, "0px");
  await browser.value(() => document.documentElement.setAttribute("style", window.kept));
  assert.equal(await browser.value(room), "0px", "and nothing of ours comes back with it");
  await browser.close();
});

test("a page's style sheet does not hide it; where the visitor's own does, no room is kept for it", async () => {
  const browser = await arrive(service, "<p>x</p>".repeat(60), {
    head: "<style>#temoin{display:none!important}</style>",
  });
  await part(browser.page, "banner").waitFor();
  await eventually(async () => assert.notEqual(await browser.value(room), "0px"));
  // As a filter list's sheet does it, which a page cannot overrule.
  await browser.value(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(":host{display:none!important}");
    document.querySelector("#temoin").shadowRoot.adoptedStyleSheets.push(sheet);
  });
  await browser.until(room, "0px");
  await browser.page.locator("[data-temoin=preferences]").focus();
  assert.equal(await browser.value(() => window.temoin.allowed("vimeo")), false);
  await browser.close();
});

test("on paper: neither banner nor message, and as many pages as without them", async () => {
  const html = pageOf('<div style="height:760px;background:#eee">formulaire</div>');
  const pages = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
  const counts = [];
  for (const each of [without(html), html]) {
    const browser = await arrive(service, "", { html: each, plain: each !== html });
    const { page } = browser;
    const print = async () => counts.push(pages(await page.pdf({ format: "A4" })));
    if (each === html) await part(page, "banner").waitFor();
    await print();
    if (each === html) {
      await page.emulateMedia({ media: "print" });
      await eventually(async () => assert.equal(await part(page, "banner").isVisible(), false));
      await page.emulateMedia({ media: "screen" });
      await part(page, "refuse").click();
      await settle(page);
      await part(page, "message").waitFor();
      await print();
      await page.emulateMedia({ media: "print" });
      assert.equal(await part(page, "message").isVisible(), false);
    }
    await browser.close();
  }
  assert.deepEqual(counts, Array(3).fill(counts[0]));
});
