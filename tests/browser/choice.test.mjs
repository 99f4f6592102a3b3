// The main promise, in a real browser against the real service: what is set before a choice, after
// each kind of choice, after a reload, and thirteen months later.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeAll, cookieNames, listenTo, open } from "./lib/browser.mjs";
import {
  canBePressed,
  eventually,
  kAdform,
  kCampaignManager,
  kConsentHosts,
  kExempt,
  kNecessary,
  kVimeo,
  part,
  quiet,
  settle,
  visit,
} from "./lib/demo.mjs";
import { Service, ask } from "./lib/service.mjs";

let service;
before(async () => (service = await Service.start()));
after(() => closeAll());
after(() => service.stop());

const sorted = (...lists) => lists.flat().sort();

/** A fresh profile on the demonstration page. */
async function arrive(options) {
  const browser = await open(options);
  browser.hosts = listenTo(browser.context);
  await visit(browser.page, service.address());
  await part(browser.page, "banner").waitFor();
  await quiet(browser.page);
  return browser;
}

const contacted = (browser) => kConsentHosts.filter((host) => browser.hosts.has(host));

test("before a choice: exempt measurement only, and no third party that needs consent is asked", async () => {
  const browser = await arrive();
  await eventually(async () =>
    assert.deepEqual(await cookieNames(browser.context), sorted(kExempt)),
  );
  assert.deepEqual(contacted(browser), []);
  assert.ok(browser.hosts.has("piano.localhost"));
  await browser.close();
});

test("refuse all: only what is necessary, exempt measurement opposed too, now and after a reload", async () => {
  const browser = await arrive();
  await part(browser.page, "refuse").click();
  await settle(browser.page);
  await eventually(async () =>
    assert.deepEqual(await cookieNames(browser.context), sorted(kNecessary)),
  );
  browser.hosts.clear();
  await browser.page.reload();
  await quiet(browser.page);
  assert.equal(await part(browser.page, "banner").count(), 0);
  assert.deepEqual(contacted(browser), []);
  assert.ok(!browser.hosts.has("piano.localhost"));
  assert.deepEqual(await cookieNames(browser.context), sorted(kNecessary));
  await browser.close();
});

test("the message of a choice lies over no button of the preferences, and is there again after them", async () => {
  const browser = await arrive();
  const { page } = browser;
  await part(page, "refuse").click();
  const message = part(page, "message");
  await message.waitFor();
  await page.evaluate(() => window.temoin.showPreferences());
  for (const name of ["accept", "refuse", "save", "close"])
    await canBePressed(part(page, name).last());
  assert.equal(await message.isVisible(), false);
  await page.keyboard.press("Escape");
  await message.waitFor();
  await browser.close();
});

test("accept all: all of them", async () => {
  const browser = await arrive();
  await part(browser.page, "accept").click();
  await settle(browser.page);
  const all = sorted(kNecessary, kExempt, kAdform, kCampaignManager, kVimeo);
  await eventually(async () => assert.deepEqual(await cookieNames(browser.context), all));
  assert.deepEqual(contacted(browser), kConsentHosts);
  await browser.close();
});

test("Vimeo only: Vimeo and what is exempt, and a reload keeps it", async () => {
  const browser = await arrive();
  await part(browser.page, "choose").click();
  await browser.page.getByRole("dialog").waitFor();
  await browser.page.getByRole("group", { name: "Pour Vimeo" }).getByLabel("Autoriser").check();
  await part(browser.page, "save").click();
  await settle(browser.page);
  const expected = sorted(kNecessary, kExempt, kVimeo);
  await eventually(async () => assert.deepEqual(await cookieNames(browser.context), expected));
  assert.deepEqual(contacted(browser), ["vimeo.localhost"]);
  await browser.page.reload();
  await quiet(browser.page);
  assert.equal(await part(browser.page, "banner").count(), 0);
  assert.ok(
    await browser.page.evaluate(
      () => window.temoin.allowed("vimeo") && !window.temoin.allowed("adform"),
    ),
  );
  assert.deepEqual(contacted(browser), ["vimeo.localhost"]);
  assert.deepEqual(await cookieNames(browser.context), expected);
  await browser.close();
});

test("the choice is the service's: HttpOnly token, thirteen months, not prolonged by a reload", async () => {
  const browser = await arrive();
  await part(browser.page, "accept").click();
  await settle(browser.page);
  const jar = await browser.context.cookies();
  const [pcid, pctx] = kNecessary.map((name) => jar.find((cookie) => cookie.name === name));
  assert.ok(pcid.httpOnly && pcid.secure && pcid.sameSite === "Lax");
  assert.match(pcid.value, /^[\w-]{32}$/);
  assert.ok(!pctx.httpOnly);
  assert.equal(Math.round(pcid.expires), Math.round(pctx.expires));
  const given = new Date(+pctx.value.split("~")[3] * 1000);
  const end = new Date(+pctx.value.split("~")[4] * 1000);
  const months =
    (end.getUTCFullYear() - given.getUTCFullYear()) * 12 + end.getUTCMonth() - given.getUTCMonth();
  assert.equal(months, 13);
  await browser.page.reload();
  await browser.page.evaluate(() => window.temoin.accept());
  await settle(browser.page);
  const again = (await browser.context.cookies()).find((cookie) => cookie.name === "pctx");
  assert.equal(again.value, pctx.value);
  await browser.close();
});

