// The staff console at work: marketing's verdicts, statistics with their files, tokens, and putting
// an earlier revision online again.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";

import { closeAll } from "./lib/browser.mjs";
import { Staff, heading, settled } from "./lib/console.mjs";
import { assertAccessible } from "./lib/page.mjs";
import { shoot } from "./lib/pictures.mjs";
import { copyCatalog } from "./lib/service.mjs";

let staff;
let catalog;

before(async () => {
  catalog = copyCatalog(); // publishing again writes into it
  staff = await Staff.start({ catalog });
});

after(async () => {
  await closeAll();
  await staff?.stop();
  if (catalog) rmSync(catalog, { recursive: true, force: true });
});

/** The rows of a table under the card of this title, as texts. */
const rowsOf = (page, card) =>
  page
    .locator("section.card", { has: page.getByRole("heading", { name: card, exact: true }) })
    .locator("tbody tr")
    .allInnerTexts();

const download = async (page, press) => {
  const [file] = await Promise.all([page.waitForEvent("download"), press()]);
  return readFileSync(await file.path(), "utf8");
};

test("marketing gets its verdict with the next step", async () => {
  const { page, close } = await staff.signedIn("marketing");
  await staff.goTo(page, "traceurs");
  await page
    .getByLabel("Un nom, une liste, des lignes Set-Cookie, un produit")
    .fill("_gcl_au\ninconnu_xyz");
  await page.getByRole("button", { name: "Vérifier" }).click();
  await page
    .locator(".answer", { hasText: "_gcl_au" })
    .getByText("Après consentement", { exact: true })
    .waitFor();
  await page
    .locator(".answer", { hasText: "inconnu_xyz" })
    .getByText("Non déclaré", { exact: true })
    .waitFor();
  await assertAccessible(page, "verdicts");
  await close();
});

