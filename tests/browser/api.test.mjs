// What a developer relies on: window.temoin, its queue and events, attributes, languages, theming,
// consent mode, and a configuration that changes under the visitor.
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { closeAll, open } from "./lib/browser.mjs";
import { eventually, part, settle, visit } from "./lib/demo.mjs";
import { kSnippet, pageOf, place, tweak } from "./lib/page.mjs";
import { Service, copyCatalog } from "./lib/service.mjs";

let service;
before(async () => (service = await Service.start()));
after(() => closeAll());
after(() => service.stop());

async function arrive(html, change) {
  const browser = await open();
  if (change) await tweak(browser.context, change);
  browser.posts = [];
  browser.context.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/consents"))
      browser.posts.push(JSON.parse(request.postData()));
  });
  await place(browser.context, "page", html);
  await visit(browser.page, service.address("/essai/page"));
  return browser;
}

test("calls queued before the script are taken up; onChange replays at once and can be stopped", async () => {
  const queue =
    "<script>window.seen = []; (window.temoin = window.temoin || []).push(['onChange', (state) => window.seen.push(state.status)], (temoin) => (window.had = temoin.allowed('audience')));</script>";
  const { page, close } = await arrive(pageOf("").replace(kSnippet, queue + kSnippet));
  assert.deepEqual(await page.evaluate(() => [window.seen, window.had]), [["none"], true]);
  await page.evaluate(() => {
    window.late = [];
    window.stop = window.temoin.onChange((state) => window.late.push(state.services.vimeo));
    window.temoin.accept();
  });
  await settle(page);
  assert.equal(await page.evaluate(() => window.seen.at(-1)), "valid");
  assert.deepEqual(await page.evaluate(() => [window.late[0], window.late.at(-1)]), [false, true]);
  await page.evaluate(() => (window.stop(), window.temoin.refuse("vimeo")));
  await settle(page);
  assert.equal(await page.evaluate(() => window.late.at(-1)), true);
  await close();
});

test("accept, refuse, save, withdraw: each sends what it says, by service and by purpose", async () => {
  const { page, posts, close } = await arrive(pageOf(""));
  const kRefusable = [
    "adform",
    "campaign-manager",
    "facebook",
    "linkedin",
    "piano-analytics",
    "vimeo",
    "x",
  ];
  const act = async (call) => {
    await page.evaluate(call);
    await settle(page);
    const { action, decisions, layer, language, banner } = posts.at(-1);
    assert.deepEqual(Object.keys(decisions).sort(), kRefusable);
    assert.equal(layer, "page");
    assert.equal(language, "fr");
    assert.match(banner, /^[0-9a-f]{64}$/);
    return [action, kRefusable.filter((id) => decisions[id])];
  };
  assert.deepEqual(await act(() => window.temoin.accept("campaigns")), [
    "save",
    ["adform", "campaign-manager", "piano-analytics"],
  ]);
  assert.deepEqual(await act(() => window.temoin.refuse(["adform", "audience"])), [
    "save",
    ["campaign-manager"],
  ]);
  assert.deepEqual(await act(() => window.temoin.save({ vimeo: true, x: true })), [
    "save",
    ["campaign-manager", "vimeo", "x"],
  ]);
  assert.deepEqual(await act(() => window.temoin.accept()), ["accept_all", kRefusable]);
  assert.deepEqual(await act(() => window.temoin.withdraw()), ["withdraw", []]);
  assert.equal(await page.evaluate(() => window.temoin.state().status), "valid");
  await close();
});

test("events on the document", async () => {
  const listen =
    "<script>window.events = []; for (const name of ['ready', 'shown', 'change', 'choice', 'withdrawn']) document.addEventListener('temoin:' + name, (event) => window.events.push(name));</script>";
  const { page, close } = await arrive(pageOf("").replace(kSnippet, listen + kSnippet));
  await part(page, "accept").click();
  await settle(page);
  await page.evaluate(() => window.temoin.withdraw());
  await settle(page);
  const events = await page.evaluate(() => window.events);
  for (const name of ["ready", "shown", "change", "choice", "withdrawn"])
    assert.ok(events.includes(name), name);
  assert.ok(events.indexOf("choice") > events.indexOf("shown"));
  await close();
});

