// The staff console in real Chromium: signing in and out, each role's pages, languages, widths, and
// working it with the keyboard alone.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";

import { closeAll, open } from "./lib/browser.mjs";
import { Staff, heading, kPages, kRoles, settled } from "./lib/console.mjs";
import { assertAccessible, focused } from "./lib/page.mjs";

let staff;
let given;

before(async () => {
  staff = await Staff.start();
  const first = await staff.choose(true);
  given = await staff.choose(false, { cookie: first.pcid });
  await staff.covered(given.index);
});

after(async () => {
  await closeAll();
  await staff?.stop();
});

for (const role of kRoles) {
  test(`${role}: each page opens, says no error, and axe finds nothing`, async () => {
    const { page, errors, close } = await staff.signedIn(role);
    for (const [path, title, roles] of kPages) {
      await staff.goTo(page, path);
      if (!roles.includes(role)) {
        await heading(page, "Page introuvable");
        continue;
      }
      await heading(page, title);
      await settled(page);
      assert.equal(await page.locator(".notice.bad").count(), 0, `${role} ${path}`);
      await assertAccessible(page, `${role} ${path}`);
    }
    assert.deepEqual(errors, []);
    await close();
  });
}

test("the overview says that a page asked for the script, once one has", async () => {
  const own = await Staff.start();
  const { page, close } = await own.signedIn("marketing");
  await page.getByText("pas depuis le démarrage du service").waitFor();
  const visitor = await open();
  await visitor.page.goto(own.service.address());
  await visitor.page.waitForFunction(() => window.temoin?.version);
  await page.reload();
  await heading(page, "Vue d’ensemble");
  await settled(page);
  const row = page.locator("dt", { hasText: "Script vu le" }).locator("xpath=following::dd[1]");
  assert.match(await row.innerText(), new RegExp(`${new Date().getFullYear()}.*:\\d\\d`));
  await visitor.close();
  await close();
  await own.stop();
});

test("signing out ends the session, and a wrong token says so", async () => {
  const { page, close } = await staff.signedIn("marketing");
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await page.getByLabel("Votre jeton").waitFor();
  await page.getByLabel("Votre jeton").fill("temoin-00000000-nothing");
  await page.getByRole("button", { name: "Se connecter" }).click();
  await page.getByRole("alert").waitFor();
  await assertAccessible(page, "a refused sign-in");
  await close();
});

test("English is one press away and stays", async () => {
  const { page, close } = await staff.signedIn("auditor");
  await page.getByRole("button", { name: "English" }).click();
  await heading(page, "Overview");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  await page.reload();
  await heading(page, "Overview");
  await assertAccessible(page, "English");
  await close();
});

test("an address that changes while the console still opens is followed", async () => {
  const { page, close } = await staff.signedIn("auditor");
  // The moment between the first picture of the console and its first effects.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector("#contenu")) return;
      observer.disconnect();
      location.hash = "#/journal";
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  await heading(page, "Journal des accès");
  await close();
});

test("a session that was left alone ends by itself, and nothing stays on the screen", async () => {
  const { page, close } = await staff.signedIn("auditor");
  await page.clock.install();
  await page.reload();
  await staff.goTo(page, `consentements/${given.index}`);
  await page.getByText("Vérifiée", { exact: true }).waitFor();
  const over = page.waitForResponse((answer) => answer.request().method() === "DELETE");
  await page.clock.fastForward("31:00");
  await page.getByLabel("Votre jeton").waitFor();
  await page.getByText("Votre session a pris fin").waitFor();
  assert.equal(await page.getByText("Vérifiée", { exact: true }).count(), 0);
  await assertAccessible(page, "a session that ended");
  // Ended for good, not only hidden.
  assert.equal((await over).status(), 204);
  await page.reload();
  await page.getByLabel("Votre jeton").waitFor();
  await close();
});

