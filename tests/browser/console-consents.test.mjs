// Consents in the staff console: finding one, its proof, what is taken along, erasing, holding,
// exporting.
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";

import { closeAll } from "./lib/browser.mjs";
import { Staff } from "./lib/console.mjs";
import { assertAccessible } from "./lib/page.mjs";

let staff;
const given = [];

before(async () => {
  staff = await Staff.start();
  given.push(await staff.choose(true));
  given.push(await staff.choose(false, { cookie: given[0].pcid }));
  given.push(await staff.choose(true));
  await staff.covered(given[2].index);
});

after(async () => {
  await closeAll();
  await staff?.stop();
});

test("one consent is found by its reference and proved in the browser", async () => {
  const { page, errors, close } = await staff.signedIn("auditor");
  const { reference } = JSON.parse(
    (await staff.api(`/v1/consents/${given[1].index}`, "auditor")).body,
  ).row;
  await staff.goTo(page, "consentements");
  await page.getByLabel("Référence, cookie ou reçu").fill(reference.toLowerCase());
  await page.getByRole("button", { name: "Retrouver" }).click();
  await page.getByRole("heading", { level: 2, name: `Référence ${reference}` }).waitFor();
  await page.getByText("Vérifiée", { exact: true }).waitFor();
  assert.equal(await page.locator(".steps li.ok").count(), 3);
  await page.getByText("Ce qui était montré").waitFor();
  await page.getByRole("heading", { name: staff.config.texts.title.fr }).waitFor();
  await assertAccessible(page, "one consent");
  assert.deepEqual(errors, []);
  await close();
});

test("a proof, a record or a key that was altered on the way is not called verified", async () => {
  const address = `**/v1/consents/${given[2].index}`;
  const flip = (text, at) =>
    text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
  const changes = {
    record: (c) => {
      const text = Buffer.from(c.record_bytes, "base64").toString().replace("true", "true ");
      c.record_bytes = Buffer.from(text).toString("base64");
    },
    key: (c) => {
      c.random = flip(c.random, 4);
    },
    path: (c) => {
      if (c.proof.path.length > 0) c.proof.path[0] = flip(c.proof.path[0], 4);
      else c.proof.path = ["A".repeat(43) + "="];
    },
    entry: (c) => {
      c.proof.entry = flip(c.proof.entry, 8);
    },
    signature: (c) => {
      const at = c.proof.checkpoint.lastIndexOf(" ") + 12;
      c.proof.checkpoint = flip(c.proof.checkpoint, at);
    },
    size: (c) => {
      c.proof.checkpoint = c.proof.checkpoint.replace(
        /\n([0-9]+)\n/,
        (_, n) => `\n${Number(n) + 1}\n`,
      );
    },
  };
  const { page, context, close } = await staff.signedIn("auditor");
  for (const [name, change] of Object.entries(changes)) {
    await context.route(address, async (route) => {
      const answer = await route.fetch();
      const consent = await answer.json();
      change(consent);
      await route.fulfill({ response: answer, json: consent });
    });
    await staff.goTo(page, "exports");
    await staff.goTo(page, `consentements/${given[2].index}`);
    await page
      .getByText("Non conforme", { exact: true })
      .waitFor({ timeout: 45_000 })
      .catch(() => assert.fail(`${name}: not noticed`));
    await context.unroute(address);
  }
  await close();
});

test("searching, then erasing at the visitor's request, then nothing is left to show", async () => {
  const victim = await staff.choose(true);
  const operator = await staff.signedIn("operator");
  await staff.goTo(operator.page, "droits");
  await operator.page.getByLabel("Référence, cookie ou reçu").fill(victim.pcid);
  await operator.page.getByRole("button", { name: "Retrouver" }).click();
  await operator.page.getByText("Le cookie présenté ouvre bien cette preuve").waitFor();
  operator.page.once("dialog", (dialog) => dialog.accept());
  await operator.page.getByRole("button", { name: "Effacer cette preuve" }).click();
  await operator.page.getByText("Effacé", { exact: true }).waitFor();
  await operator.close();

  const auditor = await staff.signedIn("auditor");
  await staff.goTo(auditor.page, `consentements/${victim.index}`);
  await auditor.page.getByText(/effacé à la demande du visiteur/).waitFor();
  await staff.goTo(auditor.page, "journal");
  await auditor.page.getByText("effacement", { exact: true }).first().waitFor();
  await auditor.close();
});

