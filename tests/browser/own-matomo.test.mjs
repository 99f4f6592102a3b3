// Measurement on a host of the site's own, whose vendor is the site: a refusal blocks that host and
// no other of the site's names, by the guard and by the policy that the catalogue prints.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { after, before, test } from "node:test";
import { closeAll, open } from "./lib/browser.mjs";
import { eventually, part, quiet, visit } from "./lib/demo.mjs";
import { addOwnMatomo } from "./lib/own-matomo.mjs";
import { pageOf, place, standIn } from "./lib/page.mjs";
import { copyCatalog, printedPolicies, Service } from "./lib/service.mjs";

let service;
let catalog;
let policies;
const kStats = "stats.ameli.fr";
const kMedia = "media.ameli.fr";

before(async () => {
  catalog = copyCatalog();
  addOwnMatomo(catalog, { domain: "ameli.fr", stats: kStats });
  service = await Service.start({ catalog });
  policies = printedPolicies(catalog);
});
after(async () => {
  await closeAll();
  await service?.stop();
  rmSync(catalog, { recursive: true, force: true });
});

/** What a page does of itself: its tracker, untagged, and the site's media and API. */
const kPasted = `<script>
  window._paq = window._paq || [];
  for (const host of ["${kStats}", "${kMedia}", "api.ameli.fr"]) {
    const s = document.createElement("script"); s.src = "https://" + host + "/matomo.js"; document.body.append(s);
    new Image().src = "https://" + host + "/matomo.php";
    fetch("https://" + host + "/beacon", { mode: "no-cors" }).catch(() => {});
    try { new WebSocket("wss://" + host + "/socket"); } catch {}
  }
</script>`;

async function arrive(headers = {}, { sockets = true } = {}) {
  const browser = await open();
  const { page, context } = browser;
  browser.asked = await standIn(context, /^https:/, "");
  // A socket that is answered here passes by the page's policy.
  if (sockets) await context.routeWebSocket(/^wss:/, (socket) => browser.asked.push(socket.url()));
  browser.hosts = () => [...new Set(browser.asked.map((each) => new URL(each).hostname))].sort();
  browser.at = (host) =>
    browser.asked
      .filter((each) => new URL(each).hostname === host)
      .map((each) => new URL(each).pathname)
      .sort();
  await place(context, "page", pageOf(kPasted), headers);
  await visit(page, service.address("/essai/page"));
  await part(page, "banner").waitFor();
  await quiet(page);
  return browser;
}
const kAll = ["/beacon", "/matomo.js", "/matomo.php", "/socket"];

test("the guard: a refusal blocks the tracker's host and no other of the site's; an acceptance lets it in", async () => {
  const browser = await arrive();
  const { page } = browser;
  assert.deepEqual(browser.hosts(), ["api.ameli.fr", kMedia]);
  assert.deepEqual(browser.at(kMedia), kAll);
  assert.deepEqual(await page.evaluate(() => window._paq.map(([command]) => command)), [
    "requireConsent",
    "forgetConsentGiven",
  ]);
  await part(page, "refuse").click();
  await page.waitForFunction(() => window.temoin.state().status === "valid");
  browser.asked.length = 0;
  await visit(page, service.address("/essai/page"));
  await quiet(page);
  assert.deepEqual(browser.hosts(), ["api.ameli.fr", kMedia]);
  await page.evaluate(() => window.temoin.accept("matomo"));
  await page.waitForFunction(() => window.temoin.state().services.matomo);
  await quiet(page); // what it lets in on this page comes first
  browser.asked.length = 0;
  await visit(page, service.address("/essai/page"));
  await eventually(() => assert.deepEqual(browser.at(kStats), kAll));
  assert.equal(
    await page.evaluate(() => window._paq.some(([command]) => command === "setConsentGiven")),
    true,
  );
  await browser.close();
});

test("the printed policy: what is exempt in each, sockets beside it, and of the site's names the tracker's alone", () => {
  const hostsIn = (policy, directive) =>
    new RegExp(`${directive} ([^;]*)`).exec(policy)[1].split(" ");
  for (const [name, policy] of Object.entries(policies)) {
    const sources = hostsIn(policy, "connect-src");
    for (const host of ["cloudflare.com", "*.cloudflare.com"])
      for (const scheme of ["https", "wss"])
        assert.ok(sources.includes(`${scheme}://${host}`), name);
    const own = [...policy.matchAll(/(\w+):\/\/([\w.*-]*ameli\.[\w.]*)/g)].map(([all]) => all);
    const allowed = ["matomo", "all"].includes(name);
    assert.deepEqual(
      [...new Set(own)].sort(),
      allowed ? [`https://${kStats}`, `wss://${kStats}`] : [],
      name,
    );
  }
  assert.ok(policies.matomo && policies.none);
});

for (const name of ["none", "matomo"])
  test(`a browser under the policy "${name}" reaches of the site's other hosts the tracker's at most`, async () => {
    const policy = policies[name].replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");
    const browser = await arrive({ "content-security-policy": policy }, { sockets: false });
    const { page } = browser;
    assert.deepEqual(browser.hosts(), []);
    await page.evaluate(() => window.temoin.accept("matomo"));
    await page.waitForFunction(() => window.temoin.state().services.matomo);
    browser.asked.length = 0;
    await visit(page, service.address("/essai/page"));
    await quiet(page);
    assert.deepEqual(browser.hosts(), name === "matomo" ? [kStats] : []);
    if (name === "matomo") assert.deepEqual(browser.at(kStats), kAll.slice(0, 3));
    await browser.close();
  });