test("buttons by attribute, a link by address, and the page as a place for the preferences", async () => {
  const { page, posts, close } = await arrive(
    pageOf(
      '<button data-temoin="refuse">Non</button> <a href="#temoin-preferences">Réglages</a> <div data-temoin-preferences></div>',
    ),
  );
  const inPage = page.locator("[data-temoin-preferences]");
  await inPage.getByRole("heading", { name: "Gestion des cookies" }).waitFor();
  assert.equal(await part(page, "banner").count(), 0, "the page itself asks");
  await page.getByRole("button", { name: "Non" }).click();
  await settle(page);
  assert.equal(posts.at(-1).action, "refuse_all");
  await inPage.getByRole("group", { name: "Pour Vimeo" }).getByLabel("Autoriser").check();
  await inPage.locator("[part~=save]").click();
  await settle(page);
  assert.equal(posts.at(-1).layer, "page");
  await eventually(async () =>
    assert.match(
      await inPage.locator("[part=current]").innerText(),
      /Votre choix du .* est valable jusqu’au/,
    ),
  );
  await page.getByRole("link", { name: "Réglages" }).click();
  await page.getByRole("dialog").waitFor();
  await close();
});

test("what is saved is what stands on the screen, also where preferences stand in the page and in the dialog", async () => {
  const { page, close } = await arrive(pageOf("<div data-temoin-preferences></div><p>…</p>"));
  await page.evaluate(() => window.temoin.accept());
  await settle(page);
  const inPage = page.locator("[data-temoin-preferences]");
  await inPage.locator('[name="s-adform"][value="0"]').check();
  await page.evaluate(() => window.temoin.showPreferences());
  await page.getByRole("dialog").waitFor();
  await page.getByRole("dialog").locator('[name="s-vimeo"][value="0"]').check();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.ok(await inPage.locator('[name="s-adform"][value="0"]').isChecked());
  assert.ok(await inPage.locator('[name="s-vimeo"][value="1"]').isChecked());
  await inPage.locator('[part~="save"]').click();
  await page.waitForFunction(() => window.temoin.state().services.adform === false);
  await settle(page);
  assert.equal(
    await page.evaluate(() => window.temoin.state().services.vimeo),
    true,
    "the dialog was closed without saving",
  );
  await close();
});

