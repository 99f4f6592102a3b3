// What a hostile visitor, catalogue, colleague or page could put into the staff console.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";

import { closeAll } from "./lib/browser.mjs";
import { Staff, heading, kRoles, settled } from "./lib/console.mjs";
import { ask, copyCatalog } from "./lib/service.mjs";

const kNasty = '"><img src=x onerror="window.__xss=1"><script>window.__xss=1</script>';
// Markup without anything that the service masks in a name.
const kNastyName = '<svg/onload="window.__xss=1">';

let staff;
let given;

before(async () => {
  staff = await Staff.start({ names: { auditor: kNasty } });
  given = await staff.choose(true);
  await staff.covered(given.index);
});

after(async () => {
  await closeAll();
  await staff?.stop();
});

/** What is tried sets a global or leaves an element; neither may be there, in any frame. */
async function nothingRan(page, where) {
  for (const frame of page.frames()) {
    assert.equal(await frame.evaluate(() => window.__xss), undefined, where);
    assert.equal(await frame.locator("img[src=x], script:not([src])").count(), 0, where);
  }
}

test("nothing that staff type or that stands in an address runs as a script", async () => {
  const { page, errors, close } = await staff.signedIn("auditor"); // whose name is markup
  await page.getByText(kNasty).first().waitFor();
  await staff.goTo(page, "traceurs");
  await page.getByLabel("Un nom, une liste, des lignes Set-Cookie, un produit").fill(kNasty);
  await page.getByRole("button", { name: "Vérifier" }).click();
  await page.locator(".answer").first().waitFor();
  await staff.goTo(page, "conservation");
  await page.getByLabel("Motif").fill(kNasty);
  await page.getByLabel("À réexaminer le").fill("2099-01-01");
  await page.getByRole("button", { name: "Suspendre" }).click();
  await page.getByRole("cell", { name: kNasty, exact: true }).first().waitFor();
  await staff.goTo(page, "journal");
  await page.getByRole("cell", { name: kNasty }).first().waitFor();
  for (const hash of [
    `consentements?site=${encodeURIComponent(kNasty)}&revision=${encodeURIComponent(kNasty)}`,
    `consentements/${encodeURIComponent(kNasty)}`,
    `revisions/${encodeURIComponent(kNasty)}`,
    encodeURIComponent(kNasty),
  ]) {
    await staff.goTo(page, hash);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await settled(page);
    await nothingRan(page, hash);
  }
  await nothingRan(page, "typed");
  assert.deepEqual(
    errors.filter((text) => !/400|404|422/.test(text)),
    [],
  );
  await close();
});

/** Every text of the catalogue that anybody reads, with markup in it. */
function nastyCatalog() {
  const folder = copyCatalog();
  const spoil = (value, key, parent) => {
    if (Array.isArray(value)) return value.map((each) => spoil(each, key, parent));
    if (value && typeof value === "object") {
      return Object.fromEntries(
        Object.entries(value).map(([name, each]) => [name, spoil(each, name, key)]),
      );
    }
    const read =
      ["fr", "en", "cell", "short_name"].includes(key) ||
      (key === "name" && !["trackers", "near_names"].includes(parent));
    return typeof value === "string" && read ? `${value} ${kNasty}` : value;
  };
  for (const kind of ["sites", "vendors"]) {
    for (const name of readdirSync(join(folder, kind)).filter((each) => each.endsWith(".json"))) {
      const file = join(folder, kind, name);
      const whole = spoil(JSON.parse(readFileSync(file, "utf8")));
      if (whole.id === "ameli.fr")
        whole.settings = { ...whole.settings, observed: 100, impressions: 100 };
      writeFileSync(file, JSON.stringify(whole));
    }
  }
  return folder;
}

