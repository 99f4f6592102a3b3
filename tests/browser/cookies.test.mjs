// The public cookie table: readable at any width and on paper, in French and in English.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeAll, open } from "./lib/browser.mjs";
import { assertAccessible } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";

const kPage = "/v1/sites/ameli.fr/cookies";

let service;
before(async () => (service = await Service.start()));
after(() => closeAll());
after(() => service.stop());

/** Everything that would have to be scrolled sideways, the page itself included. */
const clipped = (page) =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll(".scroll, td, th")]
      .filter((each) => each.scrollWidth > each.clientWidth + 1)
      .map((each) => `${each.tagName} ${each.textContent.slice(0, 40)}`),
  );

test("nothing scrolls sideways at any width, and a stacked table stays a table", async () => {
  const { page, close } = await open();
  for (const width of [320, 390, 820, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(service.address(kPage));
    assert.deepEqual(await clipped(page), [], `${width} px`);
    const row = page
      .getByRole("table", { name: "Cookies et traceurs : Adform" })
      .getByRole("row", { name: /^uid/ });
    assert.equal(await row.getByRole("rowheader").innerText(), "uid");
    assert.deepEqual(
      (await row.getByRole("cell").allInnerTexts()).map((text) => text.split("\n")[0].trim()),
      ["adform.net", "Identifiant unique.", "non publiée"],
    );
    const label = await row
      .getByRole("cell")
      .first()
      .evaluate((cell) => getComputedStyle(cell, "::before").content);
    assert.equal(/Hôte/.test(label), width < 640, "on a phone each cell says its column");
    await assertAccessible(page, `${width} px`);
  }
  await page.emulateMedia({ colorScheme: "dark" });
  await assertAccessible(page, "dark");
  await close();
});

test("on paper: every row whole, no name broken, nothing cut at the edge", async () => {
  const { page, close } = await open();
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 718, height: 1000 });
  await page.goto(service.address(kPage));
  assert.deepEqual(await clipped(page), []);
  const broken = await page.evaluate(() =>
    [...document.querySelectorAll("tbody code")]
      .filter((name) => name.getClientRects().length > 1)
      .map((name) => name.textContent),
  );
  assert.deepEqual(broken, []);
  const pdf = await page.pdf({ format: "A4" });
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  await close();
});

test("the addresses of the language sections work without a script", async () => {
  const { page, close } = await open({ javaScriptEnabled: false });
  await page.goto(service.address(kPage));
  await page.getByRole("link", { name: "In English" }).click();
  assert.match(page.url(), /#en$/);
  await page.getByRole("heading", { name: "Measurement of communication campaigns" }).waitFor();
  await close();
});