test("a hold is added, keeps a record, and is released", async () => {
  const { page, close } = await staff.signedIn("auditor");
  await staff.goTo(page, "conservation");
  const row = JSON.parse((await staff.api(`/v1/consents/${given[2].index}`, "auditor")).body).row;
  const { reference } = row;
  await page.getByLabel("Ou choix précis").fill(`${reference}, ${given[1].index}-AA`);
  await page.getByLabel("Motif").fill("Contrôle de la CNIL");
  await page.getByLabel("À réexaminer le").fill("2099-01-01");
  await page.getByRole("button", { name: "Suspendre" }).click();
  await page.getByText("L’une de ces références n’existe pas").waitFor();
  await page.getByLabel("Ou choix précis").fill(reference);
  await page.getByRole("button", { name: "Suspendre" }).click();
  await page.getByRole("cell", { name: "Contrôle de la CNIL" }).waitFor();
  await page.getByRole("cell", { name: `tous les sites · ${reference}` }).waitFor();
  const refused = JSON.parse(
    (
      await staff.api(`/v1/consents/${given[2].index}?ground=unlawful`, "operator", {
        method: "DELETE",
      })
    ).body,
  );
  assert.deepEqual(refused.held, [given[2].index]);
  page.once("dialog", (dialog) => dialog.accept());
  await page.getByRole("button", { name: "Lever la suspension" }).click();
  await page.getByText(/levée le/).waitFor();
  await close();
});

test("an export comes down as one file with its header and every kept record", async () => {
  const { page, close } = await staff.signedIn("auditor");
  await staff.goTo(page, "exports");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Exporter" }).click();
  const text = readFileSync(await (await download).path(), "utf8");
  const lines = text.trimEnd().split("\r\n");
  assert.match(lines[0], /index,reference,state,site/);
  assert.ok(lines.length >= 3);
  await page.getByText("Export terminé").waitFor();
  await page.getByLabel("Format").selectOption("jsonld");
  const linked = page.waitForEvent("download");
  await page.getByRole("button", { name: "Exporter" }).click();
  const graph = JSON.parse(readFileSync(await (await linked).path(), "utf8"))["@graph"];
  assert.equal(graph.length, lines.length, "what it is, and each record");
  await close();
});

test("the dossier of a period is made, with its progress, and comes down registered", async () => {
  const { page, errors, close } = await staff.signedIn("auditor");
  await staff.goTo(page, "exports");
  const card = page.locator("section.card", { hasText: "Dossier de preuves d’une période" });
  const day = new Date().toISOString().slice(0, 10);
  await card.getByLabel("Du", { exact: true }).fill(day);
  await card.getByLabel("Au", { exact: true }).fill(day);
  await card.getByLabel("Remis à").fill("la CNIL");
  await card.getByLabel("Mot du tirage").fill("a\u202eb");
  await card.getByRole("button", { name: "Constituer le dossier" }).click();
  await card.getByRole("alert").waitFor();
  await card.getByLabel("Mot du tirage").fill("contrôle 2026-118");
  await card.getByLabel("Choix à tirer au sort").fill("2");
  await card.getByRole("button", { name: "Constituer le dossier" }).click();
  await card.getByText("Enregistré dans le journal de preuves.").waitFor({ timeout: 45_000 });
  await assertAccessible(page, "a dossier");
  const download = page.waitForEvent("download");
  await card.getByRole("link", { name: /^Télécharger dossier-ameli\.fr-/ }).click();
  const archive = readFileSync(await (await download).path());
  for (const name of ["verifier.py", "guide.fr.html", "registration/dossier.json"]) {
    assert.ok(archive.includes(name), name);
  }
  // The word that turns the direction of writing was refused.
  assert.deepEqual(
    errors.filter((error) => !error.includes("422")),
    [],
  );
  await close();
});