test("statistics tell languages apart, and each table is a file", async () => {
  await staff.choose(true);
  await staff.choose(false);
  await staff.choose(true, { language: "en" });
  const { page, close } = await staff.signedIn("marketing");
  await staff.goTo(page, "statistiques");
  await heading(page, "Statistiques");
  await settled(page);
  const rows = await rowsOf(page, "Par langue du bandeau");
  assert.equal(rows.length, 2);
  assert.match(rows.join("\n"), /anglais\s+Tout accepté\s+100,0\s%\s+1\s+0\s+0/);
  assert.match(rows.join("\n"), /français\s+Tout accepté\s+50,0\s%\s+1\s+0\s+1/);
  const file = (name) =>
    download(page, () => page.getByRole("link", { name, exact: true }).click());
  assert.match(
    await file("CSV par langue"),
    /\r\nanglais;1;0;0;0;1;100,0%;0,0%\r\nfrançais;1;0;1;0;2;50,0%;50,0%\r\n/,
  );
  assert.match(await file("CSV par service"), /\r\nAdform;Consentement;2;1;66,7%;sans objet\r\n/);
  assert.match(await file("CSV par version"), /\r\n"?Version 1, depuis le [^;]+;2;0;1;0;/);
  assert.match(await file("CSV par publication"), /Publiée le;Version;Jours comparés;/);
  assert.match(await file("CSV"), /Du;Au;Tout accepté;Accepté en partie;Tout refusé;Retraits;/);
  assert.match(await file("XLSX"), /^PK/);
  // Programs and English spreadsheets get the neutral form.
  await page.getByRole("button", { name: "English" }).click();
  assert.match(await file("CSV"), /from,to,given,partial,refused,withdrawn,shown,days\r\n/);
  await page.getByRole("button", { name: "Français" }).click();
  await assertAccessible(page, "statistics");
  await close();
});

test("a token is made, shown once, used, and revoked under its session", async () => {
  const operator = await staff.signedIn("operator");
  const { page } = operator;
  await staff.goTo(page, "jetons");
  await page.getByLabel("Titulaire").fill("Essai d’équipe");
  await page.getByLabel("Rôle").selectOption("marketing");
  const last = new Date(Date.now() + 40 * 86_400_000);
  await page.getByLabel("Valable jusqu’au").fill(last.toISOString().slice(0, 10));
  await page.getByRole("button", { name: "Créer" }).click();
  const secret = await page.locator(".secret code").innerText();
  assert.match(secret, /^temoin-[0-9a-f]{8}-/);
  await page
    .getByRole("row", { name: /Essai d’équipe/ })
    .getByText(last.toLocaleDateString("fr-FR", { dateStyle: "medium", timeZone: "UTC" }))
    .waitFor();
  await assertAccessible(page, "a new token");
  await page.getByRole("button", { name: "J’ai noté le jeton, masquer" }).click();
  assert.ok(!(await page.content()).includes(secret), "it is shown once");

  const guest = await staff.signedIn("marketing");
  await guest.page.getByRole("button", { name: "Se déconnecter" }).click();
  await guest.page.getByLabel("Votre jeton").waitFor();
  await staff.signIn(guest.page, secret);
  await guest.page.getByText("Essai d’équipe").waitFor();

  page.once("dialog", (dialog) => dialog.accept());
  await page.getByRole("button", { name: "Révoquer le jeton « Essai d’équipe »" }).click();
  await page
    .getByRole("row", { name: /Essai d’équipe/ })
    .getByText(/révoqué le/)
    .waitFor();
  await staff.goTo(guest.page, "traceurs");
  await guest.page.getByLabel("Votre jeton").waitFor();
  await guest.close();
  await operator.close();

  const auditor = await staff.signedIn("auditor");
  await staff.goTo(auditor.page, "journal");
  await auditor.page.getByRole("row", { name: /jeton créé .*Essai d’équipe, Marketing/ }).waitFor();
  await auditor.page.getByRole("row", { name: /jeton révoqué/ }).waitFor();
  // An auditor sees who may sign in, and changes nothing.
  await staff.goTo(auditor.page, "jetons");
  await auditor.page.getByRole("row", { name: /Essai d’équipe/ }).waitFor();
  assert.equal(await auditor.page.getByRole("button", { name: /Révoquer|Créer/ }).count(), 0);
  await auditor.close();
});

test("a token of one site shows that site alone", async () => {
  const operator = await staff.signedIn("operator");
  const { page } = operator;
  await staff.goTo(page, "jetons");
  await page.getByLabel("Titulaire").fill("Un site");
  await page.getByLabel("Rôle").selectOption("operator");
  await page.getByRole("group", { name: "Sites" }).getByLabel("Cramif").check();
  await page.getByRole("button", { name: "Créer" }).click();
  const secret = await page.locator(".secret code").innerText();
  await page.getByRole("row", { name: /Un site.*Cramif/ }).waitFor();
  await assertAccessible(page, "a token of one site");
  await operator.close();

  const guest = await staff.signedIn("marketing");
  await guest.page.getByRole("button", { name: "Se déconnecter" }).click();
  await staff.signIn(guest.page, secret);
  await guest.page.getByText("Un site").waitFor();
  await guest.page.getByRole("heading", { level: 1 }).waitFor();
  assert.doesNotMatch(await guest.page.innerText("body"), /ameli\.fr/);
  // They see, make and revoke tokens of their site, and no other.
  await staff.goTo(guest.page, "jetons");
  await guest.page.getByRole("row", { name: /Un site.*Cramif/ }).waitFor();
  assert.equal(await guest.page.getByRole("row", { name: /tous les sites/ }).count(), 0);
  await guest.close();
});

test("what a token made is shown before it is revoked, and ends with it", async () => {
  const { page, close } = await staff.signedIn("operator");
  await staff.goTo(page, "jetons");
  const roles = await page.getByLabel("Rôle").locator("option").allInnerTexts();
  const held = ["Marketing", "Approbateur", "Opérateur", "Automate de capture"];
  assert.deepEqual(roles, held, "what theirs holds");
  await page.getByLabel("Titulaire").fill("Programme");
  await page.getByLabel("Rôle").selectOption("operator");
  await page.getByRole("button", { name: "Créer" }).click();
  const secret = await page.locator(".secret code").innerText();
  const made = await fetch(staff.url("/v1/tokens"), {
    method: "POST",
    headers: { Authorization: `Bearer ${secret}`, "Content-Type": "application/json" },
    body: JSON.stringify({ role: "marketing", name: "Affichage" }),
  });
  assert.equal(made.status, 201);
  await page.getByRole("button", { name: "Révoquer le jeton « Programme »" }).click();
  const card = page.getByRole("region", { name: "Révoquer le jeton « Programme »" });
  await card.getByText("le jeton « Affichage »").waitFor();
  await card.getByText("Ce qui en est issu prend fin aussi").waitFor();
  const keeps = card.getByLabel("Garder ce qui en est issu");
  const box = await keeps.boundingBox();
  assert.ok(box.width === box.height && box.width < 24, "a box, and its words beside it");
  await keeps.check();
  await card.getByText("Ce qui en est issu reste valable").waitFor();
  await keeps.uncheck();
  await assertAccessible(page, "what came of a token");
  await shoot(page, "revoking");
  await card.getByRole("button", { name: "Révoquer" }).click();
  for (const name of [/Programme/, /Affichage/]) {
    await page
      .getByRole("row", { name })
      .getByText(/révoqué le/)
      .waitFor();
  }
  assert.equal(await card.count(), 0);
  await close();
});

test("two presses make one token, and one hold", async () => {
  const { page, close } = await staff.signedIn("operator");
  const slowly = async (route) => {
    if (route.request().method() === "POST") await new Promise((done) => setTimeout(done, 300));
    await route.continue();
  };
  await page.route(/\/v1\/(tokens|holds)$/, slowly);
  await staff.goTo(page, "jetons");
  await page.getByLabel("Titulaire").fill("Deux appuis");
  await page.getByRole("button", { name: "Créer" }).dblclick({ force: true });
  await page.locator(".secret code").waitFor();
  await settled(page);
  assert.equal(await page.getByRole("row", { name: /Deux appuis/ }).count(), 1);
  await staff.goTo(page, "conservation");
  await page.getByLabel("Motif").fill("Deux appuis");
  await page.getByLabel("À réexaminer le").fill("2099-01-01");
  await page.getByRole("button", { name: "Suspendre" }).dblclick({ force: true });
  const row = page.getByRole("row", { name: /Deux appuis/ });
  await row.first().waitFor();
  await settled(page);
  assert.equal(await row.count(), 1);
  page.once("dialog", (dialog) => dialog.accept());
  await row.getByRole("button", { name: "Lever la suspension" }).click();
  await row.getByText(/levée le/).waitFor();
  await close();
});

test("an earlier revision is put online again after its differences were shown", async () => {
  const first = staff.config.revision;
  const file = join(catalog, "sites/ameli.fr.json");
  const site = JSON.parse(readFileSync(file, "utf8"));
  site.texts.title.fr = "Un titre d’essai";
  writeFileSync(file, JSON.stringify(site, null, 2));
  staff.command("catalog", "publish", "--data", staff.service.data, "--catalog", catalog, "--yes");
  await staff.readConfig();
  assert.equal(staff.config.texts.title.fr, "Un titre d’essai");

  const { page, errors, close } = await staff.signedIn("operator");
  await staff.goTo(page, `revisions/${first}`);
  await page.getByRole("button", { name: "Voir ce qui changerait" }).click();
  await page.getByText("Changement rédactionnel").waitFor();
  await page.locator("del", { hasText: "Un titre d’essai" }).waitFor();
  await page.locator("ins", { hasText: "Vos choix sur les cookies" }).waitFor();
  await assertAccessible(page, "what would change");
  assert.equal(
    JSON.parse(readFileSync(file, "utf8")).texts.title.fr,
    "Un titre d’essai",
    "looking changes no file",
  );
  // Not agreed: nothing happens.
  page.once("dialog", (dialog) => dialog.dismiss());
  await page.getByRole("button", { name: "Remettre en ligne" }).click();
  await staff.readConfig();
  assert.notEqual(staff.config.revision, first);
  page.once("dialog", (dialog) => dialog.accept());
  await page.getByRole("button", { name: "Remettre en ligne" }).click();
  await page.getByText("La version est de nouveau en ligne.").waitFor();
  await staff.readConfig();
  assert.equal(staff.config.revision, first);
  assert.notEqual(JSON.parse(readFileSync(file, "utf8")).texts.title.fr, "Un titre d’essai");
  assert.deepEqual(errors, []);
  await close();

  const auditor = await staff.signedIn("auditor");
  await staff.goTo(auditor.page, "revisions");
  await settled(auditor.page);
  assert.match((await rowsOf(auditor.page, "Historique"))[0], /Essai operator/);
  await staff.goTo(auditor.page, "journal");
  await auditor.page.getByRole("row", { name: /version remise en ligne/ }).waitFor();
  // Only an operator is offered it.
  await staff.goTo(auditor.page, `revisions/${first}`);
  await auditor.page.getByRole("heading", { name: staff.config.texts.title.fr }).waitFor();
  assert.equal(
    await auditor.page.getByRole("button", { name: "Voir ce qui changerait" }).count(),
    0,
  );
  await auditor.close();
});
