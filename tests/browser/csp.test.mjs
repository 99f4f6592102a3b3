// The Content-Security-Policy that the catalogue writes for each answer, obeyed by a real browser:
// what was not allowed is not even asked for, what was is, and the banner works under every one of
// them.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";

import { closeAll, open } from "./lib/browser.mjs";
import { part, quiet, settle, visit } from "./lib/demo.mjs";
import { pageOf, place, standIn } from "./lib/page.mjs";
import { catalogWith, kBinary, Service } from "./lib/service.mjs";

let service;
let catalog;
const policies = {};

before(async () => {
  // Without the guard: what holds a tag back here is the policy alone.
  catalog = catalogWith({ guard: false });
  service = await Service.start({ catalog });
  const ran = spawnSync(kBinary, ["catalog", "csp", "--site", "ameli.fr", "--catalog", catalog], {
    encoding: "utf8",
  });
  assert.equal(ran.status, 0, ran.stderr);
  for (const line of ran.stdout.trim().split("\n"))
    policies[line.slice(0, line.indexOf(":"))] = line.slice(line.indexOf(":") + 2);
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
