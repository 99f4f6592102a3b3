// Answering people in the console: what they show, the letters, and that what is typed stays in the
// browser.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";

import { closeAll } from "./lib/browser.mjs";
import { Staff, settled } from "./lib/console.mjs";
import { assertAccessible } from "./lib/page.mjs";

let staff;
let given;

before(async () => {
  staff = await Staff.start();
  const first = await staff.choose(true);
  given = await staff.choose(false, { cookie: first.pcid });
  given.pcid ??= first.pcid;
  await staff.covered(given.index);
});

after(async () => {
  await closeAll();
  await staff?.stop();
});

const kTyped = ["Marie Exemple", "12 rue des Lilas", "Mon choix du printemps"];

async function find(page, text) {
  await page.getByLabel("Référence, cookie ou reçu").fill(text);
  await page.getByRole("button", { name: "Retrouver" }).click();
}

const options = (page, label) =>
  page.getByLabel(label, { exact: true }).locator("option").allTextContents();

async function fill(page) {
  await page.getByLabel("Numéro de la demande").last().fill("2026-117");
  await page.getByLabel("Demande reçue le").fill("2026-01-31");
  await page.getByLabel("Nom de la personne").fill(kTyped[0]);
  await page.getByLabel("Adresse").fill(`${kTyped[1]}\n75020 Paris`);
  await page.getByLabel("Ce que la personne demande").fill(kTyped[2]);
  await page.getByLabel("Qualité du signataire").fill("Directeur général");
  await page.getByRole("button", { name: "Préparer la lettre" }).click();
  await page.locator(".letter").waitFor();
}

/** The text of a DOCX, without its markup. */
function textOfDocx(path) {
  const script =
    "import sys,zipfile;sys.stdout.write(zipfile.ZipFile(sys.argv[1]).read('word/document.xml').decode())";
  const ran = spawnSync("python3", ["-c", script, path], { encoding: "utf8" });
  assert.equal(ran.status, 0, ran.stderr);
  return ran.stdout.replace(/<[^>]+>/g, "").replaceAll("\u00a0", " ");
}

test("the letter tells the choice, opens in a word processor, and nothing typed is sent", async () => {
  const { page, errors, close } = await staff.signedIn("auditor");
  const sent = [];
  page.on("request", (request) => sent.push(decodeURIComponent(request.url()), request.postData()));
  await staff.goTo(page, "consentements");
  await find(page, `Cookie: a=b; pcid=${given.pcid}; c=d`);
  await page.getByRole("heading", { name: "Réponse à la personne" }).waitFor();
  await settled(page);
  assert.equal((await options(page, "Lettre"))[0], "Communiquer le choix (accès)");
  sent.length = 0;
  await fill(page);
  const letter = page.locator(".letter");
  const shown = (await letter.innerText()).replaceAll("\u00a0", " ");
  assert.match(shown, /Caisse nationale de l’Assurance Maladie/);
  assert.match(shown, /tous les services proposés ont été refusés/);
  assert.match(shown, /Europe\/Paris/);
  assert.match(shown, /28 février 2026/, "due in a month");
  await assertAccessible(page, "the letter");

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Télécharger (DOCX)" }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^reponse-.*\.docx$/);
  const path = await download.path();
  assert.equal(readFileSync(path).subarray(0, 2).toString(), "PK");
  const docx = textOfDocx(path);
  for (const text of [...kTyped, "Directeur général", "Pour le responsable du traitement"])
    assert.ok(docx.includes(text), text);
  for (const typed of [...kTyped, "Directeur"]) {
    assert.ok(!sent.some((one) => one?.includes(typed)), `${typed} was sent`);
  }
  assert.ok(
    sent.some((one) => one?.includes("request=2026-117")),
    "the request's number alone",
  );

  await page.emulateMedia({ media: "print" });
  assert.equal(await page.getByRole("button", { name: "Imprimer" }).isVisible(), false);
  assert.equal(await page.getByRole("heading", { name: "La preuve" }).isVisible(), false);
  assert.equal(await letter.isVisible(), true);
  await page.emulateMedia({ media: "screen" });

  await page.getByText("Éléments de la lettre").click();
  await page.getByLabel("Langue de la lettre").selectOption("en");
  await page.getByRole("button", { name: "Préparer la lettre" }).click();
  await letter.waitFor();
  assert.equal(await letter.getAttribute("lang"), "en");
  assert.match(await letter.innerText(), /all the services offered were refused/);
  assert.deepEqual(errors, []);
  await close();
});

test("a bare reference is answered by asking for what the browser holds", async () => {
  const { reference } = JSON.parse(
    (await staff.api(`/v1/consents/${given.index}`, "auditor")).body,
  ).row;
  const { page, close } = await staff.signedIn("operator");
  await staff.goTo(page, "droits");
  // Somebody showed its cookie before: that was another look-up, and perhaps another person.
  await find(page, given.pcid);
  await page.getByRole("button", { name: "Effacer cette preuve" }).waitFor();
  await find(page, reference);
  await page.getByRole("button", { name: "Effacer cette preuve" }).waitFor({ state: "detached" });
  await page.getByRole("heading", { name: "Réponse à la personne" }).waitFor();
  await settled(page);
  assert.deepEqual(await options(page, "Lettre"), [
    "Demander le cookie ou le reçu",
    "Expliquer le retrait du consentement",
    "Annoncer que la réponse prendra plus d’un mois",
  ]);
  await fill(page);
  assert.match(await page.locator(".letter").innerText(), /pas de pièce d’identité/);
  await close();
});

test("a false pcid is said to be false, and finds nothing", async () => {
  const { page, close } = await staff.signedIn("auditor");
  await staff.goTo(page, "consentements");
  const last = given.pcid.at(-1) === "A" ? "E" : "A";
  await find(page, `${given.pcid.slice(0, -1)}${last}`);
  await page.getByText("Ce pcid est faux").waitFor();
  // Of no choice at all, and none in form.
  for (const text of [`pcid=${"A".repeat(5)}E${"A".repeat(26)}`, "pcid=inconnu"]) {
    await find(page, "en attente");
    await page.getByText("non reconnu").waitFor();
    await find(page, text);
    await page.getByText("Ce pcid est faux").waitFor();
  }
  assert.match(page.url(), /#\/consentements$/);
  await close();
});

test("the receipt's file finds its choice", async () => {
  const receipt = await staff.api(`/v1/consents/${given.index}/receipt`, "auditor");
  const { page, close } = await staff.signedIn("operator");
  await staff.goTo(page, "droits");
  await page.getByLabel("Ou le fichier du reçu").setInputFiles({
    name: "recu.tlog-proof",
    mimeType: "text/plain",
    buffer: Buffer.from(receipt.body.replaceAll("\n", "\r\n> ")),
  });
  await page.getByRole("button", { name: "Retrouver" }).click();
  await page.getByText("Reçu authentique").waitFor();
  await close();
});

test("after an erasure the letter says what can no longer be proved", async () => {
  const victim = await staff.choose(true);
  const { page, close } = await staff.signedIn("operator");
  page.on("dialog", (dialog) => dialog.accept());
  await staff.goTo(page, "droits");
  await find(page, victim.pcid);
  await page.getByRole("button", { name: "Effacer cette preuve" }).click();
  await page.getByText("Effacé", { exact: true }).or(page.getByText("Programmé")).first().waitFor();
  await settled(page);
  assert.ok((await options(page, "Lettre")).includes("Confirmer l’effacement"));
  await fill(page);
  assert.match(await page.locator(".letter").innerText(), /Ce qui ne peut plus être prouvé/);
  await close();
});
