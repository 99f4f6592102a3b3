// The register of requests in the console: noting, letters, extension, what is late.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";

import { closeAll } from "./lib/browser.mjs";
import { Staff, heading, settled } from "./lib/console.mjs";
import { assertAccessible } from "./lib/page.mjs";

let staff;
let given;

before(async () => {
  staff = await Staff.start();
  given = await staff.choose(true);
  await staff.covered(given.index);
});

after(async () => {
  await closeAll();
  await staff?.stop();
});

const card = (page, title) =>
  page.locator(".card", { has: page.getByRole("heading", { name: title }) });
const row = (page, number) => page.getByRole("row").filter({ hasText: number });
const today = () => new Date().toLocaleDateString("sv", { timeZone: "Europe/Paris" });

async function note(page, number, received, more = {}) {
  const form = card(page, "Inscrire une demande");
  await form.getByLabel("Numéro de la demande").fill(number);
  await form.getByLabel("Objet").selectOption(more.kind ?? "Effacement");
  await form.getByLabel("Reçue le").fill(received);
  await form.getByLabel("Élément présenté").selectOption(more.shown ?? "Aucun");
  await form.getByLabel("Référence du choix").fill(more.reference ?? "");
  await form.getByRole("button", { name: "Inscrire" }).click();
}

test("a request is noted, extended and answered, and late ones are marked", async () => {
  const { page, errors, close } = await staff.signedIn("auditor");
  await staff.goTo(page, "demandes");
  await heading(page, "Demandes reçues");
  await page.getByText("Aucune demande.").waitFor();
  const { reference } = JSON.parse(
    (await staff.api(`/v1/consents/${given.index}`, "auditor")).body,
  ).row;

  await note(page, "2026-7", "2026-01-31");
  const old = row(page, "2026-7");
  await old.waitFor();
  assert.match(await old.innerText(), /28 févr\. 2026/);
  assert.equal(await old.getByText("en retard").count(), 1);
  assert.equal(
    await old.getByRole("button", { name: "Prolonger" }).count(),
    0,
    "the month is over",
  );

  await note(page, "2026-117", today(), { kind: "Accès", shown: "Reçu", reference });
  const fresh = row(page, "2026-117");
  await fresh.waitFor();
  assert.match(await fresh.innerText(), new RegExp(reference));
  assert.equal(await fresh.getByText("en retard").count(), 0);
  await settled(page);
  await assertAccessible(page, "the register of requests");

  await fresh.getByRole("button", { name: "Prolonger" }).click();
  const extending = card(page, "Prolonger de deux mois la demande 2026-117");
  await extending.getByLabel("Motif").fill("nombre élevé de demandes");
  await assertAccessible(page, "extending a request");
  await extending.getByRole("button", { name: "Inscrire" }).click();
  await fresh.getByText("Délai prolongé de deux mois : nombre élevé de demandes").waitFor();

  await fresh.getByRole("button", { name: "Inscrire une lettre" }).click();
  const answering = card(page, "Lettre en réponse à la demande 2026-117");
  assert.equal(await answering.getByLabel("Envoyée le").inputValue(), today());
  await answering
    .getByLabel("Lettre", { exact: true })
    .selectOption("Demander le cookie ou le reçu");
  await answering.getByRole("button", { name: "Inscrire" }).click();
  await fresh.getByText("En attente d’un élément").waitFor();

  await old.getByRole("button", { name: "Inscrire une lettre" }).click();
  const late = card(page, "Lettre en réponse à la demande 2026-7");
  await late.getByLabel("Lettre", { exact: true }).selectOption("Confirmer l’effacement");
  await late.getByRole("button", { name: "Inscrire" }).click();
  await old.waitFor({ state: "detached" });
  await page.getByLabel("Demandes", { exact: true }).selectOption("Toutes");
  await old.getByText("répondue hors délai").waitFor();

  await page.getByLabel("Réponse due au plus tard le").fill("2026-03-31");
  await fresh.waitFor({ state: "detached" });
  assert.equal(await old.count(), 1);
  assert.deepEqual(errors, []);
  await close();
});

test("a name is no number, and a number is taken once", async () => {
  const { page, close } = await staff.signedIn("operator");
  await staff.goTo(page, "demandes");
  await heading(page, "Demandes reçues");
  const form = card(page, "Inscrire une demande");
  await note(page, "Marie Exemple", "2026-01-31");
  const valid = await form
    .getByLabel("Numéro de la demande")
    .evaluate((field) => field.checkValidity());
  assert.equal(valid, false);
  await note(page, "2026-7", "2026-01-31");
  await page.getByRole("alert").waitFor();
  const { requests } = JSON.parse((await staff.api("/v1/requests", "operator")).body);
  assert.equal(requests.filter(({ number }) => number === "2026-7").length, 1);
  await close();
});
