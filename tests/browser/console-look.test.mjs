// How the console looks: light and dark from the banner's design tokens, centred, of a length that
// can be read, with labels that are whole.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { rmSync } from "node:fs";

import { closeAll, open } from "./lib/browser.mjs";
import { Staff, heading, kRoles, settled } from "./lib/console.mjs";
import { assertAccessible } from "./lib/page.mjs";
import { ask, catalogWith } from "./lib/service.mjs";

const kPhone = { viewport: { width: 390, height: 844 } };
const kLongest = 7000;

let catalog;
let staff;

before(async () => {
  catalog = catalogWith({ observed: 100 });
  staff = await Staff.start({ catalog });
  for (let i = 0; i < 4; ++i) await staff.choose(i % 2 === 0);
  await ask(staff.service.port, "/v1/sites/ameli.fr/observed", {
    host: "www.ameli.localhost",
    method: "POST",
    headers: {
      "content-type": "application/json",
      origin: `http://www.ameli.localhost:${staff.service.port}`,
    },
    body: JSON.stringify({ names: ["unknown_one"] }),
  });
});

after(async () => {
  await closeAll();
  await staff?.stop();
  rmSync(catalog, { recursive: true, force: true });
});

for (const role of kRoles) {
  test(`${role}: dark pages are dark, legible, and not longer than can be read`, async () => {
    const { page, close } = await staff.signedIn(role, { ...kPhone, colorScheme: "dark" });
    for (const [path, title] of Staff.pages(role)) {
      await staff.goTo(page, path);
      await heading(page, title);
      await settled(page);
      const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.equal(ground, "rgb(21, 27, 43)", "the banner's own dark ground");
      await assertAccessible(page, `${role} ${path} in the dark`);
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      assert.ok(height < kLongest, `${path} is ${height} pixels long`);
    }
    await close();
  });
}

test("the sign-in stands in the middle", async () => {
  for (const viewport of [kPhone.viewport, { width: 1440, height: 900 }]) {
    const { page, close } = await open({ viewport });
    await page.goto(staff.url());
    await page.getByLabel("Votre jeton").waitFor();
    const box = await page.locator(".sign-in main").boundingBox();
    assert.ok(Math.abs(box.x + box.width / 2 - viewport.width / 2) < 2, `${box.x}`);
    assert.ok(Math.abs(box.y + box.height / 2 - viewport.height / 2) < 2, `${box.y}`);
    await close();
  }
});

test("the labels of an axis are whole on a phone", async () => {
  const { page, close } = await staff.signedIn("auditor", kPhone);
  for (const path of ["", "statistiques"]) {
    await staff.goTo(page, path);
    await settled(page);
    await page.locator("text.axis").first().waitFor();
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll("text.axis")]
        .filter((label) => {
          const frame = label.ownerSVGElement.getBoundingClientRect();
          const box = label.getBoundingClientRect();
          return box.left < frame.left - 1 || box.right > frame.right + 1;
        })
        .map((label) => label.textContent),
    );
    assert.deepEqual(cut, [], path);
  }
  await close();
});

test("no table of words scrolls sideways on a tablet or a desk", async () => {
  const made = await staff.api("/v1/tokens", "operator", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ role: "marketing", name: "Tableau de bord" }),
  });
  const { id } = JSON.parse(made.body);
  assert.equal((await staff.api(`/v1/tokens/${id}`, "operator", { method: "DELETE" })).status, 200);
  for (const viewport of [
    { width: 768, height: 1024 },
    { width: 1280, height: 900 },
  ]) {
    for (const role of ["dpo", "operator"]) {
      const { page, close } = await staff.signedIn(role, { viewport });
      for (const [path, title] of Staff.pages(role)) {
        await staff.goTo(page, path);
        await heading(page, title);
        await settled(page);
        if (path === "jetons") await page.getByText(/révoqué le/).waitFor();
        const wide = await page.evaluate(() =>
          [...document.querySelectorAll(".table.words")]
            .filter((table) => table.scrollWidth > table.clientWidth + 1)
            .map((table) => `${table.getAttribute("aria-label")}: ${table.scrollWidth}`),
        );
        assert.deepEqual(wide, [], `${role} ${path} at ${viewport.width}`);
      }
      await close();
    }
  }
});