test("the pages to print open with their style and without any script", async () => {
  const { page, errors, close } = await staff.signedIn("auditor");
  const day = new Date().toISOString().slice(0, 10);
  for (const [path, title] of [
    [`/v1/consents/${given[1].index}/page`, /Preuve de choix/],
    [`/v1/consents/${given[1].index}/letter`, /Réponse à une demande/],
    [`/v1/stats?site=ameli.fr&from=${day}&to=${day}&format=html`, /Statistiques de consentement/],
    ["/v1/register?site=ameli.fr&format=html", /Registre des activités/],
  ]) {
    await page.goto(staff.url());
    // As the console opens them: from its own page.
    await page.evaluate((to) => {
      location.href = to;
    }, path);
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    const colour = await page.locator("h1").evaluate((node) => getComputedStyle(node).color);
    assert.equal(colour, "rgb(12, 60, 120)", path);
    if (process.env.TEMOIN_SHOTS)
      await page.screenshot({
        path: `${process.env.TEMOIN_SHOTS}/${path.replace(/[^a-z]+/g, "-")}.png`,
        fullPage: true,
      });
  }
  assert.deepEqual(errors, []);
  await close();
});

test("a search that runs out of its time says so and goes on from there", async () => {
  const { page, context, close } = await staff.signedIn("auditor");
  // The service is too quick here to run out of time: its answer is given in its place.
  const asked = [];
  await context.route("**/v1/consents?**", async (route) => {
    const cursor = new URL(route.request().url()).searchParams.get("cursor");
    asked.push(cursor);
    if (cursor === null) return route.fulfill({ json: { rows: [], next: 7, out_of_time: true } });
    return route.continue();
  });
  await staff.goTo(page, "consentements");
  await page.getByRole("button", { name: "Rechercher" }).click();
  await page
    .getByText("La recherche s’est arrêtée à son temps imparti : poursuivez pour voir la suite.")
    .waitFor();
  await page.getByText("Aucun résultat pour l’instant.").waitFor();
  await assertAccessible(page, "out of time");
  await page.getByRole("button", { name: "Afficher la suite" }).click();
  await page.getByText("La recherche s’est arrêtée").waitFor({ state: "detached" });
  assert.deepEqual(asked, [null, "7"]);
  await close();
});

test("what is taken along: the dossier as an archive, the record and its proof as JSON", async () => {
  const { page, close } = await staff.signedIn("auditor");
  await staff.goTo(page, `consentements/${given[1].index}`);
  const file = async (name) => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name }).click(),
    ]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  };
  const dossier = await file(/Dossier vérifiable de façon indépendante/);
  assert.match(dossier.name, /^dossier-[0-9]+-[A-Z]{2}\.zip$/);
  const text = dossier.bytes.toString("latin1");
  // Both choices of this visitor, and nobody else's.
  for (const name of [
    "LISEZMOI.html",
    "manifest.json",
    "verify.md",
    "keys",
    `proofs/${given[0].index}.tlog-proof`,
    `proofs/${given[1].index}.tlog-proof`,
  ])
    assert.ok(text.includes(`/${name}`), name);
  assert.ok(!text.includes(`proofs/${given[2].index}.`));
  const json = JSON.parse((await file(/état et preuve \(JSON\)/)).bytes.toString());
  assert.equal(json.standing, "valid");
  assert.equal(json.proof.index, given[1].index);
  const linked = JSON.parse((await file(/TS 27560/)).bytes.toString());
  assert.equal(linked["@type"], "dpv:ConsentRecord");
  await close();
});
