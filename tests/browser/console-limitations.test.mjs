// Limitations of processing in the console: asked for by what a person shows, kept from view until
// a reason is given, lifted once the person was told.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";

import { closeAll } from "./lib/browser.mjs";
import { Staff, settled } from "./lib/console.mjs";
import { assertAccessible } from "./lib/page.mjs";

let staff;
let given;

before(async () => {
  staff = await Staff.start();
  given = await staff.choose(true);
  await staff.choose(true);
  await staff.covered(given.index);
});

after(async () => {
  await closeAll();
  await staff?.stop();
});

const found = async () => {
  const answer = await staff.api("/v1/consents?site=ameli.fr", "auditor");
  return JSON.parse(answer.body).rows.map((row) => row.index);
};

test("who shows the cookie has the processing limited, and gets the letter", async () => {
  assert.ok((await found()).includes(given.index));
  const { page, close, errors } = await staff.signedIn("operator");
  await staff.goTo(page, "droits");
  await page.getByLabel("Référence, cookie ou reçu").fill(given.pcid);
  await page.getByRole("button", { name: "Retrouver" }).click();
  await page.getByText("Le cookie présenté ouvre bien cette preuve").waitFor();
  await page.locator("summary", { hasText: "Limiter le traitement" }).click();
  await page.getByLabel("À réexaminer le").fill("2099-01-01");
  await assertAccessible(page, "the form of a limitation");
  await page.getByRole("button", { name: "Limiter le traitement" }).click();
  await page.getByText("Adressez à la personne la lettre qui le confirme").waitFor();
  await settled(page);
  const letters = await page
    .getByLabel("Lettre", { exact: true })
    .locator("option")
    .allInnerTexts();
  assert.ok(letters.includes("Confirmer la limitation du traitement"), letters.join());
  assert.deepEqual(errors, []);
  assert.ok(!(await found()).includes(given.index), "no search finds it");
  await close();
});

test("a limited choice is shown for a reason only", async () => {
  const { page, close } = await staff.signedIn("auditor");
  await staff.goTo(page, `consentements/${given.index}`);
  await page.getByText("La personne a demandé la limitation du traitement").waitFor();
  const services = page.getByRole("heading", { name: "Choix service par service" });
  assert.equal(await services.count(), 0);
  await assertAccessible(page, "a limited choice");
  await page.getByLabel("Motif de la consultation").selectOption("Droits en justice");
  await page.getByRole("button", { name: "Consulter" }).click();
  await services.waitFor();
  await page
    .getByText(/ces documents le contiennent pour le motif retenu.*Droits en justice/)
    .waitFor();
  const lines = await staff.api("/v1/journal?action=consent.read", "auditor");
  assert.match(lines.body, /despite a limitation: claims/);
  await close();
});

test("the dossier of a later choice says that it leaves the limited one out", async () => {
  const later = await staff.choose(false, { cookie: given.pcid });
  await staff.covered(later.index);
  const { page, close } = await staff.signedIn("auditor");
  await staff.goTo(page, `consentements/${later.index}`);
  await page.getByText("Le dossier ne contient pas les choix de ce visiteur").waitFor();
  await close();
});

test("it is lifted with the day on which the person was told", async () => {
  const { page, close } = await staff.signedIn("dpo");
  await staff.goTo(page, "conservation");
  await page.getByRole("heading", { name: "Limitations du traitement" }).waitFor();
  await page.getByText("Exactitude contestée").waitFor();
  await assertAccessible(page, "the list of limitations");
  const today = new Date().toISOString().slice(0, 10);
  await page.getByLabel("Personne informée le").fill(today);
  await page.getByRole("button", { name: "Lever" }).click();
  await page.getByText(/^levée le/).waitFor();
  assert.ok((await found()).includes(given.index), "it is found again");
  await close();
});
