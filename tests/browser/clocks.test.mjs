// Devices whose clock is years off: the banner neither asks in a loop nor loses an answer, whether
// the clock was wrong when the choice was made or went wrong, or right, afterwards.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeAll, open } from "./lib/browser.mjs";
import { part, quiet, visit } from "./lib/demo.mjs";
import { pageOf, place } from "./lib/page.mjs";
import { Service } from "./lib/service.mjs";

let service;
before(async () => (service = await Service.start()));
after(async () => {
  await closeAll();
  await service.stop();
});

const kBody =
  '<script type="text/plain" data-service="vimeo">window.ran = (window.ran || 0) + 1;</script>';
const kYear = 365.25 * 864e5;

/** A visitor's device; `set(years)`: by how much its clock is off from then on. */
async function device() {
  const browser = await open();
  const { context, page } = browser;
  await place(context, "page", pageOf(kBody));
  browser.posts = 0;
  context.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/consents")) ++browser.posts;
  });
  browser.set = (years) =>
    page.addInitScript((by) => {
      const Own = window.Date.own || window.Date;
      window.Date = class extends Own {
        constructor(...given) {
          super(...(given.length ? given : [Own.now() + by]));
        }
        static now = () => Own.now() + by;
        static own = Own;
      };
    }, years * kYear);
  browser.load = async () => {
    await visit(page, service.address("/essai/page"));
    await quiet(page);
  };
  browser.settled = async () => {
    await page.waitForFunction(() => window.temoin.state().status === "valid");
    await quiet(page);
  };
  browser.seen = () =>
    page.evaluate(() => ({
      asks: !!document.querySelector("#temoin").shadowRoot?.querySelector("[part=banner]"),
      vimeo: window.temoin.allowed("vimeo"),
      ran: window.ran || 0,
    }));
  return browser;
}

for (const years of [5, -5, 30, -25])
  for (const [act, vimeo] of [
    ["accept", true],
    ["refuse", false],
  ])
    test(`a clock ${Math.abs(years)} years ${years > 0 ? "ahead" : "behind"}: ${act} is kept, and not asked for again`, async () => {
      const browser = await device();
      await browser.set(years);
      await browser.load();
      await part(browser.page, act).click();
      await browser.settled();
      const wanted = { asks: false, vimeo, ran: +vimeo };
      assert.deepEqual(await browser.seen(), wanted);
      for (let turn = 0; turn < 2; ++turn) {
        await browser.load();
        assert.deepEqual(await browser.seen(), wanted);
      }
      // Looked at again, as when the visitor comes back to the tab.
      await browser.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
      await quiet(browser.page);
      assert.deepEqual(await browser.seen(), wanted);
      assert.equal(browser.posts, 1);
      // Put right, the clock changes nothing.
      await browser.set(0);
      await browser.load();
      assert.deepEqual(await browser.seen(), wanted);
      assert.equal(browser.posts, 1);
      await browser.close();
    });

test("a clock that jumps years ahead afterwards: asked once more, and then no more", async () => {
  const browser = await device();
  await browser.load();
  await part(browser.page, "accept").click();
  await browser.settled();
  await browser.set(3);
  await browser.load();
  assert.deepEqual(await browser.seen(), { asks: true, vimeo: false, ran: 0 });
  await part(browser.page, "accept").click();
  await browser.settled();
  for (let turn = 0; turn < 2; ++turn) {
    await browser.load();
    assert.deepEqual(await browser.seen(), { asks: false, vimeo: true, ran: 1 });
  }
  assert.equal(browser.posts, 2);
  await browser.close();
});

for (const [before, after] of [
  [5, 0],
  [5, 5],
  [-5, -5],
  [-1, 0],
])
  test(`made ${before} years off while the service is away, sent ${after} years off: once, and it holds`, async () => {
    const browser = await device();
    const { context, page } = browser;
    await browser.set(before);
    await browser.load();
    await context.route("**/consents", (route) => route.abort());
    await part(page, "accept").click();
    await page.getByText("retenu sur cet appareil").waitFor();
    await context.unroute("**/consents");
    await browser.set(after);
    await browser.load();
    await browser.settled();
    assert.deepEqual(await browser.seen(), { asks: false, vimeo: true, ran: 1 });
    const { posts } = browser;
    await browser.load();
    assert.deepEqual(await browser.seen(), { asks: false, vimeo: true, ran: 1 });
    assert.equal(browser.posts, posts);
    await browser.close();
  });

test("an unsent choice that looks older than any choice holds is asked for again, once", async () => {
  const browser = await device();
  const { context, page } = browser;
  await browser.set(-5);
  await browser.load();
  await context.route("**/consents", (route) => route.abort());
  await part(page, "accept").click();
  await page.getByText("retenu sur cet appareil").waitFor();
  await context.unroute("**/consents");
  await browser.set(0);
  await browser.load();
  assert.deepEqual(await browser.seen(), { asks: true, vimeo: false, ran: 0 });
  await part(page, "accept").click();
  await browser.settled();
  await browser.load();
  assert.deepEqual(await browser.seen(), { asks: false, vimeo: true, ran: 1 });
  await browser.close();
});

/** A choice that waits in the browser, as `change` leaves it. */
const change = (page, what) =>
  page.evaluate((given) => {
    const key = "temoin:ameli.fr";
    const waiting = JSON.parse(localStorage.getItem(key));
    const { fresh, ...more } = given;
    if (fresh) delete waiting.offset;
    localStorage.setItem(key, JSON.stringify({ ...waiting, ...more }));
  }, what);

for (const act of ["accept", "refuse"])
  for (const [name, years, offset, wanted, ago] of [
    // Made with a clock that was right; the device's is set back since, to soon after or before it.
    ["made 14 months ago, with a clock that went back since to that day", -1.16, 0, "asked", 425],
    ["made 14 months ago, with a clock that went back since to before it", -3, 0, "asked", 425],
    ["made 14 months ago, nothing being known of the clock then", -1.16, undefined, "asked", 425],
    // Made in the hour before, with a clock that was as wrong then.
    ["made now, with a clock that was as far behind then", -3, 3 * kYear, "sent", 0],
    ["made now, with a clock that was right then", -3, 0, "sent", 0],
    ["made two months ago, with a clock that went back since", -0.3, 0, "sent", 60],
  ])
    test(`a choice that waits, ${act}, ${name}: ${wanted}`, async () => {
      const browser = await device();
      const { context, page } = browser;
      await browser.load();
      await context.route("**/consents", (route) => route.abort());
      await part(page, act).click();
      await page.getByText("retenu sur cet appareil").waitFor();
      await quiet(page);
      const at = Date.now() - ago * 864e5 - (offset ?? 0);
      await change(page, offset === undefined ? { at, fresh: true } : { at, offset });
      await context.unroute("**/consents");
      browser.posts = 0;
      await browser.set(years);
      await browser.load();
      if (wanted === "sent") {
        await browser.settled();
        assert.equal(browser.posts, 1);
        return browser.close();
      }
      await part(page, act).waitFor();
      assert.deepEqual(await browser.seen(), { asks: true, vimeo: false, ran: 0 });
      assert.equal(browser.posts, 0);
      assert.equal(await page.evaluate(() => localStorage.getItem("temoin:ameli.fr")), null);
      await part(page, "accept").click();
      await browser.settled();
      await browser.load();
      assert.deepEqual(await browser.seen(), { asks: false, vimeo: true, ran: 1 });
      await browser.close();
    });