test("nothing of a hostile catalogue, visitor or colleague runs as a script, on any page of any role", async () => {
  const catalog = nastyCatalog();
  const other = await Staff.start({
    catalog,
    names: { auditor: kNasty, operator: kNasty, marketing: kNasty },
  });
  try {
    // What visitors may write: names that nothing declares. A colleague: tokens, holds.
    const seen = await ask(other.service.port, "/v1/sites/ameli.fr/observed", {
      host: "www.ameli.localhost",
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: `http://www.ameli.localhost:${other.service.port}`,
      },
      body: JSON.stringify({ names: [kNastyName, "=1+1", "javascript:window.__xss=1"] }),
    });
    assert.equal(seen.status, 204, seen.body);
    const post = (path, role, body) =>
      other.api(path, role, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const held = await post("/v1/holds", "operator", {
      reason: kNasty,
      review: "2099-01-01",
      records: [1],
    });
    assert.equal(held.status, 201, held.body);
    const choice = await other.choose(true);
    await other.covered(choice.index);
    // Names seen are written every few seconds.
    for (const end = Date.now() + 45_000; ; ) {
      const trackers = JSON.parse((await other.api("/v1/trackers?site=ameli.fr", "auditor")).body);
      if (trackers.observed.length === 3) break;
      assert.ok(Date.now() < end, "the names seen are not there");
      await new Promise((done) => setTimeout(done, 100));
    }
    for (const role of kRoles) {
      const { page, errors, close } = await other.signedIn(role);
      const more = [
        [`revisions/${other.config.revision}`, "Une version"],
        ...(role === "auditor" ? [[`consentements/${choice.index}`, "Un choix"]] : []),
      ];
      for (const [path, title] of [...Staff.pages(role), ...more]) {
        await other.goTo(page, path);
        await heading(page, title);
        await settled(page);
        // Everything that is folded away, too.
        await page.evaluate(() =>
          document.querySelectorAll("details").forEach((each) => {
            each.open = true;
          }),
        );
        await nothingRan(page, `${role} ${path}`);
      }
      assert.deepEqual(errors, [], role);
      if (role === "auditor") {
        const day = new Date().toISOString().slice(0, 10);
        for (const [path, title] of [
          [`/v1/consents/${choice.index}/page`, /Preuve de choix/],
          [`/v1/consents/${choice.index}/letter`, /Réponse à une demande/],
          [
            `/v1/stats?site=ameli.fr&from=${day}&to=${day}&format=html`,
            /Statistiques de consentement/,
          ],
          ["/v1/register?site=ameli.fr&format=html", /Registre des activités/],
        ]) {
          await page.goto(other.url());
          await page.evaluate((to) => {
            location.href = to;
          }, path);
          await page.getByRole("heading", { level: 1, name: title }).waitFor();
          await nothingRan(page, path);
        }
      }
      await close();
    }
    // It was all there to run: the markup is read as text.
    const { page, close } = await other.signedIn("auditor");
    await other.goTo(page, "traceurs");
    await page.getByRole("cell", { name: kNastyName, exact: true }).waitFor();
    await close();
  } finally {
    await other.stop();
    rmSync(catalog, { recursive: true, force: true });
  }
});

test("a file for a spreadsheet begins no formula, whatever was written into a record", async () => {
  const csv = (await staff.api("/v1/export?format=csv", "auditor")).body;
  assert.ok(csv.split("\r\n").length > 2, "there are records in it");
  const register = (await staff.api("/v1/register?site=ameli.fr&format=csv", "auditor")).body;
  for (const text of [csv, register]) {
    for (const cell of text.replace(/^\uFEFF/, "").split(/[,\r\n]+/))
      assert.doesNotMatch(cell, /^"?[=+\-@\t]/, cell);
  }
});

test("the console's policy lets in nothing that is not its own", async () => {
  const answer = await ask(staff.port, "/");
  const policy = answer.headers["content-security-policy"];
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self'(;|$)/);
  assert.match(policy, /require-trusted-types-for 'script'/);
  assert.doesNotMatch(policy, /unsafe|https?:|\*/);
  const { page, close } = await staff.signedIn("marketing");
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    try {
      script.textContent = "window.__inline = 1";
      document.body.append(script);
    } catch {
      /* Trusted Types refuse the text itself */
    }
    return window.__inline;
  });
  assert.equal(ran, undefined);
  await close();
});

test("another site's page cannot act with the console's session", async () => {
  const { page, context, close } = await staff.signedIn("operator");
  const tokens = async () => JSON.parse((await staff.api("/v1/tokens", "auditor")).body).tokens;
  const tokensBefore = await tokens();
  const { holds } = JSON.parse((await staff.api("/v1/holds?released=1", "auditor")).body);
  await context.route("http://evil.localhost/**", (route) =>
    route.fulfill({ contentType: "text/html", body: "<!doctype html><title>x</title>" }),
  );
  await page.goto("http://evil.localhost/");
  await page.evaluate(
    async ({ port, index }) => {
      const form = document.createElement("form");
      form.method = "post";
      form.action = `http://127.0.0.1:${port}/v1/holds`;
      const frame = document.createElement("iframe");
      frame.name = "f";
      form.target = "f";
      document.body.append(frame, form);
      const answered = new Promise(
        (done) => (frame.addEventListener("load", done), setTimeout(done, 5000)),
      );
      form.submit();
      await answered;
      const tried = (path, init) =>
        fetch(`http://127.0.0.1:${port}${path}`, {
          credentials: "include",
          mode: "no-cors",
          ...init,
        }).catch(() => undefined);
      await tried(`/v1/consents/${index}?ground=unlawful`, { method: "DELETE" });
      await tried("/v1/tokens", { method: "POST", body: '{"role":"operator","name":"intrus"}' });
      await tried("/v1/session", { method: "POST", body: '{"token":"x"}' });
      await tried("/v1/tokens");
    },
    { port: staff.port, index: given.index },
  );
  const still = JSON.parse((await staff.api(`/v1/consents/${given.index}`, "auditor")).body);
  assert.equal(still.row.state, "kept");
  assert.deepEqual(
    JSON.parse((await staff.api("/v1/holds?released=1", "auditor")).body).holds,
    holds,
  );
  assert.deepEqual(await tokens(), tokensBefore);
  await close();
});
