// Google Consent Mode: each service grants the signals that the catalogue says it answers for, and
// no other.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { closeAll } from "./lib/browser.mjs";
import { eventually, quiet } from "./lib/demo.mjs";
import { standIn } from "./lib/page.mjs";
import { catalogWith, Service } from "./lib/service.mjs";
import { arrive } from "./lib/tiers.mjs";

let service;
let catalog;
before(async () => {
  catalog = catalogWith({ guard: true, adapters: ["google-consent-mode"] });
  const file = join(catalog, "sites/ameli.fr.json");
  const site = JSON.parse(readFileSync(file, "utf8"));
  const ads = site.purposes
    .flatMap((purpose) => purpose.services)
    .find(({ id }) => id === "campaign-manager");
  // Measurement of the same vendor, and a service whose tags come from a host of the site's own.
  const more = (id, signals) => ({
    ...ads,
    id,
    name: id,
    trackers: [{ ...ads.trackers[0], name: `_${id}` }],
    consent_mode: signals,
  });
  site.purposes
    .find(({ id }) => id === "campaigns")
    .services.push(more("ga4", ["analytics_storage"]), {
      ...more("server-side", ["personalization_storage"]),
      vendor: "vimeo",
    });
  writeFileSync(file, JSON.stringify(site, null, 2));
  service = await Service.start({ catalog });
});
after(async () => {
  await closeAll();
  await service.stop();
  rmSync(catalog, { recursive: true });
});

const signals = () =>
  [...window.dataLayer]
    .filter((each) => each[0] === "consent")
    .map((each) => [
      each[1],
      Object.keys(each[2])
        .filter((name) => each[2][name] === "granted")
        .sort()
        .join(),
    ]);

test("accepting a service grants its signals and no other; a withdrawal takes them back", async () => {
  const browser = await arrive(service, "<p>…</p>");
  assert.deepEqual(await browser.value(signals), [["default", ""]]);
  await browser.accept("ga4");
  await browser.until(signals, [
    ["default", ""],
    ["update", "analytics_storage"],
  ]);
  await browser.accept("server-side");
  await browser.accept("campaign-manager");
  await browser.until(signals, [
    ["default", ""],
    ["update", "analytics_storage"],
    ["update", "analytics_storage,personalization_storage"],
    [
      "update",
      "ad_personalization,ad_storage,ad_user_data,analytics_storage,personalization_storage",
    ],
  ]);
  await browser.value(() => window.temoin.refuse("ga4"));
  await browser.until(
    () =>
      Object.entries([...window.dataLayer].at(-1)[2])
        .filter(([, word]) => word === "granted")
        .map(([name]) => name)
        .sort(),
    ["ad_personalization", "ad_storage", "ad_user_data", "personalization_storage"],
  );
  await browser.load();
  assert.equal((await browser.value(signals)).length, 2, "default, then what is in force");
  await browser.close();
});

test("the preferences say which signals a service answers for", async () => {
  const browser = await arrive(service, "<p>…</p>");
  await browser.value(() => window.temoin.showPreferences());
  await browser.page.getByRole("dialog").waitFor();
  await browser.value(() =>
    document
      .querySelector("#temoin")
      .shadowRoot.querySelectorAll("details")
      .forEach((each) => (each.open = true)),
  );
  assert.deepEqual(
    await browser.page
      .locator("[part=signals]")
      .allInnerTexts()
      .then((all) => all.map((each) => each.replace(/.*: /, ""))),
    [
      "cookies publicitaires permis, envoi de données à Google à des fins publicitaires permis, publicité personnalisée permise.",
      "cookies de mesure d’audience permis.",
      "stockage de préférences permis.",
    ],
  );
  await browser.close();
});

test("a command of the page's that grants what was refused: denied, and its developer is told", async () => {
  const browser = await arrive(service, "<p>…</p>");
  const own = (what) =>
    `<script>window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments) }
gtag("consent", "${what}", { ad_storage: "granted", analytics_storage: "granted", other: "granted" })</script>`;
  for (const [body, options] of [
    [own("update"), {}],
    [own("default"), {}],
    [own("update").replace("window.dataLayer ||", ""), {}],
    ["<p>…</p>", { head: own("update") }],
  ]) {
    await browser.first(body, options);
    await browser.accept("ga4");
    await browser.page.reload();
    await browser.settled();
    const granted = await browser.value(() =>
      [...window.dataLayer]
        .filter((each) => each[0] === "consent")
        .flatMap((each) => Object.keys(each[2]).filter((name) => each[2][name] === "granted")),
    );
    assert.ok(granted.includes("analytics_storage") && granted.includes("other"), String(granted));
    assert.ok(!granted.includes("ad_storage"), body);
    assert.ok(
      browser.warnings.some((each) => /grants ad_storage/.test(each)),
      body,
    );
  }
  await browser.close();
});

test("what the guard holds of a vendor of several services comes in by any of them", async () => {
  const browser = await arrive(service, "<p>…</p>");
  const inserted = `<script>{ const tag = document.createElement("script"); tag.src = "https://www.googletagmanager.com/gtm.js"; document.head.append(tag);
document.head.insertAdjacentHTML("beforeend", '<link rel="stylesheet" href="https://www.googletagmanager.com/gtm.css">') }</script>`;
  const asked = await standIn(browser.context, /googletagmanager/, "window.gtm = 1");
  for (const name of ["ga4", "campaign-manager"]) {
    await browser.first(inserted);
    await quiet(browser.page);
    assert.deepEqual(asked, []);
    await browser.accept(name);
    await eventually(() => assert.equal(asked.length, 2, name));
    asked.length = 0;
    await browser.first(inserted);
    await browser.accept("vimeo");
    await quiet(browser.page);
    assert.deepEqual(asked, []);
  }
  await browser.close();
});
