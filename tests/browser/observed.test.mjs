// What real pages say about trackers that nobody declared: names only, masked, sampled, anonymous,
// and where the staff find them.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import assert from "node:assert/strict";

import { closeAll, open } from "./lib/browser.mjs";
import { eventually, part, quiet, visit } from "./lib/demo.mjs";
import { pageOf, siteBefore } from "./lib/page.mjs";
import { ask, catalogWith, kBinary, Service } from "./lib/service.mjs";

after(closeAll);

// Set by a tag that nobody tagged; the secrets are what must never leave the browser.
const kTag = `<script>
  document.cookie = "_ajout=SECRET-VALUE; path=/";
  document.cookie = "_suivi_K2X9QPL7ZZ=SECRET-VALUE; path=/";
  document.cookie = "BFCD4711=declared by its pattern; path=/";
  document.cookie = "ameli_espace=declared and necessary; path=/";
  document.cookie = "usr-jean.dupont%40exemple.fr=1; path=/";
  localStorage.setItem("panier:550e8400-e29b-41d4-a716-446655440000", "SECRET-VALUE");
  sessionStorage.setItem("essai_ab", "SECRET-VALUE");
</script>`;

/**
 * The service with that share of pages observed, a browser on a page of it, and what was reported.
 */
async function observing(share, change = () => {}) {
  const catalog = catalogWith({ observed: share });
  change(catalog);
  const service = await Service.start({ catalog });
  const browser = await open();
  const reports = [];
  browser.context.on(
    "request",
    (request) => request.url().endsWith("/observed") && reports.push(request),
  );
  const learnt = browser.page
    .waitForResponse((response) => response.url().endsWith("/config.json"))
    .catch(() => null);
  // Not an intercepted page: what is sent while a page is left would be lost with the interception.
  const site = await siteBefore(service, { "/essai/page": pageOf(kTag) });
  await visit(browser.page, site.address("/essai/page"));
  await part(browser.page, "banner").waitFor();
  return {
    ...browser,
    service,
    reports,
    learnt,
    close: async () => {
      await browser.close();
      await site.close();
      await service.stop();
      rmSync(catalog, { recursive: true });
    },
  };
}

test("undeclared names leave masked, without values or cookies, and stand in the console's list", async () => {
  const { page, service, reports, learnt, close } = await observing(100);
  try {
    await (await learnt).finished();
    await quiet(page);
    assert.equal(reports.length, 0, "nothing before the page is left");
    await page.goto("about:blank");
    await eventually(async () => assert.equal(reports.length, 1));
    const text = reports[0].postData();
    const body = JSON.parse(text);
    assert.deepEqual(Object.keys(body), ["names"]);
    assert.deepEqual(body.names.sort(), ["*", "_ajout", "_suivi_*", "essai_ab", "panier:*"]);
    assert.ok(!/SECRET|jean|K2X9|550e/.test(text));
    const headers = await reports[0].allHeaders();
    assert.equal(headers.cookie, undefined);

    const made = spawnSync(
      kBinary,
      ["token", "create", "--data", service.data, "--role", "marketing", "--name", "essai"],
      { encoding: "utf8" },
    );
    assert.equal(made.status, 0, made.stderr);
    const token = /[\w.~-]{20,}/.exec(made.stdout)[0];
    // Counted with the next commit of the service, some seconds later at most.
    await eventually(async () => {
      const answer = await ask(service.staffPort, "/v1/trackers?site=ameli.fr", {
        headers: { authorization: `Bearer ${token}` },
      });
      assert.equal(answer.status, 200, answer.body);
      const { observed } = JSON.parse(answer.body);
      assert.deepEqual(observed.map((each) => each.name).sort(), [
        "*",
        "_ajout",
        "_suivi_*",
        "essai_ab",
        "panier:*",
      ]);
      for (const each of observed) {
        assert.equal(each.count, 1);
        assert.equal(each.first_seen, each.last_seen);
        assert.match(each.first_seen, /^\d{4}-\d\d-\d\dT/);
      }
    });

    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`http://127.0.0.1:${service.staffPort}/`);
    await page.getByLabel("Votre jeton").fill(token);
    await page.getByRole("button", { name: "Se connecter" }).click();
    await page.getByRole("link", { name: "Traceurs" }).click();
    const table = page.getByRole("table", { name: "Noms observés sans déclaration" });
    await table.getByRole("row", { name: /_suivi_\*/ }).waitFor();
  } finally {
    await close();
  }
});

test("a site that asks for no names gets none, whatever is sent to it", async () => {
  const { page, service, reports, close } = await observing(0);
  try {
    await quiet(page);
    await page.goto("about:blank");
    await page.goto("about:blank");
    assert.equal(reports.length, 0);
    const banner = await ask(service.port, "/v1/sites/ameli.fr/banner.js");
    assert.ok(!banner.body.includes('"observed",'), "the part is not even there");
    const answer = await ask(service.port, "/v1/sites/ameli.fr/observed", {
      host: "www.ameli.localhost",
      method: "POST",
      body: JSON.stringify({ names: ["_invente"] }),
      headers: {
        "content-type": "application/json",
        origin: service.address("").replace(/\/$/, ""),
      },
    });
    assert.equal(answer.status, 204);
  } finally {
    await close();
  }
});

/** ameli.fr asks about what the banner reads for the site itself, as about any service. */
function asksAboutReading(catalog) {
  const file = join(catalog, "sites/ameli.fr.json");
  const site = JSON.parse(readFileSync(file, "utf8"));
  site.waivers = site.waivers.filter((waiver) => waiver.rule !== "observed-without-basis");
  const words = { fr: "Relever les noms des traceurs.", en: "Note the names of trackers." };
  site.purposes
    .find((purpose) => purpose.id === "campaigns")
    .services.push({
      id: "temoin-reading",
      name: "Relevé des traceurs",
      vendor: "cnam",
      role: "publisher",
      description: words,
      trackers: [],
    });
  writeFileSync(file, JSON.stringify(site, null, 2));
}

test("where the site asks about it, names are read after consent to that alone", async () => {
  const { page, service, reports, close } = await observing(100, asksAboutReading);
  const again = async () => {
    await visit(page, page.url());
    await quiet(page);
  };
  const left = async () => {
    const address = page.url();
    await page.goto("about:blank");
    await page.waitForTimeout(500);
    const count = reports.length;
    await visit(page, address);
    return count;
  };
  try {
    assert.equal(await left(), 0, "before any answer");
    await part(page, "banner").waitFor();
    await part(page, "refuse").click();
    await part(page, "banner").waitFor({ state: "detached" });
    await again();
    assert.equal(await left(), 0, "after a refusal");
    await page.evaluate(() => window.temoin.accept());
    await quiet(page);
    await again();
    await page.goto("about:blank");
    await eventually(async () => assert.equal(reports.length > 0, true, "after consent to it"));
    assert.ok(JSON.parse(reports[0].postData()).names.includes("_ajout"));
    const table = await ask(service.port, "/v1/sites/ameli.fr/cookies.json");
    assert.match(table.body, /temoin-reading/, "it stands in the cookie table");
  } finally {
    await close();
  }
});
