// The main flows in Debian's Firefox too, over WebDriver BiDi. A campaign of its own
// (scripts/test-firefox): too slow for every change.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import puppeteer from "puppeteer-core";
import { eventually } from "../lib/demo.mjs";
import { Service } from "../lib/service.mjs";

const kFirefox = process.env.FIREFOX || "/usr/bin/firefox-esr";
const skip = existsSync(kFirefox) ? false : "no Firefox here";

const kPatience = { timeout: 45000 };

let service;
let browser;
before(async () => {
  if (skip) return;
  service = await Service.start();
  browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: kFirefox,
    headless: true,
    extraPrefsFirefox: { "intl.accept_languages": "fr", "network.cookie.cookieBehavior": 0 },
  });
});
after(() => browser?.close());
after(() => service?.stop());

/**
 * Each context opens a window of its own, which becomes the active one a moment later: a key
 * pressed before that moves no focus.
 */
async function front(page) {
  await page.bringToFront();
  await page.waitForFunction(() => document.hasFocus(), kPatience);
}

async function arrive() {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.goto(service.address(), { waitUntil: "load" });
  await page.waitForFunction(
    () => document.getElementById("temoin")?.shadowRoot?.querySelector("[part=banner]"),
    kPatience,
  );
  await front(page);
  return { page, context };
}

const press = (page, name) =>
  page.evaluate(
    (part) => document.getElementById("temoin").shadowRoot.querySelector(`[part~=${part}]`).click(),
    name,
  );
const settled = (page) =>
  page.waitForFunction(() => window.temoin.state().status === "valid", kPatience);
const requests = (page) =>
  page.evaluate(() =>
    performance.getEntriesByType("resource").map((entry) => new URL(entry.name).hostname),
  );

test("Firefox: nothing before a choice, everything after accepting", { skip }, async () => {
  const { page, context } = await arrive();
  assert.ok(!(await requests(page)).some((host) => /adform|doubleclick|vimeo/.test(host)));
  await press(page, "accept");
  await settled(page);
  await page.waitForFunction(() => document.cookie.includes("_gcl_au"), kPatience);
  assert.ok((await requests(page)).includes("adform.localhost"));
  await context.close();
});

test("Firefox: refusing leaves only what is necessary, and a reload does not ask again", {
  skip,
}, async () => {
  const { page, context } = await arrive();
  await press(page, "refuse");
  await settled(page);
  await page.reload({ waitUntil: "load" });
  await page.waitForFunction(() => window.temoin?.state().status === "valid", kPatience);
  const [asked, cookies] = await page.evaluate(() => [
    !!document.getElementById("temoin").shadowRoot?.querySelector("[part=banner]"),
    document.cookie,
  ]);
  assert.equal(asked, false);
  assert.match(cookies, /^pctx=[^;]*$/);
  assert.ok(!(await requests(page)).some((host) => /adform|doubleclick|vimeo|piano/.test(host)));
  await context.close();
});

test("Firefox: the second layer opens, is worded and styled, and Escape gives the focus back", {
  skip,
}, async () => {
  const { page, context } = await arrive();
  await page.evaluate(() =>
    document.getElementById("temoin").shadowRoot.querySelector("[part~=choose]").focus(),
  );
  await press(page, "choose");
  await page.waitForFunction(
    () => document.getElementById("temoin").shadowRoot.querySelector("dialog[open]"),
    kPatience,
  );
  const [title, display] = await page.evaluate(() => {
    const dialog = document.getElementById("temoin").shadowRoot.querySelector("dialog");
    return [dialog.querySelector("h2").textContent, getComputedStyle(dialog).display];
  });
  assert.deepEqual([title, display], ["Gestion des cookies", "flex"]);
  await page.keyboard.press("Escape");
  await page.waitForFunction(
    () => !document.getElementById("temoin").shadowRoot.querySelector("dialog"),
    kPatience,
  );
  await eventually(async () => assert.equal(await focused(page), "Personnaliser"));
  await context.close();
});

/** What has the focus, inside our shadow root too: its words, or its name. */
const focused = (page) =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at && at !== document.body
      ? (at.getAttribute("aria-label") || at.textContent).trim().slice(0, 60)
      : "";
  });

