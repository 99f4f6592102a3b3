// The answer to a choice that was recorded gets lost on the line: the browser holds no token for
// it, sends it again, and ends with one that holds; nobody is asked twice.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeAll, cookieNames, open } from "./lib/browser.mjs";
import { part, quiet, visit } from "./lib/demo.mjs";
import { pageOf, siteBefore } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";

let service;
let site;
/** Numbers of the choices whose answers are lost. */
let lost = [];
before(async () => {
  service = await Service.start();
  const body =
    '<script type="text/plain" data-service="vimeo">window.ran = (window.ran || 0) + 1;</script>';
  site = await siteBefore(
    service,
    { "/page": pageOf(body) },
    { cut: (number) => lost.includes(number) },
  );
});
after(async () => {
  await closeAll();
  await site.close();
  await service.stop();
});

for (const [name, numbers] of [
  ["the first answer", [1]],
  ["the answer to the second sending, too", [1, 2]],
  ["and that under the new key", [1, 3]],
])
  for (const act of ["accept", "refuse"])
    test(`${name} is lost: ${act} holds in the end, under a key that repeats the old one`, async () => {
      site.posts.length = 0;
      lost = numbers;
      const browser = await open();
      const { page, context } = browser;
      await visit(page, site.address("/page"));
      // Until the service has answered, nothing is let in; a refusal holds at once. Asked in the
      // moment of the click: the second sending may be answered before a question comes in.
      const ran = await part(page, act).evaluate((button) => (button.click(), window.ran));
      assert.equal(ran, undefined);
      await page.waitForFunction(() => window.temoin.state().status === "valid");
      await quiet(page);
      const wanted = { asks: 0, ran: act === "accept" ? 1 : undefined };
      const seen = async () => ({
        asks: await part(page, "banner").count(),
        ran: await page.evaluate(() => window.ran),
      });
      assert.deepEqual(await seen(), wanted);
      const keys = site.posts.map(({ key }) => key);
      for (const [at, { key, repeats }] of site.posts.entries()) {
        // Sent again as it was, or under a new key that repeats the one before.
        if (at) assert.ok(key === keys[at - 1] || repeats === keys[at - 1], JSON.stringify(keys));
      }
      assert.ok(new Set(keys).size > 1 && site.posts.at(-1).repeats);
      assert.ok((await cookieNames(context)).includes("pcid"));
      await page.reload();
      await quiet(page);
      assert.deepEqual(await seen(), wanted);
      assert.equal(site.posts.length, keys.length, "nothing is sent again");
      await browser.close();
    });

test("a page that is left before the answer comes, which is lost: the next page settles it", async () => {
  site.posts.length = 0;
  lost = [1];
  const browser = await open();
  const { page } = browser;
  await visit(page, site.address("/page"));
  await part(page, "accept").click();
  await page.goto(site.address("/page"));
  await page.waitForFunction(() => window.temoin?.state().status === "valid");
  await quiet(page);
  assert.equal(await page.evaluate(() => window.ran), 1);
  assert.equal(await part(page, "banner").count(), 0);
  await browser.close();
});
