// Signing in at a provider of identities in real Chromium: in, out, refused, and revoked in an open
// page. `TEMOIN_PICTURES=folder` keeps pictures of the pages at three widths, light and dark.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { closeAll, open } from "./lib/browser.mjs";
import { Staff, heading, settled } from "./lib/console.mjs";
import { assertAccessible } from "./lib/page.mjs";
import { shoot } from "./lib/pictures.mjs";
import { kRepository } from "./lib/service.mjs";

let folder;
let provider;
let staff;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "temoin-sign-in-"));
  const secret = join(folder, "secret");
  writeFileSync(secret, "a secret: of 24 & more\n");
  provider = spawn("python3", [join(kRepository, "tests/integration/identities.py")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const issuer = await new Promise((done) =>
    provider.stdout.once("data", (text) => done(String(text).trim())),
  );
  staff = await Staff.start({
    more: (port) =>
      Object.entries({
        "--provider": issuer,
        "--provider-name": "ProConnect",
        "--provider-client": "temoin",
        "--provider-secret-file": secret,
        "--staff-url": `http://127.0.0.1:${port}`,
        "--provider-role": "auditor@ameli.fr groups temoin-audit",
      }).flat(),
  });
});

after(async () => {
  await closeAll();
  await staff?.stop();
  provider?.kill();
  rmSync(folder, { recursive: true, force: true });
});

const kLink = "S’identifier avec ProConnect";

async function atProvider(page) {
  await page.goto(staff.url());
  await page.getByRole("link", { name: kLink }).click();
  await page.getByRole("link", { name: "Continuer comme Épreuve" }).click();
}

/** The person's id, as the command knows it. */
function person() {
  return staff.command("person", "list", "--data", staff.service.data).split(" ")[0];
}

test("a person signs in at the provider, sees their site alone, and signs out there, too", async () => {
  const { page, close } = await open();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(staff.url());
  await page.getByRole("link", { name: kLink }).waitFor();
  await shoot(page, "sign-in");
  await atProvider(page);
  await heading(page, "Vue d’ensemble");
  await page.getByText("Épreuve Deux").waitFor();
  await staff.goTo(page, "consentements");
  await heading(page, "Choix des visiteurs");
  await staff.goTo(page, "droits");
  await heading(page, "Page introuvable");
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await page.getByRole("link", { name: kLink }).waitFor();
  assert.equal(new URL(page.url()).origin, new URL(staff.url()).origin, "back from the provider");
  const kept = await page.context().cookies();
  assert.deepEqual(
    kept.filter(({ name }) => name.includes("temoin_")),
    [],
  );
  assert.deepEqual(errors, []);
  await close();
});

test("who is revoked is told so in the open page, and at the next sign-in", async () => {
  const { page, close } = await open();
  await atProvider(page);
  await heading(page, "Vue d’ensemble");
  const id = person();
  staff.command("person", "revoke", "--data", staff.service.data, id);
  await page.getByRole("link", { name: "Statistiques" }).first().click();
  await page.getByText("Votre accès a été retiré").waitFor();
  await assertAccessible(page, "revoked");
  await atProvider(page);
  await page.getByRole("alert").getByText("aucun rôle ne vous est attribué").waitFor();
  await shoot(page, "refused");
  staff.command("person", "grant", "--data", staff.service.data, id);
  await atProvider(page);
  await heading(page, "Vue d’ensemble");
  await close();
});

test("of several requests that find the access gone, one is told why, and the page says it", async () => {
  const { page, close } = await open();
  await atProvider(page);
  await heading(page, "Vue d’ensemble");
  let asked = 0;
  await page.route("**/v1/session/watch", async (route) => {
    const first = asked++ === 0;
    const type = `urn:temoin:problem:${first ? "revoked" : "unauthorized"}`;
    if (!first) await new Promise((done) => setTimeout(done, 300));
    await route.fulfill({ status: 401, json: { type, detail: "" } });
  });
  const late = page.waitForResponse(
    async (response) => response.url().endsWith("/watch") && !/revoked/.test(await response.text()),
  );
  await page.evaluate(() => [1, 2].forEach(() => dispatchEvent(new Event("focus"))));
  await late;
  await page.waitForTimeout(200); // what it leads to has been drawn
  await page.getByText("Votre accès a été retiré").waitFor();
  assert.ok(asked >= 2);
  await page.unroute("**/v1/**");
  await close();
});

