// Joining, signing in and keeping passkeys in real Chromium with its virtual authenticator; a token
// of last resort; what an open page learns. `TEMOIN_PICTURES=folder` keeps pictures of the pages.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";

import { closeAll, open } from "./lib/browser.mjs";
import { Staff, heading } from "./lib/console.mjs";
import { shoot } from "./lib/pictures.mjs";

let staff;
let address;

before(async () => {
  staff = await Staff.start({ more: (port) => ["--staff-url", `http://localhost:${port}`] });
  address = `http://localhost:${staff.port}/`;
});

after(async () => {
  await closeAll();
  await staff?.stop();
});

/** A page with an authenticator, whose user shows who they are unless `verified` is false. */
async function withAuthenticator() {
  const opened = await open();
  const cdp = await opened.page.context().newCDPSession(opened.page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const authenticator = (method, more = {}) =>
    cdp.send(`WebAuthn.${method}`, { authenticatorId, ...more });
  const close = async () => {
    await authenticator("removeVirtualAuthenticator");
    await opened.close();
  };
  return { ...opened, authenticator, close };
}

const command = (...words) => staff.command(...words, "--data", staff.service.data);
const linkIn = (printed) => printed.split("\n").at(-1);

async function joinBy(page, link, name) {
  await page.goto(link);
  await heading(page, "Rejoindre la console");
  await page.getByLabel("Nom de la clé").fill(name);
  await page.getByRole("button", { name: "Créer ma clé d’accès" }).click();
  await heading(page, "Vue d’ensemble");
}

test("the first person is set up, invites another, and both sign in", async () => {
  const first = await withAuthenticator();
  const link = linkIn(
    command("person", "set-up", "--name", "Administration", "--role", "operator", "--role", "dpo"),
  );
  await first.page.goto(link);
  await heading(first.page, "Rejoindre la console");
  await first.page.getByText("Administration").waitFor();
  assert.equal(first.page.url(), `${address}#/`, "the secret leaves the address");
  await shoot(first.page, "join");
  await first.page.getByLabel("Nom de la clé").fill("Téléphone");
  await first.page.getByRole("button", { name: "Créer ma clé d’accès" }).click();
  await heading(first.page, "Vue d’ensemble");

  // They invite another person, by a link that is shown once.
  await first.page.goto(`${address}#/personnes`);
  await heading(first.page, "Personnes et droits");
  const invite = first.page.getByRole("region", { name: "Inviter une personne" });
  await invite.getByLabel("Titulaire").fill("Déléguée");
  await invite.getByLabel("Rôle").selectOption("dpo");
  await invite.getByRole("button", { name: "Ajouter ce rôle" }).click();
  await invite.getByRole("button", { name: "Créer le lien d’invitation" }).click();
  const sent = await invite.locator("code").textContent();
  await first.page.getByRole("button", { name: "Annuler l’invitation de Déléguée" }).waitFor();
  await shoot(first.page, "people");

  const second = await withAuthenticator();
  await joinBy(second.page, sent, "Clé du bureau");
  await second.page.getByText("Déléguée").first().waitFor();
  await second.page.getByRole("button", { name: "Se déconnecter" }).click();
  const button = second.page.getByRole("button", { name: "Se connecter avec une clé d’accès" });
  await button.waitFor();
  await shoot(second.page, "sign-in-passkey");
  await button.click();
  await heading(second.page, "Vue d’ensemble");
  assert.match(command("person", "list"), /Déléguée .*dpo/);

  // The link is used; so is the first one.
  for (const used of [sent, link]) {
    await first.page.goto("about:blank");
    await first.page.goto(used);
    await first.page.getByRole("alert").getByText("Cette invitation a déjà servi").waitFor();
  }
  await first.close();
  await second.close();
});

test("a person adds and removes passkeys, and an open page learns that it was revoked", async () => {
  const { page, authenticator, close } = await withAuthenticator();
  const printed = command("person", "invite", "--name", "Communication", "--role", "marketing");
  await joinBy(page, linkIn(printed), "Téléphone");
  await page.getByRole("link", { name: "Mes clés d’accès" }).click();
  await heading(page, "Mes clés d’accès");
  await page.getByText("cette session").waitFor();
  await shoot(page, "passkeys");

  // The same authenticator has one already, and refuses to make another.
  await page.getByLabel("Nom de la clé").fill("La même");
  await page.getByRole("button", { name: "Ajouter une clé d’accès" }).click();
  await page.getByRole("alert").getByText("Aucune clé d’accès n’a été fournie").waitFor();
  // Another one does.
  const { credentials } = await authenticator("getCredentials");
  await authenticator("clearCredentials");
  await page.getByLabel("Nom de la clé").fill("Clé de secours");
  await page.getByRole("button", { name: "Ajouter une clé d’accès" }).click();
  await page.getByRole("cell", { name: "Clé de secours", exact: true }).waitFor();

  page.on("dialog", (dialog) => void dialog.accept());
  await page.getByRole("button", { name: "Ôter la clé « Clé de secours »" }).click();
  await page
    .getByRole("cell", { name: "Clé de secours", exact: true })
    .waitFor({ state: "detached" });
  assert.equal(credentials.length, 1);

  // Nobody touches the page, and it shows within seconds that the access is gone.
  const id = command("person", "list")
    .split("\n")
    .find((line) => line.includes("Communication"))
    .split(" ")[0];
  command("person", "revoke", id);
  await page.getByText("Votre accès a été retiré").waitFor({ timeout: 15_000 });
  // The removed key is nobody's.
  await page.getByRole("button", { name: "Se connecter avec une clé d’accès" }).click();
  await page.getByRole("alert").getByText("Cette clé d’accès n’est pas acceptée").waitFor();
  await close();
});

test("a device that does not verify its user makes no passkey", async () => {
  const { page, authenticator, close } = await withAuthenticator();
  await authenticator("setUserVerified", { isUserVerified: false });
  await page.goto(linkIn(command("person", "invite", "--name", "Accueil", "--role", "marketing")));
  await page.getByLabel("Nom de la clé").fill("Téléphone");
  await page.getByRole("button", { name: "Créer ma clé d’accès" }).click();
  await page.getByRole("alert").getByText("Aucune clé d’accès n’a été fournie").waitFor();
  await close();
});

test("a token of last resort is red", async () => {
  const token = command(
    "token",
    "create",
    "--role",
    "operator",
    "--name",
    "panne du fournisseur",
    "--last-resort",
  );
  const { page, close } = await open();
  await page.goto(address);
  await page.getByLabel("Votre jeton").fill(token);
  await page.getByRole("button", { name: "Se connecter", exact: true }).click();
  await page.getByRole("status").getByText("jeton de dernier recours").waitFor();
  await page.goto(`${address}#/jetons`);
  await page
    .getByRole("cell", { name: "panne du fournisseur" })
    .getByText("dernier recours")
    .waitFor();
  await shoot(page, "last-resort");
  await close();
});
