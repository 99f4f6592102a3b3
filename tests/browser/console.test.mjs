// The staff console in real Chromium: signing in, each role's pages, one consent with its proof,
// erasure, a hold, an export, and what a hostile visitor could have written into a record.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";

import { closeAll, open } from "./lib/browser.mjs";
import { quiet } from "./lib/demo.mjs";
import { assertAccessible } from "./lib/page.mjs";
import { ask, kRepository, Service } from "./lib/service.mjs";

const binary = process.env.TEMOIN_BINARY || join(kRepository, "build/release/temoin");
const kNasty = '"><img src=x onerror="window.__xss=1"><script>window.__xss=1</script>';

let service;
let staff;
const tokens = {};
let config;
const given = [];

function command(...words) {
  const ran = spawnSync(binary, words, { encoding: "utf8" });
  assert.equal(ran.status, 0, ran.stderr);
  return ran.stdout.trim();
}

/** One choice as a visitor's page posts it: `{index, pcid}`. */
async function choose(accepted, cookie, language = "fr") {
  const services = config.purposes.filter((p) => p.basis !== "exempt").flatMap((p) => p.services.map((s) => s.id));
  const answer = await ask(service.port, "/v1/sites/ameli.fr/consents", {
    host: "www.ameli.localhost",
    method: "POST",
    headers: { "content-type": "application/json", origin: `http://www.ameli.localhost:${service.port}`, ...(cookie ? { cookie: `pcid=${cookie}` } : {}) },
    body: JSON.stringify({
      revision: config.revision,
      decisions: Object.fromEntries(services.map((id) => [id, accepted])),
      action: accepted ? "accept_all" : "refuse_all",
      layer: "banner",
      language,
      gpc: false,
    }),
  });
  assert.equal(answer.status, 201, answer.body);
  const pcid = /pcid=([^;]+)/.exec([answer.headers["set-cookie"]].flat().join("\n"))?.[1];
  return { index: JSON.parse(answer.body).index, pcid };
}

const api = (path, role, options = {}) =>
  ask(staff, path, { ...options, headers: { authorization: `Bearer ${tokens[role]}`, ...(options.headers ?? {}) } });

async function signedIn(role, options = {}) {
  const browser = await open(options);
  const errors = [];
  browser.page.on("pageerror", (error) => errors.push(error.message));
  browser.page.on("console", (message) => {
    // A 401 before signing in is how the console learns that nobody is signed in.
    if (message.type() === "error" && !/401/.test(message.text())) errors.push(message.text());
  });
  await browser.page.goto(`http://127.0.0.1:${staff}/`);
  await browser.page.getByLabel("Votre jeton").fill(tokens[role]);
  await browser.page.getByRole("button", { name: "Se connecter" }).click();
  await browser.page.getByRole("heading", { level: 1, name: "Vue d’ensemble" }).waitFor();
  return { ...browser, errors };
}

const goTo = (page, path) => page.goto(`http://127.0.0.1:${staff}/#/${path}`);
const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();