test("of two tabs that begin a sign-in the later one ends it, and both are signed in", async () => {
  const { page, close } = await open();
  const other = await page.context().newPage();
  for (const tab of [page, other]) {
    await tab.goto(staff.url());
    await tab.getByRole("link", { name: kLink }).click();
  }
  await page.getByRole("link", { name: "Continuer comme Épreuve" }).click();
  await page.getByRole("alert").getByText("n’est pas valable").waitFor();
  await other.getByRole("link", { name: "Continuer comme Épreuve" }).click();
  await heading(other, "Vue d’ensemble");
  // The answer that did not hold is over: the page of who is signed in does not say it again.
  await page.reload();
  await heading(page, "Vue d’ensemble");
  // Nor does who goes back to an answer that was used see anything but the console.
  await other.goBack();
  await other.getByRole("link", { name: "Continuer comme Épreuve" }).click();
  await heading(other, "Vue d’ensemble");
  await close();
});

test("who is refused at the provider signs in with a token", async () => {
  const { page, close } = await open();
  await page.goto(staff.url("/#/connexion/forbidden"));
  await page.getByRole("alert").getByText("aucun rôle ne vous est attribué").waitFor();
  await page.goto(staff.url("/#/connexion/rate-limited"));
  await page.reload(); // a provider comes back with a page of its own
  await page.getByRole("alert").getByText("Réessayez dans une minute").waitFor();
  await staff.signIn(page, staff.tokens.auditor);
  await close();
});

test("a page that a role opened closes with the role", async () => {
  const { page, close } = await open();
  await atProvider(page);
  const id = person();
  staff.command("person", "grant", "--data", staff.service.data, id, "--role", "operator");
  await page.getByRole("link", { name: "Droits des personnes" }).first().click();
  await heading(page, "Droits des personnes");
  staff.command("person", "grant", "--data", staff.service.data, id);
  await heading(page, "Page introuvable");
  assert.equal(await page.getByRole("link", { name: "Droits des personnes" }).count(), 0);
  await close();
});

test("a dpo gives a person roles, and an operator takes them away", async () => {
  const dpo = await staff.signedIn("dpo");
  const { page } = dpo;
  await staff.goTo(page, "personnes");
  await page.getByRole("button", { name: /Modifier les rôles de Épreuve/ }).click();
  const roles = page.getByRole("region", { name: /^Rôles de Épreuve/ });
  // Theirs end, and so does all that they give: the page says when, and takes no later day.
  await roles.getByText(/^Au plus tard le \d+ /).waitFor();
  const day = roles.getByLabel("Valable jusqu’au");
  const last = await day.getAttribute("max");
  for (const role of ["auditor", "dpo"]) {
    await roles.getByLabel("Rôle", { exact: true }).selectOption(role);
    await day.fill(last);
    await roles.getByRole("button", { name: "Ajouter ce rôle" }).click();
  }
  await shoot(page, "people-roles");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await page.getByRole("cell").getByText("Auditeur · tous les sites · jusqu’au").waitFor();
  const end = new Date(Date.parse(last) + 86_400_000).toISOString().replace(".000", "");
  assert.match(
    staff.command("person", "list", "--data", staff.service.data),
    new RegExp(`auditor, until ${end}; dpo, until ${end}`),
  );
  assert.equal(await page.getByRole("button", { name: /Retirer l’accès/ }).count(), 0);
  assert.deepEqual(dpo.errors, []);
  await dpo.close();

  const operator = await staff.signedIn("operator");
  operator.page.on("dialog", (dialog) => dialog.accept());
  await staff.goTo(operator.page, "personnes");
  await operator.page.getByRole("button", { name: /Modifier les rôles de Épreuve/ }).click();
  const offered = operator.page.getByLabel("Rôle", { exact: true }).locator("option");
  assert.ok(!(await offered.allInnerTexts()).includes("Auditeur"), "gives what theirs holds");
  await operator.page.getByRole("button", { name: /^Ôter : Auditeur/ }).click();
  await operator.page.getByRole("button", { name: "Enregistrer" }).click();
  await operator.page.getByText("Auditeur ·").waitFor({ state: "detached" });
  await operator.page.getByRole("cell").getByText("Délégué à la protection des données").waitFor();
  await settled(operator.page);
  await shoot(operator.page, "people");
  await operator.page.getByRole("button", { name: /Retirer l’accès de Épreuve/ }).click();
  await operator.page.getByRole("cell").getByText("retiré").waitFor();
  assert.deepEqual(operator.errors, []);
  await operator.close();
});