test("thirteen months later: asked again, trackers cleared, and the service says expired", async () => {
  const browser = await arrive();
  await part(browser.page, "accept").click();
  await settle(browser.page);
  await eventually(async () => assert.ok((await cookieNames(browser.context)).includes("_gcl_au")));
  const jar = await browser.context.cookies();
  const pcid = jar.find((cookie) => cookie.name === "pcid").value;
  const pctx = jar.find((cookie) => cookie.name === "pctx").value;
  const end = +pctx.split("~")[4] * 1000;
  // By more than the clocks of browser and service may seem apart when an answer took its time.
  const later = new Date(end + 60_000);
  await browser.page.goto("about:blank");
  await service.restart(later.toISOString().replace(/\.\d+Z/, "Z"));
  try {
    // The browser itself would drop the cookies at their end; put back, they prove that it is not
    // the browser alone that ends a choice.
    await browser.context.clearCookies({ name: "_gcl_au" });
    await browser.context.addCookies([{ name: "_gcl_au", value: "1", url: service.address("/") }]);
    const answer = await ask(service.port, "/v1/sites/ameli.fr/consents/current", {
      host: "www.ameli.localhost",
      headers: { Cookie: `pcid=${pcid}; pctx=${pctx}` },
    });
    assert.equal(JSON.parse(answer.body).status, "expired");
    browser.hosts.clear();
    await browser.page.clock.setFixedTime(later);
    await visit(browser.page, service.address());
    await part(browser.page, "banner").waitFor();
    assert.ok(
      await browser.page.evaluate(() => document.cookie.includes("pctx=")),
      "the old cookie is still there",
    );
    assert.equal(await browser.page.evaluate(() => window.temoin.state().status), "none");
    assert.deepEqual(contacted(browser), []);
    await eventually(async () =>
      assert.ok(!(await cookieNames(browser.context)).includes("_gcl_au")),
    );
  } finally {
    // A directory whose times were once pretended is opened by nothing else.
    await service.restart(new Date().toISOString().replace(/\.\d+Z/, "Z"));
  }
  await browser.close();
});

test("refusing takes exactly as many actions as accepting, in the same size and place", async () => {
  const first = await arrive();
  for (const language of ["fr", "en"]) {
    for (const viewport of [
      { width: 390, height: 844 },
      { width: 820, height: 1180 },
      { width: 1280, height: 900 },
    ]) {
      await first.page.setViewportSize(viewport);
      await first.page.evaluate((to) => window.temoin.setLanguage(to), language);
      const boxes = await Promise.all(
        ["accept", "refuse", "choose"].map((name) => part(first.page, name).boundingBox()),
      );
      const looks = await part(first.page, "button").evaluateAll((buttons) =>
        buttons.map((button) => {
          const { color, backgroundColor, fontSize, fontWeight, borderColor } =
            getComputedStyle(button);
          return [color, backgroundColor, fontSize, fontWeight, borderColor].join(" ");
        }),
      );
      for (const box of boxes) {
        assert.ok(
          Math.abs(box.width - boxes[0].width) < 1 && Math.abs(box.height - boxes[0].height) < 1,
          `${language} ${viewport.width}`,
        );
        assert.ok(box.y + box.height <= viewport.height && box.height >= 44);
      }
      assert.equal(new Set(looks).size, 1);
    }
  }
  await first.close();
  const presses = async (name) => {
    const browser = await arrive();
    for (let count = 1; count < 20; ++count) {
      await browser.page.keyboard.press("Tab");
      const at = await browser.page.evaluate(
        () => document.activeElement.shadowRoot?.activeElement?.getAttribute("part") || "",
      );
      if (!at.includes(name)) continue;
      await browser.page.keyboard.press("Enter");
      await settle(browser.page);
      const { services } = await browser.page.evaluate(() => window.temoin.state());
      await browser.close();
      return { count, services };
    }
    throw new Error(`${name} cannot be reached by keyboard`);
  };
  const accepted = await presses("accept");
  const refused = await presses("refuse");
  // One click each; by keyboard they are neighbours.
  assert.equal(refused.count, accepted.count + 1);
  assert.ok(Object.values(accepted.services).every((on) => on));
  assert.ok(
    Object.entries(refused.services).every(
      ([id, on]) => on === ["ameli", "cloudflare"].includes(id),
    ),
  );
});