test("the preferences page: each tracker with finalité and durée, the choice, its end, its reference, withdrawal", async () => {
  const browser = await open();
  const { page } = browser;
  await page.goto(service.address("/v1/sites/ameli.fr/preferences"));
  const inPage = page.locator("[data-temoin-preferences]");
  await inPage.getByRole("heading", { level: 1, name: "Gestion des cookies" }).waitFor();
  assert.equal(await part(page, "banner").count(), 0, "the page itself asks");
  await inPage.locator("details").evaluateAll((all) => all.forEach((each) => (each.open = true)));
  const text = (await inPage.locator("[part=preferences]").innerText()).replace(/\u00a0/g, " ");
  const config = JSON.parse(
    await page.evaluate(() => fetch("config.json").then((answer) => answer.text())),
  );
  for (const purpose of config.purposes)
    for (const each of purpose.services) {
      assert.ok(text.includes(each.name), each.name);
      for (const tracker of each.trackers) {
        assert.ok(text.includes(tracker.name), tracker.name);
        assert.ok(text.includes(tracker.purpose.fr.replace(/\u00a0/g, " ")), tracker.purpose.fr);
      }
    }
  for (const words of [
    "13 mois",
    "30 minutes",
    "60 jours si le navigateur accepte, 10 ans s’il refuse",
    "durée non publiée",
    "le temps de la session",
    "Toujours actif",
    "Mesure exemptée de consentement",
    "États-Unis",
    "Sous-traitant".toLowerCase(),
  ])
    assert.ok(text.includes(words), words);
  await inPage.locator("[part~=accept]").click();
  await settle(page);
  await eventually(async () =>
    assert.match(await inPage.locator("[part=reference]").innerText(), /Référence.*\d/),
  );
  // The message that confirms covers none of the three buttons.
  for (const viewport of [
    { width: 1280, height: 900 },
    { width: 360, height: 740 },
  ]) {
    await page.setViewportSize(viewport);
    const message = await part(page, "message").boundingBox();
    for (const name of ["accept", "refuse", "save"]) {
      const button = await inPage.locator(`[part~=${name}]`).boundingBox();
      assert.ok(
        message.y + message.height <= button.y || message.y >= button.y + button.height,
        `${name} at ${viewport.width}`,
      );
    }
  }
  const [proof] = await Promise.all([
    page.waitForEvent("download"),
    inPage.getByRole("button", { name: "Télécharger ma preuve" }).click(),
  ]);
  assert.match(proof.suggestedFilename(), /^preuve-ameli\.fr-\d+\.html$/);
  assert.match(readFileSync(await proof.path(), "utf8"), /c2sp\.org\/tlog-proof@v1\n/);
  await inPage.getByRole("button", { name: "Retirer mon consentement" }).click();
  await settle(page);
  assert.equal(await page.evaluate(() => window.temoin.allowed("vimeo")), false);
  assert.equal(await inPage.getByRole("button", { name: "Retirer mon consentement" }).count(), 0);
  await browser.close();
});

test("languages: the page's own, setLanguage, and others by configuration", async () => {
  const { page, close } = await arrive(pageOf("", { lang: "en-GB" }), (config) => {
    config.languages.push("de");
    config.settings.ui = { de: { accept: "Alle akzeptieren" } };
  });
  assert.equal(await part(page, "accept").innerText(), "Accept all");
  assert.equal(await page.locator("#temoin").getAttribute("lang"), "en");
  await page.evaluate(() => window.temoin.setLanguage("de"));
  assert.equal(await part(page, "accept").innerText(), "Alle akzeptieren");
  await page.evaluate(() => window.temoin.setLanguage("fr"));
  assert.equal(await part(page, "refuse").innerText(), "Tout refuser");
  await close();
});

test("theming by custom properties and parts", async () => {
  const { page, close } = await arrive(
    pageOf("", {
      head: "<style>:root { --temoin-accent: rgb(120, 20, 60); } #temoin::part(title) { letter-spacing: 3px; }</style>",
    }),
  );
  assert.equal(
    await part(page, "accept").evaluate((button) => getComputedStyle(button).backgroundColor),
    "rgb(120, 20, 60)",
  );
  assert.equal(
    await part(page, "title").evaluate((title) => getComputedStyle(title).letterSpacing),
    "3px",
  );
  await close();
});