/** Presses the key; what has the focus afterwards must be this. */
async function pressTo(page, key, wanted) {
  await page.keyboard.press(key);
  await eventually(async () => assert.match(await focused(page), wanted, `focus after ${key}`));
}

test("Firefox: by keyboard alone, service by service, and a reload keeps the choice", {
  skip,
}, async () => {
  const { page, context } = await arrive();
  for (const name of [/^Tout accepter$/, /^Tout refuser$/, /^Personnaliser$/])
    await pressTo(page, "Tab", name);
  await page.keyboard.press("Enter");
  await page.waitForFunction(
    () => document.getElementById("temoin").shadowRoot.activeElement?.matches("dialog .hd"),
    kPatience,
  );
  // Tab to Vimeo's pair: what is chosen is what is reached; the arrow then changes it.
  for (let turn = 0; turn < 80; ++turn) {
    await page.keyboard.press("Tab");
    if (
      await page.evaluate(
        () => document.getElementById("temoin").shadowRoot.activeElement?.name === "s-vimeo",
      )
    )
      break;
  }
  await page.keyboard.press("ArrowLeft");
  await eventually(async () => {
    const chosen = await page.evaluate(() => {
      const { name, value, checked } = document.getElementById("temoin").shadowRoot.activeElement;
      return { name, value, checked };
    });
    assert.deepEqual(chosen, { name: "s-vimeo", value: "1", checked: true });
  });
  for (let turn = 0; turn < 80 && (await focused(page)) !== "Enregistrer mes choix"; ++turn)
    await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await settled(page);
  await page.waitForFunction(
    () =>
      /enregistré jusqu’au/.test(
        document.getElementById("temoin").shadowRoot.querySelector("[part=status]").textContent,
      ),
    kPatience,
  );
  await eventually(async () =>
    assert.match(await focused(page), /Changer mes choix|Gestion des cookies/),
  );
  await page.reload({ waitUntil: "load" });
  await page.waitForFunction(() => window.temoin?.state().status === "valid", kPatience);
  assert.deepEqual(
    await page.evaluate(() => [
      window.temoin.allowed("vimeo"),
      window.temoin.allowed("adform"),
      window.temoin.allowed("audience"),
    ]),
    [true, false, true],
  );
  await page.waitForFunction(
    () => document.querySelector("iframe[data-service=vimeo]").src.includes("dnt=1"),
    kPatience,
  );
  assert.ok(!(await requests(page)).some((host) => /adform|doubleclick/.test(host)));
  await context.close();
});

test("Firefox: the preferences page shows trackers and the choice, takes it back, and no first layer covers it", {
  skip,
}, async () => {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.goto(service.address("/v1/sites/ameli.fr/preferences"), { waitUntil: "load" });
  const inPage = (act, ...given) =>
    page.evaluate(
      `(${act})(document.querySelector("body [data-temoin-preferences]").shadowRoot, ...${JSON.stringify(given)})`,
    );
  await page.waitForFunction(
    () =>
      document
        .querySelector("body [data-temoin-preferences]")
        .shadowRoot?.querySelector("[part~=save]"),
    kPatience,
  );
  assert.equal(
    await page.evaluate(
      () => !!document.getElementById("temoin").shadowRoot.querySelector("[part=banner]"),
    ),
    false,
  );
  // The whole revision comes after the choices.
  for (const words of ["SR<RotatorID>", "13 mois", "Toujours actif"])
    await page.waitForFunction(
      (each) =>
        document
          .querySelector("body [data-temoin-preferences]")
          .shadowRoot.textContent.replace(/\u00a0/g, " ")
          .includes(each),
      kPatience,
      words,
    );
  await inPage((place) => place.querySelector("[part~=accept]").click());
  await settled(page);
  await page.waitForFunction(
    () =>
      /Votre choix du/.test(
        document
          .querySelector("body [data-temoin-preferences]")
          .shadowRoot.querySelector("[part=current]").textContent,
      ),
    kPatience,
  );
  await inPage((place) =>
    [...place.querySelectorAll("button")].find((each) => /Retirer/.test(each.textContent)).click(),
  );
  await page.waitForFunction(
    () => window.temoin.state().status === "valid" && !window.temoin.allowed("vimeo"),
    kPatience,
  );
  await context.close();
});