before(async () => {
  service = await Service.start();
  staff = service.staffPort;
  for (const role of ["marketing", "auditor", "operator"]) {
    tokens[role] = command("token", "create", "--data", service.data, "--role", role, "--name", role === "auditor" ? kNasty : `Essai ${role}`);
  }
  config = JSON.parse((await ask(service.port, "/v1/sites/ameli.fr/config.json")).body);
  given.push(await choose(true));
  given.push(await choose(false, given[0].pcid));
  given.push(await choose(true));
  // Under a signed checkpoint, so that there is something to verify.
  for (const end = Date.now() + 45_000; Date.now() < end; ) {
    const shown = JSON.parse((await api(`/v1/consents/${given[2].index}`, "auditor")).body);
    if (shown.proof) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("no checkpoint");
});

after(async () => {
  await closeAll();
  await service?.stop();
});

const kPages = [
  ["", "Vue d’ensemble"],
  ["consentements", "Consentements"],
  ["statistiques", "Statistiques"],
  ["traceurs", "Traceurs"],
  ["revisions", "Révisions"],
  ["registre", "Registre"],
  ["conservation", "Conservation"],
  ["journal", "Journal des accès"],
  ["exports", "Exports"],
  ["droits", "Droits des personnes"],
];
const kAllowed = {
  marketing: ["", "statistiques", "traceurs", "revisions", "registre"],
  auditor: ["", "consentements", "statistiques", "traceurs", "revisions", "registre", "conservation", "journal", "exports"],
  operator: ["", "droits", "statistiques", "traceurs", "revisions", "registre", "conservation"],
};

for (const role of ["marketing", "auditor", "operator"]) {
  test(`${role}: each page opens, says no error, and axe finds nothing`, async () => {
    const { page, errors, close } = await signedIn(role);
    for (const [path, title] of kPages) {
      await goTo(page, path);
      if (!kAllowed[role].includes(path)) {
        await heading(page, "Page introuvable");
        continue;
      }
      await heading(page, title);
      await page.waitForFunction(() => !document.querySelector(".loading"));
      assert.equal(await page.locator(".notice.bad").count(), 0, `${role} ${path}`);
      await assertAccessible(page, `${role} ${path}`);
    }
    assert.deepEqual(errors, []);
    await close();
  });
}

test("one consent is found by its reference and proved in the browser", async () => {
  const { page, errors, close } = await signedIn("auditor");
  const { reference } = JSON.parse((await api(`/v1/consents/${given[1].index}`, "auditor")).body).row;
  await goTo(page, "consentements");
  await page.getByLabel("Référence, indice, cookie ou reçu").fill(reference.toLowerCase());
  await page.getByRole("button", { name: "Retrouver" }).click();
  await page.getByRole("heading", { level: 2, name: `Référence ${reference}` }).waitFor();
  await page.getByText("Vérifiée", { exact: true }).waitFor();
  assert.equal(await page.locator(".steps li.ok").count(), 3);
  await page.getByText("Ce qui était montré").waitFor();
  await page.getByRole("heading", { name: config.texts.title.fr }).waitFor();
  await assertAccessible(page, "one consent");
  assert.deepEqual(errors, []);
  await close();
});

test("a proof, a record or a key that was altered on the way is not called verified", async () => {
  const address = `**/v1/consents/${given[2].index}`;
  const flip = (text, at) => text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
  const changes = {
    record: (c) => { const text = Buffer.from(c.record_bytes, "base64").toString().replace("true", "true "); c.record_bytes = Buffer.from(text).toString("base64"); },
    key: (c) => { c.random = flip(c.random, 4); },
    path: (c) => { if (c.proof.path.length > 0) c.proof.path[0] = flip(c.proof.path[0], 4); else c.proof.path = ["A".repeat(43) + "="]; },
    entry: (c) => { c.proof.entry = flip(c.proof.entry, 8); },
    signature: (c) => { const at = c.proof.checkpoint.lastIndexOf(" ") + 12; c.proof.checkpoint = flip(c.proof.checkpoint, at); },
    size: (c) => { c.proof.checkpoint = c.proof.checkpoint.replace(/\n([0-9]+)\n/, (_, n) => `\n${Number(n) + 1}\n`); },
  };
  const { page, context, close } = await signedIn("auditor");
  for (const [name, change] of Object.entries(changes)) {
    await context.route(address, async (route) => {
      const answer = await route.fetch();
      const consent = await answer.json();
      change(consent);
      await route.fulfill({ response: answer, json: consent });
    });
    await goTo(page, "exports");
    await goTo(page, `consentements/${given[2].index}`);
    await page.getByText("Non conforme", { exact: true }).waitFor({ timeout: 45_000 }).catch(() => assert.fail(`${name}: not noticed`));
    await context.unroute(address);
  }
  await close();
});

test("searching, then erasing at the visitor's request, then nothing is left to show", async () => {
  const victim = await choose(true);
  const operator = await signedIn("operator");
  await goTo(operator.page, "droits");
  await operator.page.getByLabel("Référence, indice, cookie ou reçu").fill(victim.pcid);
  await operator.page.getByRole("button", { name: "Retrouver" }).click();
  await operator.page.getByText("Le cookie présenté ouvre bien cette preuve").waitFor();
  operator.page.once("dialog", (dialog) => dialog.accept());
  await operator.page.getByRole("button", { name: "Effacer cette preuve" }).click();
  await operator.page.getByText("Effacé", { exact: true }).waitFor();
  await operator.close();

  const auditor = await signedIn("auditor");
  await goTo(auditor.page, `consentements/${victim.index}`);
  await auditor.page.getByText(/effacé à la demande du visiteur/).waitFor();
  await goTo(auditor.page, "journal");
  await auditor.page.getByText("effacement", { exact: true }).first().waitFor();
  await auditor.close();
});

test("a hold is added, keeps a record, and is released", async () => {
  const { page, close } = await signedIn("auditor");
  await goTo(page, "conservation");
  await page.getByLabel("Ou indices précis").fill(String(given[2].index));
  await page.getByLabel("Motif").fill("Contrôle de la CNIL");
  await page.getByLabel("À réexaminer le").fill("2099-01-01");
  await page.getByRole("button", { name: "Conserver" }).click();
  await page.getByRole("cell", { name: "Contrôle de la CNIL" }).waitFor();
  const refused = JSON.parse((await api(`/v1/consents/${given[2].index}`, "operator", { method: "DELETE" })).body);
  assert.deepEqual(refused.held, [given[2].index]);
  page.once("dialog", (dialog) => dialog.accept());
  await page.getByRole("button", { name: "Lever" }).click();
  await page.getByText(/levée le/).waitFor();
  await close();
});

test("an export comes down as one file with its header and every kept record", async () => {
  const { page, close } = await signedIn("auditor");
  await goTo(page, "exports");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Exporter" }).click();
  const text = readFileSync(await (await download).path(), "utf8");
  const lines = text.trimEnd().split("\r\n");
  assert.match(lines[0], /index,reference,state,site/);
  assert.ok(lines.length >= 3);
  await page.getByText("Export terminé").waitFor();
  await close();
});

test("marketing gets its verdict with the next step", async () => {
  const { page, close } = await signedIn("marketing");
  await goTo(page, "traceurs");
  await page.getByLabel("Un nom, une liste, ou des lignes Set-Cookie").fill("_gcl_au\ninconnu_xyz");
  await page.getByRole("button", { name: "Vérifier" }).click();
  await page.locator(".answer", { hasText: "_gcl_au" }).getByText("Après consentement", { exact: true }).waitFor();
  await page.locator(".answer", { hasText: "inconnu_xyz" }).getByText("Non déclaré", { exact: true }).waitFor();
  await assertAccessible(page, "verdicts");
  await close();
});

test("nothing that was stored or typed runs as a script", async () => {
  const { page, errors, close } = await signedIn("auditor");  // whose name is markup
  await page.getByText(kNasty).first().waitFor();
  await goTo(page, "traceurs");
  await page.getByLabel("Un nom, une liste, ou des lignes Set-Cookie").fill(kNasty);
  await page.getByRole("button", { name: "Vérifier" }).click();
  await page.locator(".answer").first().waitFor();
  await goTo(page, "conservation");
  await page.getByLabel("Motif").fill(kNasty);
  await page.getByLabel("À réexaminer le").fill("2099-01-01");
  await page.getByRole("button", { name: "Conserver" }).click();
  await page.getByRole("cell", { name: kNasty, exact: true }).first().waitFor();
  await goTo(page, "journal");
  await page.getByRole("cell", { name: kNasty }).first().waitFor();
  for (const hash of [`consentements?site=${encodeURIComponent(kNasty)}&revision=${encodeURIComponent(kNasty)}`, `consentements/${encodeURIComponent(kNasty)}`, `revisions/${encodeURIComponent(kNasty)}`, encodeURIComponent(kNasty)]) {
    await goTo(page, hash);
    await quiet(page);
  }
  assert.equal(await page.evaluate(() => window.__xss), undefined);
  assert.equal(await page.locator("img[src=x]").count(), 0);
  assert.deepEqual(errors.filter((text) => !/400|404|422/.test(text)), []);
  await close();
});

test("the console's policy lets in nothing that is not its own", async () => {
  const answer = await ask(staff, "/");
  const policy = answer.headers["content-security-policy"];
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self'(;|$)/);
  assert.match(policy, /require-trusted-types-for 'script'/);
  assert.doesNotMatch(policy, /unsafe|https?:|\*/);
  const { page, close } = await signedIn("marketing");
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    try {
      script.textContent = "window.__inline = 1";
      document.body.append(script);
    } catch { /* Trusted Types refuse the text itself */ }
    return window.__inline;
  });
  assert.equal(ran, undefined);
  await close();
});

