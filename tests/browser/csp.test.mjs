// The Content-Security-Policy that the catalogue writes for each answer, obeyed by a real browser:
// what was not allowed is not even asked for, what was is, and the banner works under every one of
// them.
import { rmSync } from "node:fs";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";

import { closeAll, open } from "./lib/browser.mjs";
import { eventually, part, quiet, settle, visit } from "./lib/demo.mjs";
import { pageOf, place, standIn, tweak } from "./lib/page.mjs";
import { catalogWith, printedPolicies, Service } from "./lib/service.mjs";

let service;
let catalog;
let policies;

before(async () => {
  // Without the guard: what holds a tag back here is the policy alone.
  catalog = catalogWith({ guard: false });
  service = await Service.start({ catalog });
  policies = printedPolicies(catalog);
});
after(async () => {
  await closeAll();
  await service?.stop();
  rmSync(catalog, { recursive: true, force: true });
});

// Pasted into the page by hand, past the banner: one request of each kind.
const kPasted = `
  <script src="https://track.adform.net/serving/scripts/trackpoint/async/"></script>
  <img src="https://ad.doubleclick.net/activity.gif" alt="">
  <iframe src="https://player.vimeo.com/video/1" title="Film"></iframe>
  <script src="https://connect.facebook.net/fr_FR/sdk.js"></script>
  <script src="https://tag.aticdn.net/piano-analytics.js"></script>
  <script src="https://etiquette.inconnue.example/tag.js"></script>
  <script>fetch("https://ameli.pa-cd.com/event", { mode: "no-cors" }).catch(() => {});</script>`;

const kOwners = {
  "track.adform.net": "adform",
  "ad.doubleclick.net": "campaign-manager",
  "player.vimeo.com": "vimeo",
  "connect.facebook.net": "facebook",
  "tag.aticdn.net": "piano-analytics",
  "ameli.pa-cd.com": "piano-analytics",
};

/** Hosts that a page under this policy reaches, once it has gone quiet. */
async function reached(policy) {
  const browser = await open();
  const { page, context } = browser;
  const asked = await standIn(context, /^https:/, "", "text/html");
  // The site's own inline scripts are the site's to allow; the policy does not touch that choice.
  await place(context, "csp", pageOf(kPasted), {
    "content-security-policy": policy.replace(
      "script-src 'self'",
      "script-src 'self' 'unsafe-inline'",
    ),
  });
  await visit(page, service.address("/essai/csp"));
  await part(page, "banner").waitFor();
  await quiet(page);
  await part(page, "refuse").click();
  await settle(page);
  await browser.close();
  return new Set(asked.map((address) => new URL(address).hostname));
}

test("one policy for nothing, one for each service, one for all", () => {
  assert.deepEqual(Object.keys(policies).sort(), [
    "adform",
    "all",
    "campaign-manager",
    "facebook",
    "linkedin",
    "none",
    "piano-analytics",
    "vimeo",
    "x",
  ]);
});

test("nothing allowed: no vendor is asked for anything, and the banner asks and records", async () => {
  assert.deepEqual([...(await reached(policies.none))], []);
});

for (const id of ["vimeo", "piano-analytics", "adform"]) {
  test(`${id} alone: its hosts and no other`, async () => {
    const expected = Object.keys(kOwners).filter((host) => kOwners[host] === id);
    assert.deepEqual([...(await reached(policies[id]))].sort(), expected.sort());
  });
}

test("everything allowed: every declared vendor, and still nobody else", async () => {
  assert.deepEqual([...(await reached(policies.all))].sort(), Object.keys(kOwners).sort());
});

/** A page whose policy follows the visitor's answer, as nginx sends it; `pasted` past the banner. */
async function answered(settings, pasted) {
  const browser = await open();
  const { page, context } = browser;
  browser.asked = await standIn(context, "https://player.vimeo.com/**", "", "text/html");
  browser.loads = 0;
  await tweak(context, (config) => (config.settings = { ...config.settings, ...settings }));
  await context.route("**/essai/answered", async (route) => {
    ++browser.loads;
    const cookie = (await route.request().allHeaders()).cookie || "";
    await route.fulfill({
      body: pageOf(pasted),
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": policies[/vimeo:1/.test(cookie) ? "vimeo" : "none"],
      },
    });
  });
  await visit(page, service.address("/essai/answered"));
  await part(page, "banner").waitFor();
  await quiet(page);
  assert.deepEqual(browser.asked, []);
  return browser;
}

const kTaggedFilm =
  '<iframe title="Film" data-service="vimeo" data-temoin-src="https://player.vimeo.com/video/1"></iframe>';
const kPastedFilm = '<iframe title="Film" src="https://player.vimeo.com/video/1"></iframe>';

for (const [name, body] of [
  ["tagged", kTaggedFilm],
  ["pasted past the banner", kPastedFilm],
]) {
  test(`an acceptance under a policy by answer takes the next page, and the visitor is told: ${name}`, async () => {
    const browser = await answered({}, body);
    const { page } = browser;
    await page.evaluate(() => window.temoin.accept("vimeo"));
    await page.waitForFunction(() =>
      /page suivante.*Vimeo/.test(
        document.querySelector("#temoin").shadowRoot.querySelector("[part=message]")?.textContent,
      ),
    );
    assert.equal(browser.loads, 1, "it does not reload by itself");
    await page.getByRole("button", { name: "Recharger la page" }).click();
    await eventually(async () => assert.equal(browser.asked.length, 1));
    assert.equal(browser.loads, 2);
    await browser.close();
  });

  test(`where the site's settings say so, the page reloads by itself, once: ${name}`, async () => {
    const browser = await answered({ reload: true }, body);
    await browser.page.evaluate(() => window.temoin.accept("vimeo"));
    await eventually(async () => assert.equal(browser.asked.length, 1));
    await quiet(browser.page);
    assert.equal(browser.loads, 2);
    await browser.close();
  });
}

test("a refusal, or an acceptance that the policy lets through, says nothing of a next page", async () => {
  const browser = await answered({ reload: true }, kTaggedFilm);
  await browser.page.evaluate(() => window.temoin.refuse());
  await settle(browser.page);
  assert.equal(browser.loads, 1);
  assert.doesNotMatch(await part(browser.page, "message").textContent(), /page suivante/);
  await browser.close();
});

test("each service that waits for the next page is told, once: the second acceptance names its own", async () => {
  const browser = await answered(
    {},
    kPastedFilm + '<img alt="" src="https://track.adform.net/x.gif">',
  );
  const { page } = browser;
  const told = () =>
    page.evaluate(
      () =>
        document.querySelector("#temoin").shadowRoot.querySelector("[part=message] p")?.textContent,
    );
  await page.evaluate(() => window.temoin.accept("vimeo"));
  await eventually(async () => assert.match(await told(), /page suivante.*: Vimeo\.$/));
  await page.evaluate(() => window.temoin.accept("adform"));
  await eventually(async () => assert.match(await told(), /page suivante.*: Adform\.$/));
  await browser.close();
});