test("a version is called by its days, not by its hash", async () => {
  const { page, close } = await staff.signedIn("auditor");
  const hash = staff.config.revision.slice(0, 8);
  const day = new Date().toLocaleDateString("fr-FR", {
    dateStyle: "medium",
    timeZone: "Europe/Paris",
  });
  const name = `Version 1, depuis le ${day}`;
  for (const path of ["", "statistiques", "revisions"]) {
    await staff.goTo(page, path);
    await page.locator("h1").waitFor();
    await settled(page);
    if (path) await page.getByRole("link", { name }).first().waitFor();
    assert.ok(!(await page.innerText("main")).includes(hash), `a hash on "${path}"`);
  }
  await page.getByRole("link", { name }).first().click();
  await heading(page, "Une version");
  await page.getByText(name).waitFor();
  await staff.goTo(page, "consentements");
  await page.getByLabel("Version").selectOption(name);
  await page.getByRole("button", { name: "Rechercher" }).click();
  await page.getByText("4 choix affichés.").waitFor();
  await close();
});

test("the service is never called in order beside a log that nothing anchors", async () => {
  const { page, close } = await staff.signedIn("auditor");
  const card = (title) =>
    page.locator(".card", { has: page.getByRole("heading", { name: title, exact: true }) });
  const state = () => card("État du service").locator(".badge");
  const shows = async (change) => {
    await page.route(/\/v1\/overview/, async (route) => {
      const answer = await route.fetch();
      const body = await answer.json();
      await route.fulfill({ response: answer, json: { ...body, log: { ...body.log, ...change } } });
    });
    await staff.goTo(page, "statistiques");
    await staff.goTo(page, "");
    await heading(page, "Vue d’ensemble");
    await settled(page);
    await page.unroute(/\/v1\/overview/);
  };
  const anchored = { at: "2026-11-01T10:00:00Z", size: 1 };

  await shows({});
  await card("Journal de preuves").getByText("Aucun ancrage extérieur").waitFor();
  assert.match(await state().innerText(), /^À compléter\s: ancrage extérieur$/);
  assert.equal(await state().getAttribute("class"), "badge warn");
  await shows({ anchored, anchor_late: true });
  assert.equal(await state().getAttribute("class"), "badge warn");
  await shows({ anchored, anchor_late: false });
  assert.equal(await state().innerText(), "En ordre");
  assert.equal(await state().getAttribute("class"), "badge good");
  await close();
});

test("a name that was observed is checked by its button", async () => {
  const { page, close } = await staff.signedIn("marketing");
  await staff.goTo(page, "traceurs");
  await page.getByRole("button", { name: "Vérifier unknown_one" }).click();
  await page.locator(".answer", { hasText: "unknown_one" }).waitFor();
  await close();
});

test("the secret of a token that is revoked is gone", async () => {
  const { page, close } = await staff.signedIn("operator");
  page.on("dialog", (dialog) => dialog.accept());
  await staff.goTo(page, "jetons");
  await page.getByLabel("Titulaire").fill("Essai éphémère");
  await page.getByRole("button", { name: "Créer" }).click();
  await page.locator(".secret code").waitFor();
  await page.getByRole("button", { name: /Essai éphémère/ }).click();
  await page.locator(".secret").waitFor({ state: "detached" });
  await close();
});

test("no page is wider than its screen, and what is chosen is read whole", async () => {
  const given = await staff.choose(true);
  staff.command(
    ...["hold", "add", "--data", staff.service.data, "--site", "ameli.fr"],
    ...["--reason", "Contrôle de la CNIL", "--author", "Essai", "--review", "2099-06-30"],
  );
  for (const width of [390, 768, 1280]) {
    for (const role of ["dpo", "operator"]) {
      const { page, close } = await staff.signedIn(role, { viewport: { width, height: 900 } });
      for (const [path, title] of Staff.pages(role)) {
        await staff.goTo(page, path);
        await heading(page, title);
        await settled(page);
        if (path === "droits") {
          await page.getByLabel("Référence, cookie ou reçu").fill(given.pcid);
          await page.getByRole("button", { name: "Retrouver" }).click();
          await page.getByText("Effacement suspendu jusqu’à la levée").waitFor();
          await page.locator("summary", { hasText: "Limiter le traitement" }).click();
        }
        const faults = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          const pen = document.createElement("canvas").getContext("2d");
          const cut = [...document.querySelectorAll("main select")].filter((select) => {
            const { font, paddingLeft } = getComputedStyle(select);
            pen.font = font;
            const longest = Math.max(
              ...[...select.options].map((o) => pen.measureText(o.text).width),
            );
            // The arrow stands at the right, in about as much room as the padding.
            const room = select.clientWidth - 3 * Number.parseFloat(paddingLeft);
            // A phone's own list shows what is longer than the phone.
            return longest > room && select.clientWidth < 300;
          });
          return [
            ...(scrollWidth > clientWidth ? [`${scrollWidth} pixels wide`] : []),
            ...cut.map((select) => select.closest(".field").innerText.split("\n")[0]),
          ];
        });
        assert.deepEqual(faults, [], `${role} ${path} at ${width}`);
      }
      await close();
    }
  }
});