test("the pages to print open with their style and without any script", async () => {
  const { page, errors, close } = await signedIn("auditor");
  const day = new Date().toISOString().slice(0, 10);
  for (const [path, title] of [
    [`/v1/consents/${given[1].index}/page`, /Preuve de choix/],
    [`/v1/consents/${given[1].index}/letter`, /Réponse à une demande/],
    [`/v1/stats?site=ameli.fr&from=${day}&to=${day}&format=html`, /Statistiques de consentement/],
    ["/v1/register?site=ameli.fr&format=html", /Registre des activités/],
  ]) {
    await page.goto(`http://127.0.0.1:${staff}/`);
    // As the console opens them: from its own page.
    await page.evaluate((to) => { location.href = to; }, path);
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    const colour = await page.locator("h1").evaluate((node) => getComputedStyle(node).color);
    assert.equal(colour, "rgb(12, 60, 120)", path);
    if (process.env.TEMOIN_SHOTS) await page.screenshot({ path: `${process.env.TEMOIN_SHOTS}/${path.replace(/[^a-z]+/g, "-")}.png`, fullPage: true });
  }
  assert.deepEqual(errors, []);
  await close();
});

test("another site's page cannot act with the console's session", async () => {
  const { page, context, close } = await signedIn("operator");
  await context.route("http://evil.localhost/**", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>x</title>" }));
  await page.goto("http://evil.localhost/");
  await page.evaluate(async ({ port, index }) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = `http://127.0.0.1:${port}/v1/holds`;
    const frame = document.createElement("iframe");
    frame.name = "f";
    form.target = "f";
    document.body.append(frame, form);
    form.submit();
    const posted = new Promise((done) => (frame.addEventListener("load", done), setTimeout(done, 5000)));
    await fetch(`http://127.0.0.1:${port}/v1/consents/${index}`, { method: "DELETE", credentials: "include", mode: "no-cors" }).catch(() => undefined);
    await posted;
  }, { port: staff, index: given[0].index });
  const still = JSON.parse((await api(`/v1/consents/${given[0].index}`, "auditor")).body);
  assert.equal(still.row.state, "kept");
  await close();
});

test("signing out ends the session, and a wrong token says so", async () => {
  const { page, close } = await signedIn("marketing");
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await page.getByLabel("Votre jeton").waitFor();
  await page.getByLabel("Votre jeton").fill("temoin-00000000-nothing");
  await page.getByRole("button", { name: "Se connecter" }).click();
  await page.getByRole("alert").waitFor();
  await assertAccessible(page, "a refused sign-in");
  await close();
});

test("English is one press away and stays", async () => {
  const { page, close } = await signedIn("auditor");
  await page.getByRole("button", { name: "English" }).click();
  await heading(page, "Overview");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  await page.reload();
  await heading(page, "Overview");
  await assertAccessible(page, "English");
  await close();
});

for (const width of [390, 768, 1280]) {
  test(`no page is wider than a screen of ${width} pixels`, async () => {
    const { page, close } = await signedIn("auditor", { viewport: { width, height: 800 } });
    for (const path of [...kAllowed.auditor, `consentements/${given[1].index}`, `revisions/${config.revision}`]) {
      await goTo(page, path);
      await page.waitForFunction(() => !document.querySelector(".loading"));
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} at ${width}`);
    }
    await close();
  });
}