test("Google Consent Mode: denied before any tag, granted after; Piano: its modes", async () => {
  const piano =
    "<script>window.pa = { modes: [], sent: 0, consent: { setMode: (mode) => window.pa.modes.push(mode) }, sendEvent: () => ++window.pa.sent };</script>";
  const { page, close } = await arrive(
    pageOf("", { head: "<script>gtag('event', 'page_view');</script>" }).replace(
      kSnippet,
      piano + kSnippet,
    ),
  );
  const layer = () => page.evaluate(() => window.dataLayer.map((call) => Array.from(call)));
  const [first, second] = await layer();
  assert.deepEqual(first.slice(0, 2), ["consent", "default"]);
  assert.deepEqual(
    ["ad_storage", "ad_user_data", "ad_personalization", "analytics_storage"].map(
      (key) => first[2][key],
    ),
    Array(4).fill("denied"),
  );
  assert.equal(second[0], "event");
  assert.deepEqual(
    await page.evaluate(() => [window.pdl.requireConsent, window.pdl.consent.defaultPreset.PA]),
    ["v2", "essential"],
  );
  await page.evaluate(() => window.temoin.accept());
  await settle(page);
  const update = (await layer()).at(-1);
  assert.deepEqual(
    [update[0], update[1], update[2].ad_storage, update[2].analytics_storage],
    ["consent", "update", "granted", "denied"],
  );
  await page.evaluate(() => window.temoin.refuse());
  await settle(page);
  assert.equal((await layer()).at(-1)[2].ad_storage, "denied");
  const mode = await page.evaluate(
    () => (window.pa.sendEvent(), [window.pa.modes.at(-1), window.pa.sent]),
  );
  assert.deepEqual(mode, ["opt-out", 0]);
  await close();
});

test("reset erases the choice at the service and asks again", async () => {
  const { page, context, close } = await arrive(pageOf(""));
  await part(page, "accept").click();
  await settle(page);
  await page.evaluate(() => window.temoin.reset());
  await part(page, "banner").waitFor();
  assert.equal(await page.evaluate(() => window.temoin.allowed("vimeo")), false);
  assert.ok(!(await context.cookies()).some((cookie) => cookie.name === "pcid" && cookie.value));
  await close();
});

test("an old page: 409, the configuration fetched past the cache once, and only what changed asked again", async () => {
  const catalog = copyCatalog();
  const own = await Service.start({ catalog });
  const browser = await open();
  try {
    const { page, context } = browser;
    await place(
      context,
      "page",
      pageOf('<script type="text/plain" data-service="adform">window.adform = 1;</script>'),
    );
    const asked = { config: 0, posts: [] };
    context.on("request", (request) => {
      if (/config\.json/.test(request.url())) ++asked.config;
      if (request.method() === "POST" && request.url().endsWith("/consents"))
        asked.posts.push(JSON.parse(request.postData()));
    });
    await visit(page, own.address("/essai/page"));
    await part(page, "banner").waitFor();
    // Meanwhile Vimeo gets a tracker that was not there: a material change.
    const file = join(catalog, "sites/ameli.fr.json");
    const site = JSON.parse(readFileSync(file, "utf8"));
    const vimeo = site.purposes
      .flatMap((purpose) => purpose.services)
      .find((each) => each.id === "vimeo");
    vimeo.trackers.push({
      name: "vuid",
      host: "vimeo.com",
      kind: "cookie",
      purpose: { fr: "Reconnaître le lecteur.", en: "Recognise the player." },
      lifetime: "P1D",
    });
    delete vimeo.published;
    writeFileSync(file, JSON.stringify(site, null, 2));
    await own.restart();
    // The generation before is taken for 24 hours more; then no longer.
    await own.restart(new Date(Date.now() + 2 * 864e5).toISOString().replace(/\.\d+Z/, "Z"));
    await part(page, "accept").click();
    await eventually(async () =>
      assert.match(await part(page, "text").innerText(), /ont changé\u00a0: Vimeo\./),
    );
    assert.equal(asked.config, 1);
    assert.equal(asked.posts.length, 1);
    assert.equal(await part(page, "accept").innerText(), "Accepter");
    await part(page, "refuse").click();
    await settle(page);
    assert.equal(asked.posts.length, 2);
    const { decisions, action, revision } = asked.posts[1];
    assert.notEqual(revision, asked.posts[0].revision);
    assert.equal(action, "save");
    assert.equal(decisions.vimeo, false);
    assert.ok(Object.entries(decisions).every(([id, yes]) => yes === (id !== "vimeo")));
    assert.equal(await page.evaluate(() => window.adform), 1);
    assert.equal(asked.config, 1);
  } finally {
    await browser.close();
    await own.stop();
    rmSync(catalog, { recursive: true });
  }
});