test("a tab that is left alone does not end the session of the tab beside it", async () => {
  const { page, context, close } = await staff.signedIn("auditor");
  const beside = await context.newPage();
  for (const each of [page, beside]) await each.clock.install();
  await page.reload();
  await beside.goto(staff.url());
  await heading(beside, "Vue d’ensemble");
  for (const path of ["traceurs", "statistiques"]) {
    await beside.clock.fastForward("16:00");
    await staff.goTo(beside, path);
    await heading(beside, path === "traceurs" ? "Traceurs" : "Statistiques");
    await settled(beside);
  }
  // Both tabs have one clock: the first has asked for nothing for 32 minutes.
  await page.clock.fastForward("00:10");
  await heading(page, "Vue d’ensemble");
  assert.equal(await page.evaluate(async () => (await fetch("/v1/session")).status), 200);
  await close();
});

test("who could not be signed out is told so", async () => {
  const { page, close } = await staff.signedIn("marketing");
  const cut = (route) => (route.request().method() === "DELETE" ? route.abort() : route.continue());
  await page.route("**/v1/session", cut);
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await page.getByRole("alert").getByText("Le service ne répond pas").waitFor();
  await page.unroute("**/v1/session", cut);
  await page.getByRole("button", { name: "Réessayer" }).click();
  await page.getByLabel("Votre jeton").waitFor();
  await close();
});

test("a day is typed, digit by digit, and the form stays", async () => {
  const { page, close } = await staff.signedIn("auditor");
  await staff.goTo(page, "revisions");
  const field = page.getByLabel("Le", { exact: true });
  await field.focus();
  for (const digit of "11112026") {
    await page.keyboard.press(digit);
    await page.waitForTimeout(30);
  }
  assert.equal(await field.inputValue(), "2026-11-11");
  assert.equal(await page.getByRole("alert").count(), 0);
  await close();
});

test("the keyboard alone signs in, finds a consent, opens a menu entry and signs out", async () => {
  const { reference } = JSON.parse(
    (await staff.api(`/v1/consents/${given.index}`, "auditor")).body,
  ).row;
  const { page, close } = await staff.signedIn("marketing");
  await page.getByRole("button", { name: "Se déconnecter" }).focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Votre jeton").waitFor();
  const tabTo = async (name, key = "Tab") => {
    for (let turn = 0; turn < 60; ++turn) {
      if ((await focused(page)) === name) return;
      await page.keyboard.press(key);
    }
    assert.fail(`the keyboard does not reach ${name}`);
  };
  const label = () => page.evaluate(() => document.activeElement?.labels?.[0]?.textContent ?? "");
  const tabToField = async (name) => {
    for (let turn = 0; turn < 60; ++turn) {
      if ((await label()) === name) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`the keyboard does not reach the field ${name}`);
  };
  await tabToField("Votre jeton");
  await page.keyboard.type(staff.tokens.auditor);
  await page.keyboard.press("Enter");
  await heading(page, "Vue d’ensemble");
  await tabTo("Aller au contenu");
  await tabTo("Choix des visiteurs");
  await page.keyboard.press("Enter");
  await heading(page, "Choix des visiteurs");
  assert.equal(
    await focused(page),
    "Choix des visiteurs",
    "a new page takes the focus to its heading",
  );
  await tabToField("Référence, cookie ou reçu");
  await page.keyboard.type(reference);
  await tabTo("Retrouver");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 2, name: `Référence ${reference}` }).waitFor();
  await page.getByText("Vérifiée", { exact: true }).waitFor();
  assert.equal(await focused(page), "Un choix");
  await tabTo("Se déconnecter", "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.getByLabel("Votre jeton").waitFor();
  await close();
});

for (const width of [390, 768, 1280]) {
  test(`no page is wider than a screen of ${width} pixels`, async () => {
    for (const role of ["auditor", "operator"]) {
      const { page, close } = await staff.signedIn(role, { viewport: { width, height: 800 } });
      const more = role === "auditor" ? [`consentements/${given.index}`] : [];
      for (const path of [
        ...Staff.pages(role).map(([each]) => each),
        ...more,
        `revisions/${staff.config.revision}`,
      ]) {
        await staff.goTo(page, path);
        await settled(page);
        assert.ok(
          await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
          `${role} ${path} at ${width}`,
        );
      }
      await close();
    }
  });
}
